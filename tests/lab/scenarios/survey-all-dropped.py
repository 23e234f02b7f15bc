# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

# The refusal of 443 shows that the host is there: so it is the ports, not the way.
SCENARIO = Scenario(
    title='the network drops every mail port',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([25, 465, 587, 2525]),
    args=['survey', 'smtp', HOST],
    user=ALICE,
    cause='port-blocked-by-network',
    verdict='problem',
    facts={'port.25.state': 'filtered', 'port.465.state': 'filtered', 'smtp.auth.outcome': 'not-tested'},
    after=survey({(587, 'starttls', 'ipv4'): 'filtered failed'}, None),
)
