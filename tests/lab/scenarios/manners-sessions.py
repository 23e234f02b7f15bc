# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counted at the server: how many of ours are open at once where it or a firewall bears two."""

from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

LIMIT = ('table inet few { chain few { type filter hook forward priority 0;\n'
         '  ct state new tcp dport 587 ct count over 2 reject with tcp reset\n}\n}\n')


def third(name, title, ended, main=None, rules=None):
    def before(lab):
        awake(587)(lab)
        if rules is not None:
            lab.network.router.nft(rules)
    return Scenario(title=f'counted at the server: {title}', servers=lambda: [Postfix(main=main)], before=before,
                    args=smtp('--sessions', '3'), user=ALICE, cause='smtp-too-many-connections', verdict='warning',
                    facts={'smtp.sessions.accepted': '2', 'smtp.sessions.ended': ended, 'smtp.limit.retry': 'works'},
                    after=kept(f'manners-sessions-{name}'), languages=())


SCENARIOS = {
    'refused': third('refused', 'it bears two at once, three are asked for', 'reply',
                     main={'smtpd_client_connection_count_limit': '2'}),
    # The router turns it away, so that the server sees one less.
    'reset': third('reset', 'a firewall lets two at once through and resets the third', 'unconnected', rules=LIMIT),
}
