# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

PORTS = {port: {'smtpd_sasl_auth_enable': 'yes'} for port in (25, 587)}

SCENARIO = Scenario(
    title='a server without encryption: nothing is recommended, nothing logged in',
    servers=lambda: [Postfix(main={'smtpd_tls_security_level': 'none'}, ports=PORTS)],
    args=['survey', 'smtp', HOST],
    user=ALICE,
    cause='starttls-not-offered',
    verdict='problem',
    facts={'smtp.auth.outcome': 'not-tested', 'smtp.starttls': 'not-offered'},
    after=survey({(587, 'none', 'ipv4'): 'open warning', (587, 'starttls', 'ipv4'): 'open failed',
                  (465, 'tls', 'ipv4'): 'refused failed'}, None),
)
