# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='nobody has the IPv6 address any more',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.server.run(['ip', '-6', 'address', 'del', '2a0e:97c0:9::10/64', 'dev', 'eth0']),
    args=smtp(host='six.example.net'),
    user=ALICE,
    cause='host-down',
    verdict='problem',
    facts={'tcp.state': 'unreachable'},
)
