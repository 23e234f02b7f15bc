# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a host name that does not exist',
    args=smtp(host='mial.example.net'),
    user=ALICE,
    computer={'names': 'reason', 'way-out': 'unrelated'},
    cause='domain-not-found',
    verdict='problem',
    facts={'dns.outcome': 'no-such-name'},
    steps={'dns.resolve': 'failed'},
)
