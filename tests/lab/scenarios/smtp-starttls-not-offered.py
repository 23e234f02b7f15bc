# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a server without any STARTTLS',
    servers=lambda: [Postfix(ports={25: {}, 587: {'smtpd_sasl_auth_enable': 'yes'}},
                             main={'smtpd_tls_security_level': 'none',
                                   'smtpd_tls_auth_only': 'no'})],
    args=smtp('--security', 'starttls'),
    user=ALICE,
    cause='starttls-not-offered',
    verdict='problem',
    facts={'smtp.starttls': 'not-offered', 'smtp.auth.outcome': (None, 'not-tested', 'not-sent')},
    steps={'smtp.starttls': 'failed', 'smtp.auth': 'skipped'},
    after=lambda lab, _report: ['a login went out in clear'] if lab.logins() else [],
)
