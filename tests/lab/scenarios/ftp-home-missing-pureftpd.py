# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the home folder is not there (Pure-FTPd)',
    servers=lambda: [Pureftpd(home=False)],
    args=ftp(),
    user=CAROL,
    cause='ftp-home-missing',
    verdict='problem',
)
