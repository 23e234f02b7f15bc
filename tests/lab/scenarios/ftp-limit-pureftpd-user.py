# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import FTP_HOST
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Pure-FTPd lets one session of a user in',
    servers=lambda: [Pureftpd('-y', '1:1')],
    before=lambda lab: lab.hold_logged_in(FTP_HOST, 1),
    args=ftp(),
    user=CAROL,
    cause='ftp-too-many-connections',
    verdict='problem',
)
