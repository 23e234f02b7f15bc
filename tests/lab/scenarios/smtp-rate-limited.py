# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

# Postfix says the same words for both limits; here nothing else is open, and one alone still fails.
SCENARIO = Scenario(
    title='too many connections a minute, though none is open now',
    servers=lambda: [Postfix(main={'smtpd_client_connection_rate_limit': '1'})],
    before=lambda lab: lab.visit(HOST, 587, 2),
    args=smtp(),
    user=ALICE,
    cause='smtp-rate-limited',
    verdict='problem',
    facts={'smtp.reply.code': '421', 'smtp.limit.retry': 'still', 'local.connections': '0'},
    steps={'smtp.greeting': 'failed'},
)
