# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='no login is offered even under TLS',
    servers=lambda: [Postfix(ports={25: {}, 587: {'smtpd_tls_security_level': 'encrypt'}})],
    args=smtp(),
    user=ALICE,
    cause='auth-not-offered',
    verdict='problem',
)
