# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario

# The address belongs to nobody who takes mail: a page of the provider.
SCENARIO = Scenario(
    title='a name server that gives every unknown name an address',
    before=lambda lab: lab.network.publish('*. A 44.128.9.80\n'),
    args=smtp(host='smtp.exmaple.org'),
    user=ALICE,
    cause='dns-answers-rewritten',
    verdict='problem',
    facts={'dns.outcome': 'rewritten', 'dns.invents': 'yes'},
    steps={'tcp.connect': 'failed'},
)
