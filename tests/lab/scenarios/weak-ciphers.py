# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='only ciphers without authentication',
    servers=lambda: [Postfix(main={'smtpd_tls_mandatory_protocols': '<=TLSv1.2', 'smtpd_tls_mandatory_ciphers': 'high', 'tls_high_cipherlist': 'aNULL:@SECLEVEL=0'})],
    args=smtp(),
    user=ALICE,
    cause=('tls-version-unsupported', 'tls-failed'),
    verdict='problem',
    after=no_login,
)
