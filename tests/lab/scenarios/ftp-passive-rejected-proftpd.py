# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario
from lablib.vsftpd import PASSIVE

SCENARIO = Scenario(
    title='the network rejects the passive ports of ProFTPD; active mode works',
    servers=lambda: [Proftpd()],
    before=lambda lab: lab.network.block([f'{PASSIVE[0]}-{PASSIVE[1]}'], 'reject with tcp reset'),
    args=ftp(),
    user=CAROL,
    cause='ftp-passive-ports-blocked',
    verdict='problem',
    after=channels('epsv refused', 'pasv refused', 'eprt *', 'port ok'),
)
