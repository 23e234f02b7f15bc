# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

PORTS = Postfix.PORTS | {2525: {'smtpd_sasl_auth_enable': 'yes', 'smtpd_tls_security_level': 'may'}}

# Exactly one login, over the one that is recommended: the lab counts.
SCENARIO = Scenario(
    title='every usual port works: 465 with TLS is the one to take',
    servers=lambda: [Postfix(ports=PORTS)],
    args=['survey', 'smtp', HOST],
    user=ALICE,
    cause=None,
    verdict='ok',
    facts={'survey.recommended.port': '465', 'survey.recommended.security': 'tls',
           'smtp.auth.outcome': 'ok', 'port.25.state': 'open'},
    steps={'smtp.auth': 'ok', 'survey.port': 'ok'},
    after=survey({(25, 'starttls', 'ipv4'): 'open ok', (25, 'none', 'ipv4'): 'open warning',
                  (25, 'tls', 'ipv4'): 'open failed', (465, 'tls', 'ipv4'): 'open ok',
                  (465, 'none', 'ipv4'): 'open failed', (587, 'starttls', 'ipv4'): 'open ok',
                  (2525, 'starttls', 'ipv4'): 'open ok'}, (465, 'tls', 'ipv4')),
)
