# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the network rejects 587 openly, with ICMP',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([587], 'reject with icmpx admin-prohibited'),
    args=smtp(),
    user=ALICE,
    cause='port-blocked-by-network',
    verdict='problem',
    facts={'tcp.state': 'unreachable', 'tcp.errno': 'EHOSTUNREACH', 'port.465.state': 'open'},
    steps={'tcp.connect': 'failed'},
)
