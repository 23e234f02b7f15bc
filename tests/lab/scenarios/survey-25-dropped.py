# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

SCENARIO = Scenario(
    title='the network drops 25 alone, as home lines do: that is no matter',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([25]),
    args=['survey', 'smtp', HOST],
    cause=None,
    verdict='ok',
    facts={'port.25.state': 'filtered', 'survey.recommended.port': '465',
           'smtp.auth.outcome': 'not-tested'},
    after=survey({(25, 'starttls', 'ipv4'): 'filtered failed', (587, 'starttls', 'ipv4'): 'open ok'},
                 (465, 'tls', 'ipv4')),
)
