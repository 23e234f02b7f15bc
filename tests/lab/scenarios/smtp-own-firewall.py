# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title="this computer's own firewall rejects 587",
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([587], 'reject with icmpx admin-prohibited',
                                         lab.network.client),
    args=smtp(),
    user=ALICE,
    cause='local-firewall-blocks',
    verdict='problem',
    facts={'tcp.state': 'unreachable', 'local.firewall.rule_sure': 'yes', 'port.465.state': 'open'},
    steps={'tcp.connect': 'failed'},
)
