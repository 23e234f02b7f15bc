# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

SCENARIO = Scenario(
    title='the network drops 465: 587 with STARTTLS is the one to take',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([465]),
    args=['survey', 'smtp', HOST],
    user=ALICE,
    cause=None,
    verdict='ok',
    facts={'port.465.state': 'filtered', 'survey.recommended.port': '587', 'smtp.auth.outcome': 'ok'},
    after=survey({(465, 'tls', 'ipv4'): 'filtered failed', (587, 'starttls', 'ipv4'): 'open ok',
                  (2525, 'starttls', 'ipv4'): 'refused failed'}, (587, 'starttls', 'ipv4')),
)
