# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: 587 is dropped',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([587]),
    args=smtp(),
    user=ALICE,
    cause='port-blocked-by-network',
    verdict='problem',
    after=kept('manners-dropped'),
    languages=(),
)
