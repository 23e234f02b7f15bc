# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a check without signing in says that the login was not tested',
    servers=lambda: [Vsftpd()],
    args=ftp(),
    cause=None,
    verdict='ok',
    facts={'ftp.login.outcome': 'not-tested', 'tls.verify': 'ok'},
)
