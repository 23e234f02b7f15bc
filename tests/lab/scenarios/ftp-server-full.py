# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import FTP_HOST
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='the limit of the whole server is reached',
    servers=lambda: [Vsftpd(settings={'max_clients': '1'})],
    before=lambda lab: lab.hold(FTP_HOST, 21, 1),
    args=ftp(),
    user=CAROL,
    cause='ftp-too-many-connections',
    verdict='problem',
    facts={'ftp.reply.code': '421'},
    steps={'ftp.greeting': 'failed'},
)
