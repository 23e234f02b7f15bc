# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

# Nothing at all comes back: no verdict over any port, but over host or path.
SCENARIO = Scenario(
    title='the network drops everything to the server',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block(['0-65535']),
    args=['survey', 'smtp', HOST],
    cause='connection-failed',
    verdict='problem',
    facts={'port.25.state': 'unknown', 'ports.open': '0', 'ports.refused': '0'},
    after=survey({(587, 'starttls', 'ipv4'): 'unknown failed'}, None),
)
