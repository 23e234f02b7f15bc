# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='TLS from the start against 21',
    servers=lambda: [Vsftpd()],
    args=ftp('--security', 'tls'),
    user=CAROL,
    cause='tls-on-plain-port',
    verdict='problem',
    facts={'tls.mode': 'implicit', 'tls.peeked': 'ftp'},
    steps={'tls.handshake': 'failed'},
)
