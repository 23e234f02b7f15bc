# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, FTP_STEPS, ftp
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Pure-FTPd with a listing over TLS',
    servers=lambda: [Pureftpd()],
    args=ftp(),
    user=CAROL,
    cause=None,
    verdict='ok',
    facts={'ftp.data.outcome': 'ok', 'ftp.data.tls': 'ok'},
    steps=FTP_STEPS,
)
