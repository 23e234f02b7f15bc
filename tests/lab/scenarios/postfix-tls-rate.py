# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix bears one new TLS session a minute, and says so in clear on 465',
    servers=lambda: [Postfix(main={'smtpd_client_new_tls_session_rate_limit': '1'})],
    before=lambda lab: lab.converse(HOST, 465, []),
    args=smtp(port=465),
    user=ALICE,
    cause='smtp-rate-limited',
    verdict='problem',
    languages=(),
)
