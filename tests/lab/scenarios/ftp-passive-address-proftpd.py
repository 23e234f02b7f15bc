# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD names a private address',
    servers=lambda: [Proftpd(settings={'MasqueradeAddress': '10.11.12.13'})],
    args=ftp('--mode', 'pasv'),
    user=CAROL,
    cause='ftp-passive-address-unreachable',
    verdict=('ok', 'warning'),
)
