# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='other connections of the same address use up the limit',
    servers=lambda: [Postfix(main={'smtpd_client_connection_count_limit': '2'})],
    before=lambda lab: lab.hold(HOST, 587, 2),
    args=smtp(),
    user=ALICE,
    cause='smtp-too-many-connections',
    verdict='problem',
    facts={'smtp.reply.stage': 'greeting', 'smtp.reply.code': '421', 'smtp.limit.retry': 'still',
           'local.connections': '2'},
    steps={'tcp.connect': 'ok', 'smtp.greeting': 'failed', 'smtp.auth': 'skipped'},
)
