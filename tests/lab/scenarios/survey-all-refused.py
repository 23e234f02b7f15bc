# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

SCENARIO = Scenario(
    title='nothing listens on any mail port',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.servers[0].stop(),
    args=['survey', 'smtp', HOST],
    cause='service-not-running',
    verdict='problem',
    facts={'port.25.state': 'refused', 'port.465.state': 'refused'},
    after=survey({(587, 'starttls', 'ipv4'): 'refused failed'}, None),
)
