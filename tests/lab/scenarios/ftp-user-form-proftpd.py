# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD knows the whole address as the user name, the part before the @ was given',
    servers=lambda: [Proftpd(virtual='carol@example.net')],
    args=ftp('--try-user-forms'),
    user=CAROL,
    cause='username-form-wrong',
    verdict='problem',
    facts={'ftp.login.other_form': 'accepted'},
    steps={'ftp.login': 'failed', 'ftp.login.other-form': 'ok'},
)
