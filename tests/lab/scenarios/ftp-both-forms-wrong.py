# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='neither form of the user name is accepted by vsftpd',
    servers=lambda: [Vsftpd()],
    args=ftp('--try-user-forms'),
    user=CAROL,
    password='Canary0Not1The2Right3One',
    cause='auth-failed',
    verdict='problem',
    facts={'ftp.login.other_form': 'rejected'},
)
