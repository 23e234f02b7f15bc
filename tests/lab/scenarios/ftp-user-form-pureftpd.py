# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Pure-FTPd knows the part before the @ as the user name, the whole address was given',
    servers=lambda: [Pureftpd()],
    args=ftp('--try-user-forms'),
    user=f'{CAROL}@example.net',
    cause='username-form-wrong',
    verdict='problem',
    facts={'ftp.login.other_form': 'accepted'},
)
