# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='the file server is stopped, the host is alive',
    servers=lambda: [Vsftpd()],
    before=lambda lab: lab.servers[0].stop(),
    args=ftp(),
    user=CAROL,
    cause='service-not-running',
    verdict='problem',
    facts={'tcp.state': 'refused'},
    steps={'tcp.connect': 'failed'},
)
