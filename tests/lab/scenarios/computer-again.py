# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands between this computer and the server, once more: other servers, settings and ports than in
the scenarios that are named after each."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.exim import Exim
from lablib.firewalls import Chrony, Iptables
from lablib.interception import Sslsplit
from lablib.network import SERVER4
from lablib.postfix import Postfix
from lablib.proftpd import Proftpd
from lablib.proxy import PORT, URL, Tinyproxy
from lablib.resolvers import FIRST4, SECOND4, Bind, Dnsmasq, KnotResolver, Unbound, use_names
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd
from lablib.web import Apache, Nginx, http
from lablib.webmore import Squid


def play(title, servers, args, cause, verdict='problem', **more):
    user = None if args[1] == 'http' else CAROL if args[1] == 'ftp' else ALICE
    return Scenario(title=title, servers=servers, args=args, cause=cause, verdict=verdict, **({'user': user} | more))


def prepared(*steps):
    def before(lab):
        for step in steps:
            step(lab)
    return before


def names(records, *servers):
    return prepared(lambda lab: lab.network.publish(records), lambda lab: use_names(lab, *servers))


def way(rules):
    """Of the router, for what the client sends."""
    return lambda lab: lab.network.router.nft(
        f'table inet way {{ chain way {{ type filter hook forward priority 0;\n  iifname {rules}\n}}\n}}\n')


def sign_in(lab):
    lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n')
    lab.network.router.nft('table ip portal { chain in { type nat hook prerouting priority -100;\n'
                           '  iifname "clie" tcp dport 80 dnat to 44.128.9.10\n}\n}\n')


WEB = 'server { listen 443 ssl; server_name www.example.net ftp.example.net; }'
HOTSPOT = '''
<VirtualHost *:80>
  ServerName any
  RedirectMatch 302 ^ https://hotspot.hotel.example/terms
</VirtualHost>
'''
INNER = 'files.corp.example.org'
MAIL = 'mail.corp.example.org'
SQUID_URL = f'http://{SERVER4}:3128'
SQUID = '''http_port 3128
acl SSL_ports port 443
acl CONNECT method CONNECT
http_access deny CONNECT !SSL_ports
http_access allow all'''
WRONG = {'local.clock_explains': 'yes'}
RAW = 'table ip raw { chain out { type filter hook output priority -300; tcp dport 587 drop; }; }\n'

SCENARIOS = {
    # 7: a name server of the inside and one of the outside
    'split-files': play('the first name server leads files inside, the second outside', lambda: [
        Dnsmasq(f'address=/{INNER}/10.20.0.25', alone=False), Bind(address=SECOND4, alone=False)],
        ftp(host=INNER), 'dns-split-view', facts={'dns.split': 'yes', 'dns.address_kind': 'private'},
        before=names(f'{INNER}. A {SERVER4}\n', FIRST4, SECOND4), computer={'names': 'possible'}),
    'split-unknown': play('the first name server knows nothing of the mail server, the second does', lambda: [
        KnotResolver(f"policy.add(policy.suffix(policy.DENY, policy.todnames({{'{MAIL}'}})))", alone=False),
        Unbound(address=SECOND4, alone=False), Exim()], smtp(host=MAIL, port=465), 'dns-split-view',
        facts={'dns.split': 'yes'}, before=names(f'{MAIL}. A {SERVER4}\n', FIRST4, SECOND4)),
    # 15: the end of the tunnel
    'vpn-resets': play('the end of a VPN resets 465', lambda: [Exim()], smtp(port=465), 'vpn-blocks-port',
                       before=prepared(lambda lab: lab.vpn([1]),
                                       way('"tun0" tcp dport 465 reject with tcp reset')),
                       facts={'local.vpn.beside': 'open'}, computer={'vpn': 'reason'}),
    'vpn-files': play('the end of a VPN drops 21', lambda: [Vsftpd()], ftp(), 'vpn-blocks-port',
                      before=lambda lab: lab.vpn([21]), facts={'local.vpn.beside': 'open'},
                      computer={'vpn': 'reason'}),
    # 19: sign in first
    'portal-apache': play('a hotel sends pages to its own, and drops 587', lambda: [Apache(HOTSPOT, ports=(80,))],
                          smtp(), 'captive-portal', before=prepared(sign_in, way('"clie" tcp dport != 80 drop')),
                          facts={'local.portal': 'yes',
                                 'local.portal.url': 'https://hotspot.hotel.example/terms'},
                          computer={'portal': 'reason'}),
    'portal-files': play('a portal says 511 to every page, and forbids 21 openly', lambda: [
        Nginx('server { listen 80 default_server; return 511; }', certificate='wrong-name', ports=(80,))],
        ftp(), 'captive-portal', before=prepared(
            sign_in, way('"clie" tcp dport != 80 reject with icmpx admin-prohibited')),
        facts={'local.portal': 'yes'}, computer={'portal': 'reason'}),
    # 20: through the proxy only
    'proxy-squid': play('Squid as it comes lets nothing but 443 through', lambda: [Postfix(), Squid(SQUID)],
                        smtp(), 'proxy-required', before=way('"clie" tcp dport != 3128 drop'), proxy=SQUID_URL,
                        facts={'local.proxy.connect': 'refused'}, computer={'proxy': 'reason'}),
    'proxy-files': play('a proxy that takes everything, and 21 is reset', lambda: [Vsftpd(), Tinyproxy()], ftp(),
                        'proxy-required', proxy=URL, facts={'local.proxy.connect': 'ok'},
                        before=way(f'"clie" tcp dport != {PORT} reject with tcp reset'),
                        computer={'proxy': 'reason'}),
    # 24: swallowed here
    'swallowed-files': play('a program here takes 21 and says nothing', lambda: [Vsftpd()], ftp(),
                            'local-antivirus-intercepts', computer={'antivirus': 'reason'},
                            before=lambda lab: lab.meddle('swallow', [21], lab.network.client)),
    'closed-990': play('a program here takes 990 and hangs up', lambda: [Vsftpd(implicit=True)], ftp(port=990),
                       'local-antivirus-intercepts', computer={'antivirus': 'reason'},
                       before=lambda lab: lab.meddle('close', [990], lab.network.client)),
    # 26: the clock
    'clock-files-back': play('files, and the clock is fourteen months behind', lambda: [
        Vsftpd(), Nginx(WEB, certificate='good', ports=(443,))],
        ftp('--reference', 'mail.example.net'), 'clock-wrong', clock='-430d', facts=WRONG,
        computer={'clock': ('reason', 'possible')}),
    'clock-web-ahead': play('a web page, and the clock is three years ahead', lambda: [
        Apache('<VirtualHost *:443>\nServerName www.example.net\nTLS;\n</VirtualHost>', ports=(443,))], http(),
        'clock-wrong', clock='+1100d', facts={'tls.verify': 'expired'} | WRONG,
        computer={'clock': ('reason', 'possible')}),
    'clock-chrony': play('chronyd runs, and reached nobody yet: thirty days behind', lambda: [
        Exim(), Chrony()], smtp(), 'clock-wrong', clock='-30d', computer={'clock': 'reason'},
        facts={'local.clock_service': 'chrony', 'tls.verify': 'not-yet-valid'} | WRONG),
    # Nobody says what time it is: the certificate may be new, or the clock behind.
    'clock-untold': play('the same, and nobody to ask', lambda: [Exim(), Chrony()], smtp(port=465),
                         ('certificate-not-yet-valid', 'clock-wrong'), clock='-30d', at_most=0.8,
                         facts={'local.clock_service': 'chrony', 'local.clock_offset_s': None},
                         computer={'clock': 'possible'}),
    'clock-five-minutes': play('five minutes are nothing to a certificate', lambda: [Exim()], smtp(port=465), None,
                               'ok', clock='+5m'),
    # 36: a protection program on this computer
    'av-exim': play('Kaspersky reads along before Exim, and this computer trusts it', lambda: [
        Exim(), Sslsplit('client', 'Kaspersky Anti-Virus Personal Root Certificate', trusted=True)],
        smtp(port=465), 'local-antivirus-intercepts', 'warning', facts={'tls.interceptor': 'Kaspersky'},
        computer={'antivirus': 'reason'}),
    'av-files': play('Bitdefender forges the certificate of a file server', lambda: [
        Vsftpd(implicit=True), Sslsplit('client', 'Bitdefender Personal CA.Net-Defender', (990,))],
        ftp(port=990), 'local-antivirus-intercepts', facts={'tls.interceptor': 'Bitdefender'},
        computer={'antivirus': 'reason'}),
    # 13 in another table: before connections are tracked
    'raw-nft': play('a rule of the table "raw" drops 587', lambda: [Exim()], smtp(), 'local-firewall-blocks',
                    before=lambda lab: lab.network.client.nft(RAW), facts={'local.firewall.rule_sure': 'yes'},
                    computer={'firewall': 'reason'}),
    'rule-by-the-hour': play('a rule drops 465 at some hours: whether now, cannot be read', lambda: [Exim()],
                             smtp(port=465), 'local-firewall-blocks', before=lambda lab: lab.network.client.nft(
                                 'table inet night { chain out { type filter hook output priority 0;\n'
                                 '  tcp dport 465 meta day { 0, 1, 2, 3, 4, 5, 6 } counter drop\n}\n}\n'),
                             facts={'local.firewall.rule': None}),
    'raw-iptables': play('iptables -t raw drops 21', lambda: [
        Proftpd(), Iptables('iptables -t raw -A OUTPUT -p tcp --dport 21 -j DROP')], ftp(),
        'local-firewall-blocks', facts={'local.firewall.rule_sure': 'yes'}, computer={'firewall': 'reason'}),
}
