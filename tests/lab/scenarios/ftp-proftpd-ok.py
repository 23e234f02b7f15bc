# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, FTP_STEPS, ftp
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD, which wants the session resumed',
    servers=lambda: [Proftpd()],
    args=ftp(),
    user=CAROL,
    cause=None,
    verdict='ok',
    facts={'ftp.data.resumed': 'yes', 'ftp.data.outcome': 'ok'},
    steps=FTP_STEPS,
)
