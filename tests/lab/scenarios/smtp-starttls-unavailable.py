# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='STARTTLS announced, but the key of the server cannot be read',
    servers=lambda: [Postfix(main={'smtpd_tls_key_file': '/etc/lab/gone.key'})],
    args=smtp(),
    user=ALICE,
    cause='starttls-unavailable',
    verdict='problem',
    facts={'smtp.reply.stage': 'starttls', 'smtp.reply.code': '454'},
    steps={'smtp.starttls': 'failed', 'smtp.auth': 'skipped'},
)
