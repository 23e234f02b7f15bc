# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='port 587 is rejected openly on the way over IPv6',
    servers=lambda: [Exim()],
    before=lambda lab: lab.network.block([587], 'reject with icmpx admin-prohibited'),
    args=smtp(host='six.example.net'),
    user=ALICE,
    cause='port-blocked-by-network',
    verdict='problem',
    facts={'tcp.state': 'unreachable', 'tcp.errno': 'EACCES'},
)
