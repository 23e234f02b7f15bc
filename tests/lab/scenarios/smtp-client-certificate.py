# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the server admits nobody without a certificate of their own',
    servers=lambda: [Postfix(main={'smtpd_tls_req_ccert': 'yes',
                                   'smtpd_tls_CAfile': '/etc/lab/server.pem'})],
    args=smtp(),
    user=ALICE,
    cause='client-certificate-required',
    verdict='problem',
)
