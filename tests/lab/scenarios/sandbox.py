# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside the walls of a Flatpak: what cannot be seen from there is said with each thing, and nothing that
is not seen counts as absent."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.firewalls import Walls
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def inside(title, server=Postfix, **more):
    return Scenario(title=title, servers=lambda: [server(), Walls()], sandbox=True, facts={
        'local.sandbox': 'flatpak', 'local.sandbox.hides': 'programs rules services',
        'local.firewall.rule': None, 'local.antivirus': 'not-known'} | more.pop('seen', {}), **more)


def no_absence(lab, report):
    """Row by row, in words."""
    rows = {row['id']: row['bearing'] or '' for row in report['computer']}
    return [f'{name}: {rows.get(name)!r}' for name in ('firewall', 'antivirus')
            if 'inside' not in rows.get(name, '')]


UNSEEN = {'firewall': 'not-known', 'antivirus': 'not-known', 'sandbox': 'not-known'}
SCENARIOS = {
    'look': inside('a look at this computer', args=['environment', 'mail.example.net'], cause=None, verdict='ok',
                   computer=UNSEEN, after=no_absence),
    # The kernel counts for everybody what does not get out; whose rule it is cannot be read.
    'own-firewall': inside('its own firewall drops the port', args=smtp(), user=ALICE, verdict='problem',
                           before=lambda lab: lab.network.block([587], 'drop', lab.network.client),
                           cause='local-firewall-blocks', at_most=0.9, computer={'firewall': 'reason'}),
    'network': inside('the network drops the port', Exim, args=smtp(port=465), user=ALICE, verdict='problem',
                      before=lambda lab: lab.network.block([465]), cause='port-blocked-by-network',
                      computer={'antivirus': 'not-known'}),
    'vpn': inside('a VPN drops the port: its link is seen from inside', args=smtp(), user=ALICE,
                  verdict='problem', before=lambda lab: lab.vpn([587]), cause='vpn-blocks-port',
                  seen={'local.vpn': 'tun tun0', 'local.vpn.default_route': 'yes'},
                  computer={'vpn': ('reason', 'possible')}),
}
