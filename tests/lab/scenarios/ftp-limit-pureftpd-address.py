# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import FTP_HOST
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Pure-FTPd lets one connection of an address in',
    servers=lambda: [Pureftpd('-C', '1')],
    before=lambda lab: lab.hold(FTP_HOST, 21, 1),
    args=ftp(),
    user=CAROL,
    cause='ftp-too-many-connections',
    verdict='problem',
    facts={'ftp.reply.code': '421'},
)
