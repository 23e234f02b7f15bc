# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim on 465 with a certificate: self-signed',
    servers=lambda: [Exim(certificate='self-signed')],
    args=smtp(port=465),
    user=ALICE,
    cause='certificate-self-signed',
    verdict='problem',
    after=no_login,
)
