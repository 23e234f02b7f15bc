# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='the network drops 21, 990 of the same host answers',
    servers=lambda: [Vsftpd(implicit=True)],
    before=lambda lab: lab.network.block([21]),
    args=ftp(),
    user=CAROL,
    cause='port-blocked-by-network',
    verdict='problem',
    facts={'tcp.state': 'filtered', 'port.990.state': 'open'},
    steps={'tcp.connect': 'failed'},
)
