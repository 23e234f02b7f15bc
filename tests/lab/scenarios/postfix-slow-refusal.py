# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import one_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a wrong password is answered late',
    servers=lambda: [Postfix(delay='4s')],
    args=smtp(),
    user=ALICE,
    password='Canary0Not1The2Right3One',
    cause='auth-failed',
    verdict='problem',
    after=one_login,
    languages=(),
)
