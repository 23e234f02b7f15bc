# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='hosts.deny turns this address away',
    servers=lambda: [Vsftpd(settings={'tcp_wrappers': 'YES'})],
    before=lambda lab: lab.network.server.write('/etc/hosts.deny', 'vsftpd: ALL\n'),
    args=ftp(),
    user=CAROL,
    cause='ftp-address-denied',
    verdict='problem',
)
