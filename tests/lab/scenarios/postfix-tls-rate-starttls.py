# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix bears one new TLS session a minute, STARTTLS',
    servers=lambda: [Postfix(main={'smtpd_client_new_tls_session_rate_limit': '1'})],
    before=lambda lab: lab.converse(HOST, 587, []),
    args=smtp(),
    user=ALICE,
    cause='smtp-rate-limited',
    verdict='problem',
)
