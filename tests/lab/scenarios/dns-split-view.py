# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='two name servers, of which one gives an inner address that is not there',
    before=lambda lab: (lab.network.publish('inner.example.net. A 192.168.200.5\n'),
                        lab.network.second_names('inner.example.net. A 44.128.9.10\n')),
    args=smtp(host='inner.example.net'),
    user=ALICE,
    cause='dns-split-view',
    verdict='problem',
    facts={'dns.split': 'yes', 'dns.address_kind': 'private'},
    steps={'tcp.connect': 'failed'},
)
