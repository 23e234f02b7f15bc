# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='STARTTLS where Exim begins with TLS',
    servers=lambda: [Exim()],
    args=smtp('--security', 'starttls', port=465),
    user=ALICE,
    cause='plain-on-tls-port',
    verdict='problem',
    after=no_login,
)
