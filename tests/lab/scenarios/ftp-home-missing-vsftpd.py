# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='the home folder is not there (vsftpd)',
    servers=lambda: [Vsftpd(home=False)],
    args=ftp(),
    user=CAROL,
    cause='ftp-home-missing',
    verdict='problem',
)
