# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, FTP_STEPS, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a working account on 990 with TLS from the start',
    servers=lambda: [Vsftpd(implicit=True)],
    args=ftp(port=990),
    user=CAROL,
    cause=None,
    verdict='ok',
    facts={'tls.mode': 'implicit', 'ftp.login.outcome': 'ok', 'ftp.data.outcome': 'ok'},
    steps=FTP_STEPS,
)
