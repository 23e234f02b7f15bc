# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix takes nobody without a login',
    servers=lambda: [Postfix(main={'smtpd_client_restrictions': 'permit_sasl_authenticated, reject'})],
    args=smtp(),
    cause=('auth-required', 'relay-denied', 'policy-rejected'),
    verdict='problem',
)
