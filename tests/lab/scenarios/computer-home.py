# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""This computer and its own network: servers at home, routes of users, tunnels that crashed."""

from lablib.accounts import ftp, smtp
from lablib.clientside import OpenVpn, beyond
from lablib.exim import Exim
from lablib.network import NAMES4, ROUTER4, SERVER4
from lablib.postfix import Postfix
from lablib.pureftpd import Pureftpd
from lablib.resolvers import use_names
from lablib.steps import client, play
from lablib.vsftpd import Vsftpd

FIREWALL, STOP, VPN = 'local-firewall-blocks', 'vpn-kill-switch', 'vpn-blocks-port'
NO_SIX = 'ip -6 route flush default'


def own(rules, hook='output', priority='filter'):
    return lambda lab: lab.network.client.nft(
        f'table inet {hook}{priority} {{ chain c {{ type filter hook {hook} priority {priority}; policy accept;\n{rules}\n}}\n}}\n')


def crash(lab):
    lab.network.client.run(['sh', '-c', 'kill -9 $(pidof openvpn); sleep 1'])


SCENARIOS = {
    'tunnel-crashed': play('OpenVPN had replaced the way out, and crashed', lambda: [Exim(), OpenVpn('redirect-gateway')],
                           smtp(host=SERVER4), ('offline', STOP), [client(NO_SIX), crash]),
    'by-user': play('a routing rule forbids everything to one user', lambda: [Exim()], smtp(), (STOP, FIREWALL),
                    client('ip rule add uidrange 0-0 prohibit priority 500')),
    'prohibit-last': play('a prohibit route of last resort stands behind the way out', lambda: [Exim()], smtp(), None,
                          client('ip route add prohibit default metric 9999'), verdict='ok'),
    'card-alone': play('a rule for the card, and mail goes by a tunnel whose end drops it', lambda: [
        Postfix(), OpenVpn('route 44.128.9.10 255.255.255.255')], smtp(port=465), VPN,
        [own('  oifname "eth0" tcp dport { 25, 465, 587 } drop'), beyond('  iifname "tun0" tcp dport 465 drop')]),
    'untracked': play('what is not tracked does not go out, and mail is not tracked', lambda: [Exim()], smtp(), FIREWALL, [
        own('  tcp dport 587 notrack', priority='raw'), own('  ct state untracked tcp dport 587 drop')]),
    'router-drops': play('the router is asked for FTP and stays silent', lambda: [Vsftpd()], ftp(host=ROUTER4),
                         ('connection-failed', 'address-banned', 'port-blocked-by-network'),
                         lambda lab: lab.network.router.nft('table inet shut { chain in { type filter hook input priority 0;\n'
                                                            '  meta l4proto tcp drop\n}\n}\n'), at_most=0.8),
    'router-refuses': play('the router has no mail service', lambda: [Vsftpd()], smtp(host=ROUTER4, port=465),
                           'service-not-running'),
    'private-elsewhere': play('an address of another office, and the router knows no way', lambda: [Vsftpd()],
                              ftp(host='10.99.99.99'), ('connection-failed', 'dns-split-view', 'host-down', 'offline'),
                              at_most=0.8),
    'home-six-off': play('a file server at home with IPv6 is off', lambda: [Vsftpd()], ftp(host='2a0e:97c0:77::50'),
                         'host-down'),
    'gateway-off': play('the router is off, its switch is not', lambda: [Pureftpd()], ftp(), 'offline',
                        client('ip route replace default via 192.168.77.254', NO_SIX)),
    'gateway-off-address': play('the same, and a server by its address', lambda: [Pureftpd()], ftp(host=SERVER4),
                                'offline', client('ip route replace default via 192.168.77.254', NO_SIX)),
    'names-at-home-off': play('the name server at home is off', lambda: [Exim()], smtp(), 'dns-resolver-unreachable',
                              lambda lab: use_names(lab, '192.168.77.53')),
    'names-one-way': play('names are answered, and the way to the server leads to a router that is off', lambda: [Exim()],
                          smtp(port=465), ('offline', 'connection-failed', 'host-down'), client(
                              f'ip route add {NAMES4} via {ROUTER4}', 'ip route replace default via 192.168.77.254', NO_SIX)),
}
