# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix bears one recipient a minute',
    servers=lambda: [Postfix(main={'smtpd_client_recipient_rate_limit': '1'})],
    before=lambda lab: lab.converse(HOST, 587, ['MAIL FROM:<>', 'RCPT TO:<bob@example.net>']),
    args=smtp(),
    user=ALICE,
    cause='smtp-rate-limited',
    verdict='problem',
    facts={'smtp.reply.stage': 'rcpt'},
)
