# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import PASSIVE, Vsftpd

SCENARIO = Scenario(
    title='the network drops the passive ports',
    servers=lambda: [Vsftpd()],
    before=lambda lab: lab.network.block([f'{PASSIVE[0]}-{PASSIVE[1]}']),
    args=ftp(),
    user=CAROL,
    cause='ftp-passive-ports-blocked',
    verdict='problem',
    facts={'ftp.login.outcome': 'ok', 'ftp.data.state': 'filtered', 'ftp.data.outcome': 'failed'},
    steps={'ftp.login': 'ok'},
)
