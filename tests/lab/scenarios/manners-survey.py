# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE
from lablib.manners import awake, kept
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: a survey',
    servers=lambda: [Postfix()],
    before=awake(587),
    args=['survey', 'smtp', HOST],
    user=ALICE,
    cause=None,
    verdict='ok',
    after=kept('manners-survey'),
    languages=(),
)
