# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import SERVER4
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='this computer has no route',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.client.run(['ip', 'link', 'set', 'eth0', 'down']),
    args=smtp(host=SERVER4),
    user=ALICE,
    cause='offline',
    verdict='problem',
    facts={'tcp.state': 'unreachable', 'tcp.errno': 'ENETUNREACH'},
    steps={'tcp.connect': 'failed'},
)
