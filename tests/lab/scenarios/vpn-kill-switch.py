# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tunnel is gone, and the VPN program lets nothing out beside it: by a route, by rules of its own
table, or as the manual of wg-quick says."""

from lablib.accounts import ALICE, smtp
from lablib.firewalls import Iptables
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def closed(title, *commands, rules='', firewalls=(), **more):
    def before(lab):
        for command in commands:
            lab.network.client.run(['sh', '-c', command])
        if rules:
            lab.network.client.nft(rules)
    return Scenario(title=title, servers=lambda: [Postfix(), *firewalls], before=before, args=smtp(),
                    user=ALICE, **({'cause': 'vpn-kill-switch', 'verdict': 'problem',
                                    'steps': {'tcp.connect': 'failed'}} | more))


# Names must be answered, or nothing is tried at all: these programs run a resolver of their own.
MULLVAD = '''table inet mullvad {
  chain output { type filter hook output priority filter; policy drop;
    oif "lo" accept
    ct state established accept
    udp dport { 53, 67 } accept
    oifname "wg0-mullvad" accept
    reject
  }
}
'''
TUNNEL_ONLY = '''table inet vpnlock {
  chain out { type filter hook output priority 0; policy accept;
    oifname != { "lo", "tun0" } udp dport != 53 drop
    oifname != { "lo", "tun0" } meta l4proto tcp drop
  }
}
'''
EVERYTHING = {'local.firewall.rule_scope': 'everything', 'local.firewall.rule_sure': 'yes'}
SCENARIOS = {
    'prohibit': closed('a prohibit route', 'ip route add 44.128.9.53 via 192.168.77.1',
                       'ip route del default', 'ip route add prohibit default', 'ip -6 route del default'),
    'blackhole': closed('a blackhole route in a table of its own',
                        'ip route add blackhole default table 900', 'ip -6 route del default',
                        'ip rule add to 44.128.9.10 lookup 900 priority 100'),
    'unreachable': closed('an unreachable route', 'ip route add unreachable 44.128.9.10/32',
                          'ip -6 route del default'),
    'mullvad': closed('rules in a table that a VPN program is known by', rules=MULLVAD,
                      facts=EVERYTHING | {'local.firewall.owner': 'Mullvad',
                                          'local.firewall.lets_out': 'wg0-mullvad'}),
    'tunnel-only': closed('rules that let out by a tunnel that is gone', rules=TUNNEL_ONLY,
                          facts=EVERYTHING | {'local.firewall.lets_out': 'tun0'}),
    'wg-quick': closed('what the manual of wg-quick advises', firewalls=(Iptables(
        *(f'{tool} -I OUTPUT ! -o wg0 -p tcp -m mark ! --mark 51820 -m addrtype ! --dst-type LOCAL '
          '-j REJECT' for tool in ('iptables', 'ip6tables'))),),
                       facts=EVERYTHING | {'local.firewall.lets_out': 'wg0'}),
    # The same look from outside, and no VPN in sight.
    'shut': closed('rules that let nothing out at all', rules='table inet shut { chain out { type filter '
                   'hook output priority 0; policy drop; oif "lo" accept; udp dport 53 accept; }; }\n',
                   cause='local-firewall-blocks', facts=EVERYTHING | {'local.firewall.lets_out': None}),
}
