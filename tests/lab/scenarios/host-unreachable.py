# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the router says that the host is not there',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([25, 465, 587, 993, 995, 2525, 21, 22, 80, 110, 143, 443, 990], 'reject with icmpx host-unreachable'),
    args=smtp(),
    user=ALICE,
    cause=('host-down', 'port-blocked-by-network', 'connection-failed'),
    verdict='problem',
)
