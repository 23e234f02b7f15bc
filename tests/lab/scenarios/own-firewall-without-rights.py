# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody's rights: no rule may be read. What the kernel counts tells the own firewall from the network."""

from lablib.accounts import smtp
from lablib.firewalls import Iptables, Ufw
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def look(title, where, how, port=587, firewalls=(), **more):
    return Scenario(title=title, servers=lambda: [Postfix(), *firewalls],
                    before=lambda lab: where and lab.network.block([port], how, getattr(lab.network, where)),
                    args=smtp(port=port), rights=False, verdict='problem',
                    **({'cause': 'local-firewall-blocks', 'steps': {'tcp.connect': 'failed'}} | more))


def known(lab, report):
    """A command is offered, and nothing is claimed to have been read."""
    facts = report['facts']
    return [] if facts.get('local.firewall.rules') == 'not-readable' and facts.get(
        'local.firewall.command') else [f"{facts.get('local.firewall.rules')}, "
                                        f"{facts.get('local.firewall.command')}"]


HERE = {'tcp.answered_here': 'yes', 'local.firewall.rule': None}
SCENARIOS = {
    'drops': look('the client drops 587', 'client', 'drop', after=known),
    'resets': look('the client resets 465', 'client', 'reject with tcp reset', 465, facts=HERE),
    'prohibits': look('the client prohibits 587', 'client', 'reject with icmpx admin-prohibited',
                      facts=HERE),
    'ufw': look('ufw rejects 587', None, None, firewalls=(Ufw('ufw reject out 587/tcp'),),
                facts=HERE | {'local.firewall.command': 'ufw status numbered'}, after=known),
    'iptables': look('iptables drops 465', None, None, 465,
                     firewalls=(Iptables('iptables -A OUTPUT -p tcp --dport 465 -j DROP'),)),
    'network-drops': look('the network drops 587', 'router', 'drop', cause='port-blocked-by-network',
                          facts={'tcp.unsent': '0'}),
    'network-resets': look('the network resets 465', 'router', 'reject with tcp reset', 465,
                           cause=('service-not-running', 'port-blocked-by-network'),
                           facts={'tcp.answered_here': None}),
}
