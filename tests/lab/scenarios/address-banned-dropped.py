# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import unsure
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='after three wrong passwords the server drops all that comes from us',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.ban(3),
    args=smtp(),
    user=ALICE,
    password='Canary0Not1The2Right3One',
    cause=('connection-failed', 'address-banned'),
    verdict='problem',
    after=unsure,
    languages=(),
)
