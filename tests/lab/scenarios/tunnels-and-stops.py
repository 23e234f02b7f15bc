# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""VPNs: what they shut when they are down, what they shut when they are up, and when they are innocent."""

from lablib.accounts import ALICE, smtp
from lablib.firewalls import Iptables
from lablib.network import SERVER4
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.steps import sink


def on_client(*commands):
    return lambda lab: [lab.network.client.run(['sh', '-c', command]) for command in commands]


def tunnel(ports, way='', leave=False):
    """A tunnel with these ports dropped at its end and further rules of the router; leave: the default route
    stays where it was."""
    def before(lab):
        lab.vpn(ports)
        if leave:
            lab.network.client.run(['ip', 'route', 'del', 'default', 'dev', 'tun0'])
        if way:
            lab.network.router.nft('table inet way { chain way { type filter hook forward priority 0;\n'
                                   f'  {way}\n}}\n}}\n')
    return before


def then(*steps):
    return lambda lab: [step(lab) for step in steps]


def play(title, before, cause, verdict='problem', port=587, host='mail.example.net', servers=(), main=Postfix, **more):
    return Scenario(title=title, servers=lambda: [main(), *(make() for make in servers)], before=before,
                    args=smtp(port=port, host=host), cause=cause, verdict=verdict,
                    **({'user': ALICE if port != 25 else None} | more))


def stop(title, before, **more):
    return play(title, before, 'vpn-kill-switch', **({'computer': {'vpn': 'reason'}} | more))


CLIENT_TABLE = '''table inet mullvad {
  chain output { type filter hook output priority 0; policy drop;
    oif "lo" accept
    ip daddr 44.128.9.200 udp dport 51820 meta mark 0x6d6f6c65 accept
    oifname "wg0-mullvad" accept
    reject
  }
  chain input { type filter hook input priority 0; policy drop;
    iif "lo" accept
    ct state established,related accept
  }
}
'''
TUN_ONLY = ('iptables -A OUTPUT -o lo -j ACCEPT', 'iptables -A OUTPUT -o tun+ -j ACCEPT',
            'iptables -A OUTPUT -d 192.168.77.0/24 -j ACCEPT', 'iptables -A OUTPUT -p udp -m udp --dport 1194 -j ACCEPT',
            'iptables -A OUTPUT -p udp -m udp --dport 53 -j ACCEPT', 'iptables -P OUTPUT DROP')
HALVES = ('ip route add unreachable 0.0.0.0/1', 'ip route add unreachable 128.0.0.0/1')

SCENARIOS = {
    'mark-table': stop('a table for all without the mark of the VPN leads nowhere', on_client(
        'ip route add unreachable default table 51820', 'ip rule add not fwmark 0xca6c table 51820',
        'ip rule add table main suppress_prefixlength 0')),
    'rule-prohibits': stop('a routing rule prohibits what lacks the mark of the VPN',
                           on_client('ip rule add not fwmark 0x14d prohibit priority 1000')),
    'two-halves': stop('two routes for half the internet each lead nowhere', on_client(*HALVES)),
    'blackhole-both': stop('the tunnel is down, a black hole stands for both families',
                           on_client('ip route add blackhole default metric 1 table 53', 'ip rule add table 53',
                                     'ip -6 route add blackhole default metric 1'), port=465),
    'client-table': stop('the table of a VPN client lets nothing out but its tunnel, which is down',
                         lambda lab: lab.network.client.nft(CLIENT_TABLE)),
    'tun-only': stop('iptables let nothing out but by tun, which is gone', lambda lab: None, servers=[
        lambda: Iptables(*TUN_ONLY)]),
    'sink': stop('the client of a VPN runs, and its link over the line swallows everything', sink(
        'pvpnksintrf0', 'protonvpn-app'), host=SERVER4, facts={'local.vpn.stop.owner': 'Proton VPN'}),
    # No such client is known here: somebody may have laid the link for reasons of his own.
    'sink-own': stop('an administrator’s own link swallows everything', sink('ipv6leakintrf0'), host=SERVER4,
                     at_most=0.8, facts={'local.vpn.stop.owner': None}, computer={'vpn': 'possible'}),
    'sink-own-names': stop('the same, and the name servers lie behind it', sink('ipv6leakintrf0'),
                           at_most=0.8, computer={'vpn': 'possible'}),
    # Up, and in the way.
    'exit-25': play('the end of the tunnel drops 25 alone', tunnel([25]), 'vpn-blocks-port', port=25,
                    facts={'local.vpn.beside': 'open'}, computer={'vpn': 'reason'}),
    'exit-prohibits': play('the end of the tunnel forbids 587 and 465 openly', tunnel([1], (
        'iifname "tun0" tcp dport { 465, 587 } reject with icmpx admin-prohibited')), 'vpn-blocks-port',
        facts={'local.vpn.beside': 'open'}, computer={'vpn': 'reason'}),
    'split': play('only the network of the server goes through the tunnel, and 465 is dropped at its end', then(
        tunnel([465], leave=True), on_client('ip route add 44.128.9.0/25 dev tun0')), 'vpn-blocks-port', port=465,
        facts={'local.vpn.beside': 'open'}, computer={'vpn': 'reason'}),
    'small-tunnel': play('large packets get lost in the tunnel without a word', tunnel(
        [1], 'oifname "tun0" meta length > 1000 drop'), 'path-mtu-black-hole', port=465),
    # IPv6 and a VPN for IPv4 alone.
    'six-prohibited': play('the VPN client prohibits IPv6, the server has nothing else', then(
        tunnel([1]), on_client('ip -6 route replace prohibit default metric 1')),
        ('vpn-kill-switch', 'ipv6-broken'), host='six.example.net'),
    'six-both': play('the same with a server that has both', then(
        tunnel([1]), on_client('ip -6 route replace prohibit default metric 1')), (None, 'ipv6-broken'),
        ('ok', 'warning'), host='both.example.net'),
    # Up, and innocent.
    'stopped': play('a tunnel, and a server that does not run', tunnel([1]), 'service-not-running', port=465,
                    main=lambda: Postfix(ports={25: {}, 587: Postfix.PORTS[587]}),
                    facts={'local.vpn.beside': ('refused', None)}, computer={'vpn': 'unrelated'}),
    'both-ways': play('587 is dropped through the tunnel and around it', tunnel([1], 'tcp dport 587 drop'),
                      'port-blocked-by-network', facts={'local.vpn.beside': 'filtered'},
                      computer={'vpn': ('unrelated', 'possible')}),
    'works': play('a tunnel, and all goes well', tunnel([25]), None, 'ok', port=465,
                  computer={'vpn': 'unrelated'}),
}
