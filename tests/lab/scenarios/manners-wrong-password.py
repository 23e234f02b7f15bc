# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: a wrong password',
    servers=lambda: [Postfix()],
    before=awake(587),
    args=smtp(),
    user=ALICE,
    password='Canary0Not1The2Right3One',
    cause='auth-failed',
    verdict='problem',
    after=kept('manners-wrong-password'),
    languages=(),
)
