# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import FTP_HOST
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='other connections of the same address use up the limit',
    servers=lambda: [Vsftpd(settings={'max_per_ip': '2'})],
    before=lambda lab: lab.hold(FTP_HOST, 21, 2),
    args=ftp(),
    user=CAROL,
    cause='ftp-too-many-connections',
    verdict='problem',
    facts={'ftp.reply.stage': 'greeting', 'ftp.reply.code': '421'},
    steps={'ftp.greeting': 'failed'},
)
