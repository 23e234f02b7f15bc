# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario
from lablib.vsftpd import PASSIVE

SCENARIO = Scenario(
    title='the network drops the passive ports of Pure-FTPd; active mode works',
    servers=lambda: [Pureftpd()],
    before=lambda lab: lab.network.block([f'{PASSIVE[0]}-{PASSIVE[1]}']),
    args=ftp(),
    user=CAROL,
    cause='ftp-passive-ports-blocked',
    verdict='problem',
    after=channels('epsv filtered', 'pasv filtered', 'eprt *', 'port ok'),
)
