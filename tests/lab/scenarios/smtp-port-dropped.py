# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the network drops 587, the other mail ports answer',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([587]),
    args=smtp(),
    user=ALICE,
    cause='port-blocked-by-network',
    verdict='problem',
    facts={'tcp.state': 'filtered', 'port.465.state': 'open', 'port.25.state': 'open'},
    steps={'dns.resolve': 'ok', 'tcp.connect': 'failed'},
)
