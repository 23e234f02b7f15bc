# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='nothing listens on 587, the other mail ports answer',
    servers=lambda: [Postfix(ports={p: o for p, o in Postfix.PORTS.items() if p != 587})],
    args=smtp(),
    user=ALICE,
    cause='service-not-running',
    verdict='problem',
    facts={'tcp.state': 'refused', 'port.465.state': 'open'},
    steps={'tcp.connect': 'failed'},
)
