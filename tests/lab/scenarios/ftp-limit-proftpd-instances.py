# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import FTP_HOST
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD closes further connections without a word',
    servers=lambda: [Proftpd(settings={'MaxInstances': '1'})],
    before=lambda lab: lab.hold(FTP_HOST, 21, 1),
    args=ftp(),
    user=CAROL,
    cause=('closed-before-greeting', 'ftp-too-many-connections'),
    verdict=('problem', 'inconclusive'),
)
