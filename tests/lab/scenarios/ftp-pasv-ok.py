# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, FTP_STEPS, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a listing over PASV, asked for by name',
    servers=lambda: [Vsftpd()],
    args=ftp('--mode', 'pasv', '--path', '/photos'),
    user=CAROL,
    cause=None,
    verdict='ok',
    facts={'ftp.passive.mode': 'pasv', 'ftp.passive.address_kind': 'same', 'ftp.data.outcome': 'ok'},
    steps=FTP_STEPS,
)
