# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix bears one login a minute',
    servers=lambda: [Postfix(main={'smtpd_client_auth_rate_limit': '1'})],
    before=lambda lab: lab.converse(HOST, 587, ["AUTH PLAIN AGEAYg=="]),
    args=smtp(),
    user=ALICE,
    cause='auth-too-many-attempts',
    verdict='problem',
)
