# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='port 25 is rejected openly on the way',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([25], 'reject with icmpx admin-prohibited'),
    args=smtp(port=25),
    cause=('port-25-blocked', 'port-blocked-by-network'),
    verdict='problem',
    facts={'tcp.state': 'unreachable'},
)
