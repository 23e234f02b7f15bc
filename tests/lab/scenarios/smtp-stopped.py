# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the whole mail server is stopped, the host is alive',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.servers[0].stop(),
    args=smtp(),
    user=ALICE,
    cause='service-not-running',
    verdict='problem',
    facts={'tcp.state': 'refused', 'port.465.state': 'refused'},
    steps={'tcp.connect': 'failed'},
)
