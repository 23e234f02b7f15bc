# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, BOB, SMTP_STEPS
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

SCENARIO = Scenario(
    title='no port named, 587 dropped: the check goes on over 465',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.block([587]),
    args=['check', 'smtp', HOST, '--to', BOB],
    user=ALICE,
    cause='port-blocked-by-network',
    verdict='warning',
    facts={'tcp.port': '587', 'tcp.state': 'filtered', 'survey.adopted': 'yes',
           'survey.recommended.port': '465', 'tls.mode': 'implicit', 'smtp.auth.outcome': 'ok'},
    steps=SMTP_STEPS | {'smtp.rcpt': 'ok'},
    after=survey({(465, 'tls', 'ipv4'): 'open ok'}, (465, 'tls', 'ipv4')),
)
