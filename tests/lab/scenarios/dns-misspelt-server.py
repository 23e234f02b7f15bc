# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a server name with two letters swapped',
    args=smtp(host='mial.example.net'),
    user=ALICE,
    cause='domain-not-found',
    verdict='problem',
    facts={'dns.outcome': 'no-such-name', 'dns.near_name': 'mail.example.net'},
    steps={'dns.resolve': 'failed'},
)
