# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""This computer once more, as strangers have it: rules of odd kinds, tunnels that limp, proxies and clocks."""

from lablib.accounts import ftp, smtp
from lablib.exim import Exim
from lablib.firewalls import Firewalld, Iptables, Ufw
from lablib.helpers import Issue
from lablib.interception import Sslsplit
from lablib.network import NAMES4, ROUTER4, SERVER4
from lablib.postfix import Postfix
from lablib.proftpd import Proftpd
from lablib.proxy import Dante
from lablib.pureftpd import Pureftpd
from lablib.steps import client, play, portal, way
from lablib.clientside import OpenVpn, Redsocks, WgQuick, beyond
from lablib.vsftpd import Vsftpd
from lablib.web import Nginx

ANY = ('ok', 'warning', 'problem', 'inconclusive')
BOTH = 'both.example.net'
FIREWALL, SCANNER = 'local-firewall-blocks', 'local-antivirus-intercepts'
VPN, STOP = 'vpn-blocks-port', 'vpn-kill-switch'


def own(rules, hook='output', kind='filter', extra=''):
    return lambda lab: lab.network.client.nft(
        f'table inet desk {{ {extra}\nchain {hook} {{ type {kind} hook {hook} priority filter; policy accept;\n'
        f'{rules}\n}}\n}}\n')


SCRIPTED_PAGE = ('server { listen 80 default_server; default_type text/html; return 200 "<html><head><script>'
                 'location.replace(\\"http://login.campus.example/\\")</script></head><body>Bitte anmelden</body></html>"; }')
NO_MAIL = 'socks block {\n  from: 0.0.0.0/0 to: 0.0.0.0/0 port = 587\n}\n' + Dante.PASS
NOWHERE = client('ip link add eth1 type veth peer name socket', 'ip link set eth1 up; ip link set socket up',
                 'ip address add 10.1.1.20/24 dev eth1', 'ip route del default',
                 'ip route add default via 10.1.1.1 dev eth1 metric 50',
                 f'ip route add default via {ROUTER4} dev eth0 metric 600')

SCENARIOS = {
    'airplane': play('no link is left but the one to itself', lambda: [Exim()], smtp(port=465), 'offline',
                     client('ip link del eth0')),
    'wired-to-nowhere': play('a cable that leads nowhere comes before the line that works', lambda: [Vsftpd()],
                             ftp(host=SERVER4), ('offline', 'connection-failed', 'host-down'),
                             NOWHERE, verdict=ANY),
    'home-server-off': play('the file server at home is off', lambda: [Vsftpd()], ftp(host='192.168.77.50'), 'host-down'),
    'home-server-off-mail': play('the mail server of the office is off', lambda: [Vsftpd()],
                                 smtp(host='192.168.77.25', port=465), 'host-down'),
    'wired-to-nowhere-names': play('a cable that leads nowhere comes first, and the names lie behind it', lambda: [Exim()],
                                   smtp(), 'offline', NOWHERE),
    'own-group': play('nftables: one group of users may go out', lambda: [Exim()], smtp(), FIREWALL,
                      own('  oif "lo" accept\n  udp dport 53 accept\n  meta skgid 1500 accept\n'
                          '  meta l4proto tcp reject with tcp reset')),
    'own-not-me': play('iptables drops what others than root send; the line drops 587', lambda: [
        Exim(), Iptables('iptables -A OUTPUT -p tcp --dport 587 -m owner ! --uid-owner 0 -j DROP')], smtp(),
        'port-blocked-by-network', way('  iifname "clie" tcp dport 587 drop')),
    'own-string': play('iptables drops what says EHLO', lambda: [Postfix(), Iptables(
        'iptables -A OUTPUT -p tcp --dport 25 -m string --string EHLO --algo bm -j DROP')], smtp(port=25),
        (FIREWALL, 'connection-lost'), user=None),
    'own-length': play('iptables drops large packets to the file server', lambda: [Vsftpd(), Iptables(
        'iptables -A OUTPUT -p tcp -m length --length 1200:65535 -j DROP')], ftp('--upload'),
        ('path-mtu-black-hole', FIREWALL), client('ip link set eth0 gso_max_segs 1')),
    'own-names': play('nftables lets questions for names go to one server alone', lambda: [Exim()], smtp(port=465), FIREWALL,
                      own('  meta l4proto { tcp, udp } th dport 53 ip daddr != 9.9.9.9 reject')),
    'own-zone': play('firewalld has the card in its zone "drop", which harms nothing that goes out', lambda: [
        Exim(), Firewalld('firewall-cmd --zone=drop --change-interface=eth0')], smtp(port=465), None, verdict='ok'),
    'own-logged': play('ufw rejects 21 and logs it', lambda: [Pureftpd(), Ufw('ufw reject out log-all 21/tcp')], ftp(),
                       FIREWALL),
    'own-two-kinds': play('the old iptables drops 465 beside a firewalld that does not', lambda: [
        Postfix(), Iptables('iptables -I OUTPUT -p tcp -m tcp --dport 465 -j DROP', kind='legacy')],
        smtp(port=465), FIREWALL, own('  tcp dport 465 counter accept')),
    # 14, 15
    'wg-stop': play('a rule lets nothing out beside wg0, whose other end is gone', lambda: [
        Proftpd(), WgQuick(answers=False)], ftp(host=SERVER4), (STOP, VPN, 'connection-failed'),
        own('  oifname { "lo", "wg0" } accept\n  meta mark 51820 accept\n  reject with icmpx admin-prohibited'), at_most=0.8),
    'ovpn-narrow': play('the tunnel of OpenVPN loses large packets', lambda: [Postfix(), OpenVpn('redirect-gateway def1')],
                        smtp(port=465), 'path-mtu-black-hole', beyond('  oifname "tun0" meta length > 1100 drop')),
    'ovpn-names': play('a rule against leaks stops the questions beside the tunnel', lambda: [
        Exim(), OpenVpn('route 44.128.9.10 255.255.255.255')], smtp(), (FIREWALL, STOP),
        own('  oifname != { "lo", "tun0" } udp dport 53 drop\n  oifname != { "lo", "tun0" } tcp dport 53 drop')),
    'ovpn-files': play('OpenVPN for everything; its end forbids 21 openly', lambda: [
        Pureftpd(), OpenVpn('redirect-gateway def1')], ftp(), VPN,
        beyond('  iifname "tun0" tcp dport 21 reject with icmp admin-prohibited')),
    'wg-stopped': play('wg-quick is up, and the server does not run', lambda: [
        Postfix(ports={25: {}}), WgQuick()], smtp(), 'service-not-running'),
    # 8
    'four-none': play('IPv6 alone leads out, and the server has IPv4 alone', lambda: [Exim()], smtp(port=465),
                      'ipv6-broken', client('ip route del default', f'ip route add {NAMES4} via {ROUTER4}')),
    'six-not-served': play('the server listens on IPv4 alone, its name has both', lambda: [Exim()], smtp(host=BOTH),
                           'ipv6-broken', lambda lab: lab.network.server.nft(
                               'table ip6 shut { chain in { type filter hook input priority 0;\n'
                               '  tcp dport 587 reject with tcp reset\n}\n}\n'), verdict='warning'),
    # 22
    'lossy-half': play('every other packet gets lost', lambda: [Vsftpd(implicit=True)], ftp(port=990),
                       ('network-lossy', 'connection-failed'), lambda lab: lab.network.lose_every(3), verdict=ANY),
    # 26
    'clock-just-over': play('the clock is three days ahead, the certificate ends tomorrow', lambda: [
        Issue('short', 'mail.example.net', ends=1), Exim(certificate='short')], smtp(), 'clock-wrong', clock='+3d'),
    'clock-year': play('the clock is thirteen months behind', lambda: [Exim()], smtp(), 'clock-wrong', clock='-400d'),
    # 19
    'campus': play('a campus leads on by a script in its page', lambda: [
        Postfix(), Nginx(SCRIPTED_PAGE, certificate='wrong-name', ports=(80,))], smtp(), 'captive-portal',
        [portal, way('  iifname "clie" meta l4proto tcp tcp dport != 80 reject with icmp port-unreachable')]),
    # 20
    'proxy-here': play('the proxy is a program on this computer that does not run, and the line drops all', lambda: [Exim()],
                       smtp(), ('proxy-required', 'proxy-unreachable'), way('  iifname "clie" meta l4proto tcp drop'),
                       proxy={'http_proxy': 'http://127.0.0.1:3128', 'https_proxy': 'http://127.0.0.1:3128'}),
    'proxy-tls': play('a proxy that is reached over TLS, and the line drops the rest', lambda: [Proftpd()], ftp(),
                      'proxy-required', way('  iifname "clie" meta l4proto tcp tcp dport != 3129 drop'),
                      proxy={'https_proxy': f'https://{SERVER4}:3129'}),
    'redsocks-forbids': play('redsocks takes all that leaves, and its proxy forbids 587', lambda: [
        Exim(), Dante(NO_MAIL), Redsocks()], smtp(), (SCANNER, 'proxy-required')),
    # 36
    'av-starttls': play('Kaspersky reads along behind STARTTLS, its authority was not added', lambda: [
        Postfix(), Sslsplit('client', 'Kaspersky Anti-Virus Personal Root Certificate', (465,))], smtp(port=465), SCANNER),
    'box-zscaler': play('Zscaler reads along in the network, its authority is trusted here', lambda: [
        Exim(), Sslsplit('router', 'Zscaler Root CA', trusted=True)], smtp(port=465),
        ('tls-intercepted-by-network', SCANNER), verdict=ANY),
}
