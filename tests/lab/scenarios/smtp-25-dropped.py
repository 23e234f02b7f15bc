# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the network drops 25, as home lines do',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([25]),
    args=smtp(port=25),
    cause='port-25-blocked',
    verdict='problem',
    facts={'tcp.state': 'filtered', 'port.587.state': 'open'},
    steps={'tcp.connect': 'failed'},
)
