# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a name that has a mail route but no address',
    args=smtp(host='nowhere.example.net'),
    user=ALICE,
    cause='dns-no-address',
    verdict='problem',
    facts={'dns.outcome': 'no-address', 'dns.mx': 'yes'},
    steps={'dns.resolve': 'failed'},
)
