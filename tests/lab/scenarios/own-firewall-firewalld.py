# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""firewalld on the client: a policy for what goes out, a direct rule, and a zone that is about what
comes in and must not be blamed."""

from lablib.accounts import ALICE, smtp
from lablib.firewalls import Firewalld
from lablib.postfix import Postfix
from lablib.scenario import Scenario

POLICY = ('firewall-offline-cmd --new-policy nomail',
          'firewall-offline-cmd --policy nomail --add-ingress-zone HOST',
          'firewall-offline-cmd --policy nomail --add-egress-zone ANY')


def firewalld(title, *commands, before=(), port=587, **more):
    return Scenario(title=title, servers=lambda: [Postfix(), Firewalld(*commands, before=before)],
                    args=smtp(port=port), user=ALICE,
                    **({'cause': 'local-firewall-blocks', 'verdict': 'problem',
                        'steps': {'tcp.connect': 'failed'}} | more))


OURS = {'local.firewall.owner': 'firewalld', 'local.firewall.rule_sure': 'yes'}
SCENARIOS = {
    'policy': firewalld(
        'a policy of firewalld rejects 587', before=(*POLICY,
            "firewall-offline-cmd --policy nomail --add-rich-rule 'rule port port=587 protocol=tcp reject'"),
        facts=OURS),
    'network': firewalld(
        'a policy of firewalld drops mail to one network', port=465, before=(*POLICY,
            "firewall-offline-cmd --policy nomail --add-rich-rule 'rule family=ipv4 destination "
            "address=44.128.9.0/24 port port=465 protocol=tcp drop'"), facts=OURS),
    'direct': firewalld(
        'a direct rule of firewalld drops 465', port=465, before=(
            'firewall-offline-cmd --direct --add-rule ipv4 filter OUTPUT 0 -p tcp --dport 465 -j DROP',),
        facts={'local.firewall.rule_sure': 'yes'}),
    'innocent': firewalld(
        'a zone of firewalld rejects the port from outside; the network drops it', "firewall-cmd "
        "--add-rich-rule 'rule port port=587 protocol=tcp reject'", before=(),
        cause='port-blocked-by-network',
        facts={'local.firewall.rule': None, 'local.firewalld.zone': 'public',
               'local.firewalld.rules': 'rule port port="587" protocol="tcp" reject'}),
}
SCENARIOS['innocent'].before = lambda lab: lab.network.block([587])
