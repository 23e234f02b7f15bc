# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='port 465 is dropped on the way',
    servers=lambda: [Exim()],
    before=lambda lab: lab.network.block([465]),
    args=smtp(port=465),
    user=ALICE,
    cause='port-blocked-by-network',
    verdict='problem',
    facts={'tcp.state': 'filtered'},
)
