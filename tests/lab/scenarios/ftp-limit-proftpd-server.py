# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import FTP_HOST
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD is full',
    servers=lambda: [Proftpd(settings={'MaxClients': '1'})],
    before=lambda lab: lab.hold_logged_in(FTP_HOST, 1),
    args=ftp(),
    user=CAROL,
    cause='ftp-too-many-connections',
    verdict='problem',
    facts={'ftp.reply.code': '530'},
)
