# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

# From here a router's reset and a server's look the same: the more usual one may come first.
SCENARIO = Scenario(
    title='the network resets 587, the other mail ports answer',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([587], 'reject with tcp reset'),
    args=smtp(),
    user=ALICE,
    cause=('service-not-running', 'port-blocked-by-network'),
    verdict='problem',
    facts={'tcp.state': 'refused', 'tcp.errno': 'ECONNREFUSED', 'port.465.state': 'open'},
    steps={'tcp.connect': 'failed'},
)
