# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a plain login, allowed by the user, where the server insists on TLS',
    servers=lambda: [Vsftpd(settings={'force_local_logins_ssl': 'YES'})],
    args=ftp('--security', 'none', '--allow-plaintext'),
    user=CAROL,
    cause='ftp-tls-required',
    verdict='problem',
    facts={'ftp.reply.code': '530', 'tls.mode': 'none'},
    steps={'ftp.greeting': 'ok', 'ftp.login': 'failed'},
)
