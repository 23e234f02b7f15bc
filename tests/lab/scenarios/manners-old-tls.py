# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: no version of TLS in common',
    servers=lambda: [Postfix(main={'smtpd_tls_mandatory_protocols': '<=TLSv1.1', 'smtpd_tls_protocols': '<=TLSv1.1',
                                   'smtpd_tls_mandatory_ciphers': 'low', 'smtpd_tls_ciphers': 'low',
                                   'tls_low_cipherlist': 'ALL:@SECLEVEL=0'})],
    before=awake(587),
    args=smtp(),
    user=ALICE,
    cause='tls-version-unsupported',
    verdict='problem',
    after=kept('manners-old-tls'),
    languages=(),
)
