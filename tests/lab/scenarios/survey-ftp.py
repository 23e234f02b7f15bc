# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL
from lablib.network import FTP_HOST
from lablib.scenario import Scenario
from lablib.survey import survey
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a file server: 21 with AUTH TLS is the one to take',
    servers=lambda: [Vsftpd()],
    args=['survey', 'ftp', FTP_HOST],
    user=CAROL,
    cause=None,
    verdict='ok',
    facts={'survey.recommended.port': '21', 'ftp.login.outcome': 'ok'},
    steps={'ftp.login': 'ok'},
    after=survey({(21, 'starttls', 'ipv4'): 'open ok', (21, 'none', 'ipv4'): 'open warning'},
                 (21, 'starttls', 'ipv4')),
)
