# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='TLS from the start against 587',
    servers=lambda: [Postfix()],
    args=smtp('--security', 'tls'),
    user=ALICE,
    cause='tls-on-plain-port',
    verdict='problem',
    facts={'tls.mode': 'implicit', 'tls.peeked': 'smtp'},
    steps={'tcp.connect': 'ok', 'tls.handshake': 'failed', 'smtp.auth': 'skipped'},
)
