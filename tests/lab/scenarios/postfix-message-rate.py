# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix bears one message a minute',
    servers=lambda: [Postfix(main={'smtpd_client_message_rate_limit': '1'})],
    before=lambda lab: lab.converse(HOST, 587, ['MAIL FROM:<>', 'RSET', 'MAIL FROM:<>']),
    args=smtp(),
    user=ALICE,
    cause='smtp-rate-limited',
    verdict='problem',
    facts={'smtp.reply.stage': 'mail'},
)
