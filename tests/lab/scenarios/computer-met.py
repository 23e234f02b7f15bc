# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""This computer, the names and the domains, a third time: as a help desk meets them, with rules, resolvers
and records that other scenarios do not have."""

from lablib.accounts import BOB, ftp, smtp
from lablib.dnssec import Dnssec, tlsa
from lablib.domains import LIST, domain
from lablib.exim import Exim
from lablib.firewalls import Firewalld, Iptables, Ufw
from lablib.helpers import Issue
from lablib.interception import Sslsplit
from lablib.network import HOST, NAMES4, SERVER4
from lablib.postfix import Postfix
from lablib.proftpd import Proftpd
from lablib.proxy import PORT, Tinyproxy
from lablib.pureftpd import Pureftpd
from lablib.resolvers import (FIRST4, NOBODY4, SECOND4, Bind, Dnsmasq, Nsd, PdnsRecursor, Signed,
                              SystemdResolved, Unbound, silent, use_names)
from lablib.steps import client, play
from lablib.vsftpd import Vsftpd
from lablib.web import Nginx
from lablib.webmore import Squid

ANY = ('ok', 'warning', 'problem', 'inconclusive')
LINDEN = 'lindenhof.example.com'
POST = f'smtp.{LINDEN}'
FILES = f'files.{LINDEN}'


class Search(Bind):
    """A provider's: what does not exist is at its search page."""

    def launch(self, text):
        self.node.write('/run/search.zone', '$TTL 60\n@ IN SOA ns. admin. 1 3600 600 86400 60\n@ IN NS ns.\n'
                        '* IN A 44.128.9.11\n')
        super().launch('zone "." { type redirect; file "/run/search.zone"; };')


def own(rules):
    return lambda lab: lab.network.client.nft(rules)


def way(rules):
    return lambda lab: lab.network.router.nft(
        f'table inet between {{ chain way {{ type filter hook forward priority 0;\n{rules}\n}}\n}}\n')


def nobody(net):
    """What goes to this net gets lost in the provider's network."""
    return lambda lab: lab.network.router.run(['ip', 'route', 'add', 'blackhole', net])


def names(*servers):
    return lambda lab: use_names(lab, *servers)


def sign_in(lab):
    lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n')
    lab.network.router.nft('table ip hotspot { chain in { type nat hook prerouting priority -100;\n'
                           f'  iifname "clie" tcp dport 80 dnat to {SERVER4}\n}}\n}}\n')


LINDEN_ZONE = (f'{LINDEN}. MX 10 {POST}.\n{LINDEN}. TXT "v=spf1 mx -all"\n{POST}. A {SERVER4}\n'
               f'{FILES}. A {SERVER4}\n')
MAILBLOCK = '''table inet office {
  set mailports { type inet_service; elements = { 25, 465, 587 } }
  chain forward { type filter hook forward priority filter; policy drop; }
  chain to_outside {
    tcp dport @mailports counter log prefix "mail: " reject with icmpx admin-prohibited
  }
  chain output { type filter hook output priority filter; policy accept;
    oif "lo" accept
    ct state established,related accept
    jump to_outside
  }
}
'''
ALLOWED_ONLY = '''table inet filter {
  chain input { type filter hook input priority 0; policy drop;
    iif "lo" accept
    ct state { established, related } accept
    meta l4proto { icmp, ipv6-icmp } accept
  }
  chain output { type filter hook output priority 0; policy drop;
    oif "lo" accept
    ct state { established, related } accept
    meta l4proto { icmp, ipv6-icmp } accept
    udp dport { 53, 67, 123 } accept
    tcp dport { 22, 53, 80, 443, 993 } accept
    counter
  }
}
'''
LOCKED = ('firewall-offline-cmd --new-policy lockdown', 'firewall-offline-cmd --policy lockdown --add-ingress-zone HOST',
          'firewall-offline-cmd --policy lockdown --add-egress-zone ANY',
          'firewall-offline-cmd --policy lockdown --add-service dns --add-service http --add-service https',
          'firewall-offline-cmd --policy lockdown --set-target REJECT')
HOTSPOT = 'server { listen 80 default_server; return 307 https://wlan.bahnhof.example/anmelden?next=$host; }'
SQUID = '''http_port 3128
acl SSL_ports port 443 993
acl CONNECT method CONNECT
http_access deny CONNECT !SSL_ports
http_access allow all'''
DESKTOP = f'''[system/proxy]
mode='manual'
[system/proxy/http]
host='{SERVER4}'
port={PORT}
[system/proxy/https]
host='{SERVER4}'
port={PORT}
'''
STS = f'''server {{ listen 443 ssl; server_name mta-sts.{LINDEN};
location /.well-known/ {{ default_type text/plain;
return 200 "version: STSv1\\r\\nmode: enforce\\r\\nmx: mx1.oldhost.example.com\\r\\nmax_age: 604800\\r\\n"; }} }}'''
SIGNED = 'dell.example'

SCENARIOS = {
    # 1
    'no-lease': play('nobody gave this computer an address: it has one of its own making', lambda: [Vsftpd()], ftp(),
                     'offline', client('ip address flush dev eth0', 'ip address add 169.254.33.7/16 dev eth0',
                                       'ip route flush table main; ip -6 route flush table main || :')),
    # 2
    'names-two-silent': play('both name servers are silent', lambda: [Exim()], smtp(port=465),
                             'dns-resolver-unreachable',
                             [lambda lab: silent(lab, NOBODY4, SECOND4), names(NOBODY4, SECOND4)]),
    'names-router': play('the router is the name server, and it runs none', lambda: [Vsftpd()], ftp(),
                         'dns-resolver-unreachable', names('192.168.77.1')),
    # 3
    'misspelt': play('smpt for smtp', lambda: [Dnsmasq(), Exim()], smtp(host=f'smpt.{LINDEN}'), 'domain-not-found',
                     records=LINDEN_ZONE),
    # 4
    'domain-for-host': play('the domain in place of its server: it has mail and no address', lambda: [Unbound(), Exim()],
                            smtp(host=LINDEN, port=465), 'dns-no-address', records=LINDEN_ZONE),
    # 5
    'signatures-ended': play('the signatures of the zone have ended', lambda: (lambda zone: [
        zone, Unbound(lambda: f'  trust-anchor: "{zone.key}"'), Vsftpd()])(
            Signed(SIGNED, f'ftp A {SERVER4}\n', spoil=('expired',))), ftp(host=f'ftp.{SIGNED}'), 'dns-failure'),
    'lame': play('the name server of the zone was never told of it', lambda: [
        Nsd('gable.example', f'smtp.gable.example. A {SERVER4}\n', holds=False), PdnsRecursor(), Exim()],
        smtp(host='smtp.gable.example'), 'dns-failure'),
    # 6
    'search-page': play('the provider leads names that do not exist to its search page', lambda: [
        Search(),
        Nginx('server { listen 44.128.9.11:80; return 200 "Did you mean"; }\n'
              'server { listen 44.128.9.10:80; return 200 "NetworkManager is online\\n"; }', ports=(80,))],
        smtp(host='smtp.lindenhoff.example.com', port=465), 'dns-answers-rewritten',
        records=f'{LINDEN_ZONE}nmcheck.gnome.org. A {SERVER4}\n'),
    # 7
    'vpn-inside': play('the name server of a VPN leads the mail server inside, where nothing answers', lambda: [
        Dnsmasq(f'address=/{LINDEN}/10.44.0.9', alone=False), Exim(),
        SystemdResolved({'tun0': (FIRST4, LINDEN), 'eth0': (NAMES4, None)})], smtp(host=POST, port=465),
        'dns-split-view', nobody('10.0.0.0/8'), records=LINDEN_ZONE),
    'private-published': play('the public name of a file server has an address of somebody’s home', lambda: [Vsftpd()],
                              ftp(host=f'nas.{LINDEN}'), 'dns-split-view', nobody('192.168.178.0/24'),
                              records=f'nas.{LINDEN}. A 192.168.178.20\n'),
    # 8
    'ipv6-files': play('the line loses all IPv6, and the file server has both', lambda: [Proftpd()],
                       ftp(host='both.example.net'), 'ipv6-broken', way('  meta nfproto ipv6 meta l4proto tcp drop'), verdict='warning'),
    'ipv6-no-route': play('the router has no way for IPv6 and says so', lambda: [Postfix()],
                          smtp(host='both.example.net', port=465), 'ipv6-broken',
                          way('  iifname "clie" meta nfproto ipv6 reject with icmpv6 no-route'), verdict='warning'),
    # 12, 13
    'own-set': play('nftables: a set of mail ports, in a chain that is jumped to', lambda: [Exim()], smtp(port=465),
                    'local-firewall-blocks', own(MAILBLOCK)),
    'own-allowed-only': play('nftables: out goes only what is listed, and 587 is not', lambda: [Postfix()], smtp(),
                             'local-firewall-blocks', own(ALLOWED_ONLY)),
    'own-owner': play('iptables: a hosting panel lets nobody but the mail server send on 25', lambda: [
        Exim(), Iptables('iptables -N SMTP_BLOCK', 'iptables -A OUTPUT -p tcp -m multiport --dports 25 -j SMTP_BLOCK',
                         'iptables -A SMTP_BLOCK -o lo -j RETURN',
                         'iptables -A SMTP_BLOCK -m owner --uid-owner 8 -j RETURN',
                         'iptables -A SMTP_BLOCK -j DROP', kind='legacy')],
        smtp(port=25), 'local-firewall-blocks', user=None),
    'own-files': play('iptables: a guide for hardening rejects FTP', lambda: [
        Vsftpd(), Iptables('iptables -A OUTPUT -p tcp -m multiport --dports 20:21,23 -m comment --comment "cleartext" '
                           '-j REJECT --reject-with icmp-host-prohibited')], ftp(), 'local-firewall-blocks'),
    'own-ufw': play('ufw: mail is denied on the one card', lambda: [
        Exim(), Ufw("ufw allow out 443/tcp", "ufw deny out on eth0 to any port 465,587 proto tcp comment 'no mail'")],
        smtp(port=587), 'local-firewall-blocks'),
    'own-firewalld': play('firewalld: a policy lets out names and the web alone', lambda: [
        Postfix(), Firewalld(before=LOCKED)], smtp(port=465), 'local-firewall-blocks'),
    # 9, 10
    'way-25': play('a provider resets 25, the other ports of the server live', lambda: [Postfix()], smtp(port=25),
                   ('port-25-blocked', 'service-not-running'), way('  iifname "clie" tcp dport 25 reject with tcp reset'),
                   user=None, at_most=0.8),
    'way-files': play('the firewall of the office drops 21, 990 lives', lambda: [Vsftpd(implicit=True)], ftp(),
                      'port-blocked-by-network', way('  iifname "clie" tcp dport 21 drop')),
    # 14
    'kill-ufw': play('ufw lets out what goes into the tunnel, and there is none', lambda: [
        Exim(), Ufw('ufw allow out 53/udp', 'ufw allow out on tun0', 'ufw allow out to 203.0.113.40 port 1194 proto udp',
                    'ufw default deny outgoing')], smtp(), 'vpn-kill-switch'),
    # 15
    'vpn-mail': play('the exit of the VPN drops all mail ports', lambda: [Exim()], smtp(port=465), 'vpn-blocks-port',
                     lambda lab: lab.vpn([25, 465, 587, 2525])),
    # 19
    'station': play('the WLAN of a station wants a click first, and forbids 587', lambda: [
        Nginx(HOTSPOT, certificate='wrong-name', ports=(80,))], smtp(), 'captive-portal', [
            sign_in, way('  iifname "clie" meta l4proto tcp tcp dport != 80 reject with icmp host-prohibited')]),
    # 20
    'proxy-environment': play('https_proxy alone is set, Squid has a list of ports, 465 is dropped', lambda: [
        Exim(), Squid(SQUID)], smtp(port=465), 'proxy-required', way('  iifname "clie" tcp dport != 3128 drop'),
        proxy={'https_proxy': f'http://{SERVER4}:3128', 'no_proxy': 'localhost,127.0.0.1'}),
    'proxy-desktop': play('the desktop has a proxy, the firewall of the school resets the rest', lambda: [
        Vsftpd(), Tinyproxy('ConnectPort 443\n')], ftp(), 'proxy-required',
        way(f'  iifname "clie" tcp dport != {PORT} reject with tcp reset'), desktop=DESKTOP),
    # 21
    'hole-files': play('large packets get lost behind AUTH TLS of a file server', lambda: [Pureftpd()], ftp(),
                       'path-mtu-black-hole', way('  iifname "serv" tcp sport 21 meta length > 1100 drop')),
    # 22
    'lossy-files': play('one packet of four is lost on the way to a file server', lambda: [Vsftpd(implicit=True)],
                        ftp(port=990), 'network-lossy', lambda lab: lab.network.lose_each(4), verdict=ANY),
    # 26
    'clock-years': play('the clock stands where the battery left it, years ago', lambda: [
        Exim(), Nginx('server { listen 443 ssl; }', certificate='good', ports=(443,))],
        smtp('--reference', 'ftp.example.net', port=465), 'clock-wrong', clock='-2700d'),
    # 36
    'av-avast': play('Avast reads along on 465, and this computer trusts it', lambda: [
        Postfix(), Sslsplit('client', 'Avast Web/Mail Shield Root', trusted=True)], smtp(port=465),
        'local-antivirus-intercepts', verdict='warning'),
    'av-eset': play('ESET reads along before a file server; its authority was not added', lambda: [
        Proftpd({'TLSOptions': 'UseImplicitSSL', 'Port': '990'}), Sslsplit('client', 'ESET SSL Filter CA', (990,))],
        ftp(port=990), 'local-antivirus-intercepts'),
    # null MX
    'null-mx-exim': play('Exim looks where the recipient’s domain takes mail: nowhere', lambda: [
        Exim(rcpt='  require verify = recipient')], smtp(to=f'info@noreply.{LINDEN}'), 'host-does-not-accept-mail',
        records=f'noreply.{LINDEN}. MX 0 .\nnoreply.{LINDEN}. A {SERVER4}\n'),
    # domain and reputation
    'spf-elsewhere': domain('the mail leaves by a newsletter service that the list does not know', 'spf-fail', 'problem',
                            sender='44.128.9.77', spf='harbour.example.org. TXT "v=spf1 mx a:www.harbour.example.org -all"',
                            ptr='77.9.128.44.in-addr.arpa. PTR out77.letters.example.com.\n'
                                'out77.letters.example.com. A 44.128.9.77'),
    'spf-include-gone': domain('an included list does not exist any more', 'spf-record-broken', 'warning',
                               spf='harbour.example.org. TXT "v=spf1 include:_spf.gone.example.com mx ~all"'),
    'dmarc-semicolon': domain('the semicolon behind the version is missing', 'dmarc-record-broken', 'warning',
                              dmarc='_dmarc.harbour.example.org. TXT "v=DMARC1 p=reject rua=mailto:d@harbour.example.org"'),
    'dkim-withdrawn': domain('the key was withdrawn: p is empty', 'dkim-record-broken', 'warning', args=('--selector', 's2024'),
                             more='s2024._domainkey.harbour.example.org. TXT "v=DKIM1; k=rsa; p="'),
    'ptr-generic': domain('the name of the address leads to another address', 'reverse-dns-missing', 'problem',
                          ptr='10.9.128.44.in-addr.arpa. PTR static-44-128-9-10.line.example.com.\n'
                              'static-44-128-9-10.line.example.com. A 44.128.7.10'),
    'listed': domain('the sending address is on a list, with a reason', 'ip-blocklisted', 'problem',
                     more=f'10.9.128.44.{LIST}. A 127.0.0.4\n10.9.128.44.{LIST}. TXT "spam trap hit, see example.com"'),
    'sts-old-host': domain('the rule still names the mail servers of the provider before', 'mta-sts-mismatch', 'warning',
                           name=LINDEN, servers=lambda: [
                               Issue('linden-sts', f'mta-sts.{LINDEN}', POST),
                               Nginx(STS, certificate='linden-sts', ports=(443,))],
                           records=LINDEN_ZONE + f'mta-sts.{LINDEN}. A {SERVER4}\n_mta-sts.{LINDEN}. TXT "v=STSv1; id=20260101"\n'
                           f'_dmarc.{LINDEN}. TXT "v=DMARC1; p=reject"\n10.9.128.44.in-addr.arpa. PTR {POST}.\n'
                           f'2.0.0.127.{LIST}. A 127.0.0.2\n'),
    'rpt-no-address': domain('reports are wished, and no address is given', 'tls-rpt-record-broken', 'warning',
                             more='_smtp._tls.harbour.example.org. TXT "v=TLSRPTv1;"'),
    'dane-renewed': play('the key was renewed, the record in the DNS was not', lambda: [
        Dnssec(lambda folder: f'_25._tcp.{HOST}. TLSA {tlsa(folder, "small")}\n'), Exim()],
        smtp(port=25, to=BOB), 'dane-mismatch', user=None, verdict='warning'),
}
