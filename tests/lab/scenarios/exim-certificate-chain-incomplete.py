# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim on 465 with a certificate: chain-incomplete',
    servers=lambda: [Exim(certificate='chain-incomplete')],
    args=smtp(port=465),
    user=ALICE,
    cause=('certificate-chain-incomplete', 'certificate-untrusted-issuer'),
    verdict='problem',
    after=no_login,
)
