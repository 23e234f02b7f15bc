# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

LIMIT = ('table inet few { chain few { type filter hook forward priority 0;\n'
         '  ct state new tcp dport 587 ct count over 2 reject with tcp reset\n}\n}\n')

# The router turns it away, so that the server sees one less.
SCENARIO = Scenario(
    title='counted at the server: a firewall lets two at once through and resets the third',
    servers=lambda: [Postfix()],
    before=lambda lab: (awake(587)(lab), lab.network.router.nft(LIMIT)),
    args=smtp('--sessions', '3'),
    user=ALICE,
    cause='smtp-too-many-connections',
    verdict='warning',
    facts={'smtp.sessions.accepted': '2', 'smtp.sessions.ended': 'unconnected', 'smtp.limit.retry': 'works'},
    after=kept('manners-sessions-reset'),
    languages=(),
)
