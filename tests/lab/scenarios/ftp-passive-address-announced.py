# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='PASV names a private address, and the user wants that one tried',
    servers=lambda: [Vsftpd(settings={'pasv_address': '10.11.12.13'})],
    args=ftp('--mode', 'pasv', '--pasv-address', 'announced'),
    user=CAROL,
    cause='ftp-passive-address-unreachable',
    verdict='problem',
    facts={'ftp.passive.address': '10.11.12.13', 'ftp.passive.address_kind': 'private',
           'ftp.data.outcome': 'failed'},
    steps={'ftp.login': 'ok'},
)
