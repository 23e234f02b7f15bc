# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='TLS 1.1 at most after STARTTLS',
    servers=lambda: [Postfix(main={'smtpd_tls_mandatory_protocols': '<=TLSv1.1', 'smtpd_tls_protocols': '<=TLSv1.1', 'smtpd_tls_mandatory_ciphers': 'low', 'tls_low_cipherlist': 'ALL:@SECLEVEL=0'})],
    args=smtp(),
    user=ALICE,
    cause='tls-version-unsupported',
    verdict='problem',
    after=no_login,
)
