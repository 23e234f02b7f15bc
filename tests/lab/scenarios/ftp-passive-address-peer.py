# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='PASV names a private address; the address of the control connection works',
    servers=lambda: [Vsftpd(settings={'pasv_address': '10.11.12.13'})],
    args=ftp('--mode', 'pasv'),
    user=CAROL,
    cause='ftp-passive-address-unreachable',
    verdict=('ok', 'warning'),
    facts={'ftp.passive.address_kind': 'private', 'ftp.data.outcome': 'ok'},
    steps={'ftp.login': 'ok'},
)
