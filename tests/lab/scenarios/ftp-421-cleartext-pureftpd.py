# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Pure-FTPd words its demand for TLS as 421',
    servers=lambda: [Pureftpd(tls=2)],
    args=ftp('--security', 'none', '--allow-plaintext'),
    user=CAROL,
    cause='ftp-tls-required',
    verdict='problem',
    facts={'ftp.reply.code': '421'},
)
