# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD demands TLS for the login',
    servers=lambda: [Proftpd(settings={'TLSRequired': 'on'})],
    args=ftp('--security', 'none', '--allow-plaintext'),
    user=CAROL,
    cause='ftp-tls-required',
    verdict='problem',
)
