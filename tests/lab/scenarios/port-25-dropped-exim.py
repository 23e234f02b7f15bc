# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='port 25 is dropped on the way, 465 and 587 live',
    servers=lambda: [Exim()],
    before=lambda lab: lab.network.block([25]),
    args=smtp(port=25),
    cause=('port-25-blocked', 'port-blocked-by-network'),
    verdict='problem',
    facts={'tcp.state': 'filtered'},
)
