# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='TLS at once where Exim begins in clear',
    servers=lambda: [Exim()],
    args=smtp('--security', 'tls'),
    user=ALICE,
    cause='tls-on-plain-port',
    verdict='problem',
    after=no_login,
)
