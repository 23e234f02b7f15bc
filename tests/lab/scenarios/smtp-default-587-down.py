# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, BOB, SMTP_STEPS
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

PORTS = {465: {'smtpd_tls_wrappermode': 'yes', 'smtpd_sasl_auth_enable': 'yes'}}

SCENARIO = Scenario(
    title='no port named, nothing listens on 587: the check goes on over 465',
    servers=lambda: [Postfix(ports=PORTS)],
    args=['check', 'smtp', HOST, '--to', BOB],
    user=ALICE,
    cause='service-not-running',
    verdict='warning',
    facts={'tcp.port': '587', 'tcp.state': 'refused', 'survey.adopted': 'yes',
           'survey.recommended.port': '465', 'smtp.auth.outcome': 'ok'},
    steps=SMTP_STEPS,
    after=survey({(465, 'tls', 'ipv4'): 'open ok', (25, 'starttls', 'ipv4'): 'refused failed'},
                 (465, 'tls', 'ipv4')),
)
