# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""This computer, as strangers set it up: firewalls, VPNs, local scanners, proxies and clocks as they are met."""

from lablib.accounts import ftp, smtp
from lablib.exim import Exim
from lablib.firewalls import Chrony, Firewalld, Iptables, Ufw
from lablib.helpers import Issue
from lablib.interception import Sslsplit
from lablib.network import ROUTER4, SERVER4
from lablib.postfix import Postfix
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.resolvers import in_hosts
from lablib.steps import client, play, portal, router, way
from lablib.clientside import ClamSmtp, OpenVpn, Redsocks, WgQuick, beyond
from lablib.vsftpd import Vsftpd
from lablib.web import Nginx
from lablib.webmore import Squid

ANY = ('ok', 'warning', 'problem', 'inconclusive')
BOTH = 'both.example.net'
FIREWALL, SCANNER = 'local-firewall-blocks', 'local-antivirus-intercepts'


def own(rules, hook='output', kind='filter', extra='', family='inet'):
    return lambda lab: lab.network.client.nft(
        f'table {family} laptop {{ {extra}\nchain {hook} {{ type {kind} hook {hook} priority '
        f'{"-100" if kind == "nat" else "filter"}; policy accept;\n{rules}\n}}\n}}\n')


def docker(*more):
    return Iptables('iptables -t nat -N DOCKER', 'iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
                    'iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER',
                    'iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
                    'iptables -N DOCKER', 'iptables -N DOCKER-USER', 'iptables -P FORWARD DROP',
                    'iptables -A FORWARD -j DOCKER-USER', 'iptables -A FORWARD -o docker0 -j DOCKER',
                    'iptables -A DOCKER-USER -j RETURN', *more)


def kill(lab):
    """The other end of the VPN goes away without a word."""
    next(server for server in lab.servers if isinstance(server, OpenVpn)).exit.kill()
    lab.network.router.nft('table inet gone { chain in { type filter hook input priority -5;\n  udp dport 1194 drop\n}\n}\n')


PORTAL = ('server { listen 80 default_server; location / { return 302 '
          'http://hotspot.hotel-adler.example/guest/s/default/?url=$http_host; } }')
ONLINE = 'server { listen 80 default_server; return 200 "NetworkManager is online\\n"; }'
SQUID_LOGIN = '''http_port 3128
auth_param basic program /bin/false
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all'''
MAN_WG_QUICK = ('PostUp = iptables -I OUTPUT ! -o %i -m mark ! --mark $(wg show %i fwmark) -m addrtype ! --dst-type LOCAL '
                '-j REJECT')
TOLD = ('iptables -A OUTPUT -p tcp --syn --dport 21 -m connlimit --connlimit-above 0 --connlimit-mask 32 -j REJECT '
        '--reject-with tcp-reset')

SCENARIOS = {
    # 1
    'cable-out': play('the cable is out, beside a network of containers', lambda: [Exim()], smtp(), 'offline', [
        client('ip link add docker0 type veth peer name inner', 'ip address add 172.17.0.1/16 dev docker0',
               'ip link set docker0 up; ip link set inner up'), router('ip link set clie down; sleep 2')]),
    'route-of-another': play('the only way out is for another source address', lambda: [Vsftpd()], ftp(host=SERVER4), 'offline',
                             client('ip route del default', 'ip -6 route flush default',
                                    f'ip route add default via {ROUTER4} table 100', 'ip rule add from 10.9.9.9 table 100')),
    # 12, 13
    'own-user': play('nftables: what root sends to 587 is refused', lambda: [Exim()], smtp(), FIREWALL,
                     own('  meta skuid 0 tcp dport { 25, 587 } counter reject')),
    'own-others-group': play('nftables: a rule about another control group, and the network drops 587', lambda: [Exim()],
                             smtp(), 'port-blocked-by-network',
                             [own('  meta cgroup 1048577 tcp dport 587 drop'), way('  iifname "clie" tcp dport 587 drop')]),
    'own-count': play('nftables: no connection to 465 may come about', lambda: [Postfix()], smtp(port=465), FIREWALL,
                      own('  tcp dport 465 ct state new ct count over 0 reject with tcp reset')),
    'own-connlimit': play('iptables: connlimit lets none out to 21', lambda: [Pureftpd(), Iptables(TOLD)], ftp(), FIREWALL),
    'own-map': play('nftables: a map of ports to verdicts', lambda: [Exim()], smtp(), FIREWALL,
                    own('  tcp dport vmap { 25 : drop, 135-139 : drop, 587 : goto refuse }',
                        extra='chain refuse { counter; reject with icmpx host-unreachable; }')),
    'own-beyond-home': play('nftables: TCP leaves the home for the web alone', lambda: [Proftpd()], ftp(), FIREWALL,
                            own('  ip daddr != 192.168.0.0/16 tcp dport != { 53, 80, 443 } drop')),
    'own-quota': play('nftables: a quota on 465 is used up', lambda: [Exim()], smtp(port=465), FIREWALL,
                      own('  tcp dport 465 quota over 10 bytes drop')),
    'own-before-rules': play('ufw: somebody wrote into before.rules', lambda: [Postfix(), Ufw(
        "sed -i '/^COMMIT/i -A ufw-before-output -p tcp --dport 587 -j DROP' /etc/ufw/before.rules && ufw reload")],
        smtp(), FIREWALL),
    'own-panic': play('firewalld: somebody switched the panic mode on', lambda: [Exim(), Firewalld(
        'firewall-cmd --panic-on')], smtp(port=465), FIREWALL),
    'own-direct': play('firewalld: an old direct rule refuses 990', lambda: [Vsftpd(implicit=True), Firewalld(
        'firewall-cmd --direct --add-rule ipv4 filter OUTPUT 0 -p tcp --dport 990 -j REJECT')], ftp(port=990), FIREWALL),
    'own-blocklist': play('nftables: the server’s network is in a list of bad ones', lambda: [Exim()], smtp(), FIREWALL,
                          own('  ip daddr @bad counter drop', extra='set bad { type ipv4_addr; flags interval; '
                              'elements = { 44.128.0.0/18, 100.64.0.0/10, 203.0.113.0/24 } }'),),
    'own-countries': play('nftables: what comes from some countries is dropped before all else', lambda: [Postfix()],
                          smtp(port=465), FIREWALL,
                          own('  ip saddr @foreign drop\n  ct state established,related accept', 'input',
                              extra=f'set foreign {{ type ipv4_addr; flags interval; elements = {{ {SERVER4}/31, '
                              '5.0.0.0/8 } }')),
    'own-fail2ban': play('this computer’s own fail2ban has banned the server', lambda: [Proftpd()], ftp(), FIREWALL,
                         own('  tcp dport 0-65535 ip saddr @addr-set-proftpd reject with icmp port-unreachable', 'input',
                             extra=f'set addr-set-proftpd {{ type ipv4_addr; elements = {{ {SERVER4} }} }}')),
    'own-six': play('nftables refuses 465 over IPv6 alone', lambda: [Exim()], smtp(port=465, host=BOTH),
                    (FIREWALL, 'ipv6-broken'), own('  meta nfproto ipv6 tcp dport 465 reject'), verdict='warning'),
    'docker-innocent': play('the rules of Docker are there, and the server does not run', lambda: [
        Postfix(ports={25: {}}), docker()], smtp(), 'service-not-running'),
    'ufw-innocent': play('ufw as it comes, and the network drops 587', lambda: [Exim(), Ufw()], smtp(),
                         'port-blocked-by-network', way('  iifname "clie" tcp dport 587 drop')),
    # 24
    'scanner-gone': play('rules of a scanner that was removed lead 587 to where nobody is', lambda: [Exim()], smtp(),
                         (SCANNER, FIREWALL), own('  tcp dport { 110, 143, 587 } redirect to :10587', kind='nat')),
    'redsocks': play('redsocks takes all that leaves, its proxy is not there', lambda: [Postfix(), Redsocks()],
                     smtp(port=465), (SCANNER, 'proxy-unreachable')),
    'clamsmtp-out': play('ClamSMTP takes 587 and passes it to where nobody is', lambda: [
        Exim(), ClamSmtp(587, '127.0.0.1:10999')], smtp(), SCANNER),
    'clamsmtp-strips': play('ClamSMTP stands in between and leaves STARTTLS out', lambda: [Postfix(), ClamSmtp(587)], smtp(),
                            (SCANNER, 'starttls-stripped')),
    # 14, 15
    'ovpn-full': play('OpenVPN for everything; its end drops 587', lambda: [Exim(), OpenVpn('redirect-gateway def1')],
                      smtp(), 'vpn-blocks-port', beyond('  iifname "tun0" tcp dport { 25, 465, 587 } drop')),
    'ovpn-dead': play('OpenVPN for everything; its end has gone', lambda: [Proftpd(), OpenVpn('redirect-gateway def1')],
                      ftp(host=SERVER4), ('vpn-blocks-port', 'vpn-kill-switch'), kill),
    'ovpn-dead-names': play('the same, and the name server lies behind it', lambda: [
        Exim(), OpenVpn('redirect-gateway def1')], smtp(), ('vpn-blocks-port', 'vpn-kill-switch'), kill),
    'ovpn-split': play('OpenVPN for the network of the server; its end resets 465', lambda: [
        Postfix(), OpenVpn('route 44.128.9.8 255.255.255.248')], smtp(port=465),
        'vpn-blocks-port', beyond('  iifname "tun0" tcp dport 465 reject with tcp reset')),
    'ovpn-innocent': play('OpenVPN for its own network; the line drops 587', lambda: [Exim(), OpenVpn()], smtp(),
                          'port-blocked-by-network', way('  iifname "clie" tcp dport 587 drop')),
    'ovpn-well': play('OpenVPN for everything, and all goes well', lambda: [Exim(), OpenVpn('redirect-gateway def1')],
                      smtp(port=465), None, verdict='ok'),
    'wg-dead': play('wg-quick for everything, and the other end never answers', lambda: [Vsftpd(), WgQuick(answers=False)],
                    ftp(host=SERVER4), ('vpn-blocks-port', 'vpn-kill-switch')),
    'wg-kill': play('what the manual of wg-quick advises, and wg0 was taken away', lambda: [
        Exim(), WgQuick(more=MAN_WG_QUICK)], smtp(host=SERVER4), 'vpn-kill-switch',
        client('ip link del wg0; ip rule del table main suppress_prefixlength 0 || :')),
    'wg-mail': play('wg-quick for everything; its end refuses mail openly', lambda: [Exim(), WgQuick()], smtp(port=465),
                    'vpn-blocks-port', beyond('  iifname "wg0" tcp dport { 25, 465, 587 } reject with icmpx admin-prohibited')),
    # 8
    'six-hosts': play('/etc/hosts leads the name home over IPv6 and out over IPv4', lambda: [Exim()], smtp(port=465),
                      ('name-points-here', 'ipv6-broken'), lambda lab: in_hosts(lab, f'::1 mail.example.net\n'
                                                                                f'{SERVER4} mail.example.net\n'),
                      verdict=ANY),
    'six-inside': play('IPv6 reaches the home alone, its addresses are of the home', lambda: [Exim()],
                       smtp(port=465, host=BOTH), (None, 'ipv6-broken'), [
                           client('ip -6 address flush dev eth0 scope global', 'ip -6 address add fd42:1:2:3::2/64 dev eth0 nodad',
                                  'ip -6 route replace default via fd42:1:2:3::1'),
                           router('ip -6 address add fd42:1:2:3::1/64 dev clie nodad'),
                           way('  meta nfproto ipv6 drop')], verdict=('ok', 'warning')),
    'six-only-lost': play('the server has IPv6 alone, and the line loses it', lambda: [Postfix()],
                          smtp(host='six.example.net'), ('ipv6-broken', 'connection-failed'),
                          way('  meta nfproto ipv6 drop')),
    # 21
    'hole-own': play('this computer drops all ICMP, and a link beyond is narrow', lambda: [Vsftpd()],
                     ftp('--upload'), 'path-mtu-black-hole', [
                         own('  meta l4proto icmp drop\n  ct state established,related accept', 'input'),
                         router('ip link set serv mtu 1200', 'ip link set clie gso_max_segs 1'),
                         client('ip link set eth0 gso_max_segs 1')]),
    'hole-starttls': play('large packets get lost on the way back from 587', lambda: [Exim()], smtp(),
                          'path-mtu-black-hole', way('  oifname "clie" tcp sport 587 meta length > 1100 drop')),
    # 22
    'lossy-own': play('a rule of this computer loses two of five packets to 465', lambda: [Exim()], smtp(port=465),
                      ('network-lossy', FIREWALL), own('  tcp dport 465 numgen inc mod 5 < 2 drop'), verdict=ANY),
    'lossy-fifth': play('every fourth packet gets lost both ways', lambda: [Exim()], smtp(), 'network-lossy',
                        lambda lab: lab.network.lose_every(4), verdict=ANY),
    # 26
    'clock-hours': play('the clock is six hours behind, the certificate is of today', lambda: [
        Issue('fresh', 'mail.example.net', begins=0), Postfix(certificate='fresh'),
        Nginx('server { listen 443 ssl; }', ports=(443,), certificate='fresh')], smtp('--reference', 'ftp.example.net', port=465),
        'clock-wrong', clock='-6h'),
    'clock-decade': play('the clock is ten years ahead, chrony reaches nobody', lambda: [Vsftpd(implicit=True), Chrony()],
                         ftp(port=990), ('clock-wrong', 'certificate-expired'), clock='+3650d', at_most=0.8),
    'clock-summer': play('the clock is an hour ahead, which harms nobody', lambda: [Exim()], smtp(), None,
                         verdict=('ok', 'warning'), clock='+1h'),
    # 19
    'hotel': play('a hotel wants a sign-in, and drops the rest', lambda: [
        Vsftpd(), Nginx(PORTAL, certificate='wrong-name', ports=(80,))], ftp(), 'captive-portal',
        [portal, way('  iifname "clie" meta l4proto tcp tcp dport != 80 drop')]),
    'hotel-signed-in': play('somebody has signed in, and the hotel drops 25', lambda: [
        Exim(), Nginx(ONLINE, ports=(80,))], smtp(port=25), 'port-25-blocked',
        [portal, way('  iifname "clie" tcp dport 25 drop')], user=None),
    # 20
    'proxy-login': play('the proxy wants a login, the rest is forbidden', lambda: [Exim(), Squid(SQUID_LOGIN)], smtp(),
                        'proxy-required', way('  iifname "clie" tcp dport != 3128 reject with icmpx admin-prohibited'),
                        proxy={'http_proxy': f'http://{SERVER4}:3128', 'HTTPS_PROXY': f'http://{SERVER4}:3128'}),
    'proxy-stale': play('a proxy of the last job stands in the environment, and mail goes its own way', lambda: [Exim()],
                        smtp(), None, proxy={'all_proxy': 'socks5://192.168.77.44:1080'}, verdict='ok'),
    # 36
    'av-unknown': play('a program of no known name reads along on 465, trusted here', lambda: [
        Exim(), Sslsplit('client', 'SurfShelter Local Root', trusted=True)], smtp(port=465), SCANNER, verdict='warning'),
    'av-files': play('Dr.Web reads along before a file server, trusted here', lambda: [
        Vsftpd(implicit=True), Sslsplit('client', 'Dr.Web for Linux CA', (990,), trusted=True)], ftp(port=990),
        SCANNER),
}
