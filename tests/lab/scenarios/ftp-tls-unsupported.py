# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a server that knows no TLS',
    servers=lambda: [Vsftpd(settings={'ssl_enable': 'NO'})],
    args=ftp('--security', 'starttls'),
    user=CAROL,
    cause='ftp-tls-unsupported',
    verdict='problem',
    at_most=0.8,  # a box on the way could say the same
    facts={'ftp.reply.stage': 'auth-tls', 'ftp.login.outcome': (None, 'not-tested', 'not-sent')},
    after=lambda lab, _report: ['a password went out in clear'] if lab.logins() else [],
)
