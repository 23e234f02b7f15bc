# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A VPN whose end drops mail, while the line below it does not."""

from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def vpn(title, ports, port, **more):
    return Scenario(title=title, servers=lambda: [Postfix()], args=smtp(port=port), user=ALICE,
                    **({'before': lambda lab: lab.vpn(ports), 'cause': 'vpn-blocks-port',
                        'verdict': 'problem', 'steps': {'tcp.connect': 'failed'}} | more))


def blocked_below(lab):
    lab.vpn([1])
    lab.network.block([587])


OPEN = {'local.vpn': 'tun tun0', 'local.vpn.default_route': 'yes', 'local.vpn.beside': 'open',
        'local.vpn.beside_link': 'eth0'}
SCENARIOS = {
    'one': vpn('a VPN that drops 587', [587], 587, facts=OPEN,
               computer={'vpn': 'reason', 'firewall': ('unrelated', 'not-known')}),
    'all': vpn('a VPN that drops all mail', [25, 465, 587, 2525], 465, facts=OPEN),
    'through': vpn('a VPN that lets mail through', [25], 587, cause=None, verdict='ok', steps={},
                   facts={'local.vpn.beside': None}),
    # The VPN is innocent: the line below drops it as well.
    'below': vpn('the network behind the VPN drops the port', [], 587, before=blocked_below,
                 cause='port-blocked-by-network', facts={'local.vpn.beside': 'filtered'},
                 computer={'vpn': 'unrelated'}),
}
