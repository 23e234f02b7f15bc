# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD without its TLS module',
    servers=lambda: [Proftpd(tls=False)],
    args=ftp(),
    user=CAROL,
    cause='ftp-tls-unsupported',
    verdict='problem',
    at_most=0.8,  # a box on the way could say the same
)
