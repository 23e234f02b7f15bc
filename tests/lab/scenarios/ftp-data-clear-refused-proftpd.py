# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD demands protected data',
    servers=lambda: [Proftpd(settings={'TLSRequired': 'data'})],
    args=ftp('--protect', 'clear'),
    user=CAROL,
    cause='ftp-protection-required',
    verdict='problem',
)
