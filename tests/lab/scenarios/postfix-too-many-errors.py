# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import NOBODY, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix hangs up after two errors',
    servers=lambda: [Postfix(main={'smtpd_hard_error_limit': '2', 'smtpd_soft_error_limit': '5'})],
    args=smtp('--to', 'nobody2@example.net', '--to', 'nobody3@example.net', port=25, to=NOBODY),
    cause=('smtp-session-limit', 'no-such-mailbox'),
    verdict='problem',
)
