# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='how many sessions the server bears is found out',
    servers=lambda: [Vsftpd(settings={'max_per_ip': '2'})],
    args=ftp('--sessions', '4'),
    user=CAROL,
    cause='ftp-too-many-connections',
    verdict='warning',
    facts={'ftp.sessions.accepted': '2', 'ftp.data.outcome': 'ok'},
)
