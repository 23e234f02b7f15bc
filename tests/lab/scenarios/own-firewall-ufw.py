# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ufw on the client, with rules as it writes them: its own, the network's, or both pass."""

from lablib.accounts import ALICE, smtp
from lablib.firewalls import Ufw
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def ufw(title, *commands, port=587, kind='nft', **more):
    return Scenario(title=title, servers=lambda: [Postfix(), Ufw(*commands, kind=kind)],
                    args=smtp(port=port), user=ALICE,
                    **({'cause': 'local-firewall-blocks', 'verdict': 'problem',
                        'steps': {'tcp.connect': 'failed'}} | more))


OURS = {'local.firewall.owner': 'ufw', 'local.firewall.rule_sure': 'yes',
        'local.firewall.rule_scope': 'some'}
SCENARIOS = {
    'rejects': ufw('ufw rejects 587', 'ufw reject out 587/tcp', facts=OURS | {
        'local.firewall.rule': 'ip filter ufw-user-output: reject '
                               '(-p tcp -m tcp --dport 587 -j REJECT --reject-with tcp-reset)'}),
    'denies': ufw('ufw drops a list of ports', 'ufw deny out 25,465,2525/tcp', port=465, facts=OURS | {
        'local.firewall.rule': 'ip filter ufw-user-output: drop '
                               '(-p tcp -m multiport --dports 25,465,2525 -j DROP)'}),
    'default': ufw('ufw lets out the web and names alone', 'ufw allow out 53', 'ufw allow out 80,443/tcp',
                   'ufw default deny outgoing', facts={
                       'local.firewall.rule': 'ip filter OUTPUT: drop (policy)',
                       'local.firewall.rule_sure': 'yes'}),
    'legacy': ufw('ufw over the old iptables', 'ufw reject out to any port 465 proto tcp', port=465,
                  kind='legacy', facts=OURS),
    'innocent': ufw('ufw is on and lets the port pass; the network drops it', 'ufw allow out 587/tcp',
                    'ufw deny out 25/tcp', before=lambda lab: lab.network.block([587]),
                    cause='port-blocked-by-network',
                    facts={'local.firewall': 'ufw, nftables', 'local.firewall.rule': None}),
    'passes': ufw('ufw is on and all goes well', 'ufw deny in 25/tcp', cause=None, verdict='ok', steps={}),
}
