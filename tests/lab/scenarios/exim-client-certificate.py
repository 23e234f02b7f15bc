# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim wants a certificate of ours',
    servers=lambda: [Exim(main={'tls_verify_hosts': '*', 'tls_verify_certificates': '/etc/lab/server.pem'})],
    args=smtp(port=465),
    user=ALICE,
    cause='client-certificate-required',
    verdict='problem',
    after=no_login,
)
