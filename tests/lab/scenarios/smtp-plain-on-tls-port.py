# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='STARTTLS against 465',
    servers=lambda: [Postfix()],
    args=smtp('--security', 'starttls', port=465),
    user=ALICE,
    cause='plain-on-tls-port',
    verdict='problem',
    facts={'pairing.tried': 'tls', 'pairing.works': 'yes'},
    steps={'tcp.connect': 'ok', 'smtp.greeting': 'failed', 'smtp.auth': 'skipped'},
)
