# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, FTP_STEPS, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a working account on 21 with AUTH TLS, listed over a resumed data connection',
    servers=lambda: [Vsftpd()],
    args=ftp(),
    user=CAROL,
    cause=None,
    verdict='ok',
    facts={'tls.verify': 'ok', 'ftp.login.outcome': 'ok', 'ftp.data.outcome': 'ok',
           'ftp.data.resumed': 'yes', 'ftp.protection': 'private'},
    steps=FTP_STEPS,
)
