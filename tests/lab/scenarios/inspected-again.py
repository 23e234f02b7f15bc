# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protection programs on this computer, portals, proxies and clocks with other settings."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.exim import Exim
from lablib.interception import Sslsplit
from lablib.network import SERVER4, SERVER6
from lablib.postfix import Postfix
from lablib.proxy import PORT, URL, Dante, Tinyproxy
from lablib.resolvers import Dnsmasq
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd
from lablib.web import Nginx
from lablib.webmore import Squid


def play(title, servers, args, cause, verdict='problem', **more):
    return Scenario(title=title, servers=servers, args=args, cause=cause, verdict=verdict,
                    **({'user': CAROL if args[1] == 'ftp' else ALICE} | more))


def inspected(title, issuer, trusted, product=None, port=465, **more):
    facts = {'tls.interceptor': product} if product else {}
    return play(title, lambda: [Postfix(), Sslsplit('client', issuer, (port,), trusted)], smtp(port=port),
                'local-antivirus-intercepts', 'warning' if trusted else 'problem', facts=facts,
                computer={'antivirus': 'reason'}, **more)


def way(rules):
    return lambda lab: lab.network.router.nft(
        f'table inet way {{ chain way {{ type filter hook forward priority 0;\n  iifname "clie" {rules}\n}}\n}}\n')


def then(*steps):
    return lambda lab: [step(lab) for step in steps]


def meet_over_ipv6(lab):
    """The first packet may wait for neighbours to be found, which lets a program begin with IPv4."""
    lab.network.client.run(['bash', '-c', f'exec 3<>/dev/tcp/{SERVER6}/9 || true'])


def to_portal(*ports):
    """These ports of whatever host lead to the portal."""
    listed = ', '.join(map(str, ports))
    return lambda lab: (lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n'), lab.network.router.nft(
        'table ip portal { chain in { type nat hook prerouting priority -100;\n'
        f'  iifname "clie" tcp dport {{ {listed} }} dnat to {SERVER4}\n}}\n}}\n'))


class Trusted(Sslsplit):
    """An authority that somebody has put into the store of this computer; nothing is inspected."""

    def start(self, lab):
        lab.tools.authority.ca('company', self.issuer)
        self.node, self.log = lab.network.client, lab.tools.base / 'company.log'
        self.trust(lab, lab.tools.authority.text('company.pem'))


LOGIN = 'server { listen 80 default_server; return 302 http://login.wifi.example/?id=7; }'
PAGE = ('server { listen 80 default_server; default_type text/html; return 200 "<html><title>Welcome</title>'
        '<meta http-equiv=refresh content=0;url=http://1.1.1.1/login.html></html>"; }\n'
        'server { listen 465 ssl; return 200 "sign in"; }')
PAC = "[system/proxy]\nmode='auto'\nautoconfig-url='http://44.128.9.10/proxy.pac'\n"
SQUID = f'http://{SERVER4}:3128'
RULES = 'http_port 3128\nacl web port 443\nacl CONNECT method CONNECT\nhttp_access deny CONNECT !web\nhttp_access allow all'
WEB = 'server { listen 443 ssl; server_name www.example.net; }'

SCENARIOS = {
    'eset': inspected('ESET, which this computer trusts', 'ESET SSL Filter CA', True, 'ESET'),
    'avast': inspected('the mail shield of Avast, whose authority is not trusted here', 'avast! Mail Scanner Root',
                       False, 'Avast'),
    'norton': inspected('Norton before 587’s neighbour, trusted', 'Norton Web/Mail Shield Root', True),
    'unknown-trusted': inspected('a product that nobody has heard of, trusted', 'Acme Endpoint Guard Local CA', True),
    'words': play('a program here writes over words of EHLO', lambda: [Postfix()], smtp(),
                  'local-antivirus-intercepts', before=lambda lab: lab.meddle('garble', [587], lab.network.client)),
    'hush': play('a program here passes the greeting on and nothing else', lambda: [Postfix()], smtp(port=25),
                 'local-antivirus-intercepts', user=None,
                 before=lambda lab: lab.meddle('hush', [25], lab.network.client)),
    'added-and-well': play('an authority of the company is trusted here, and nothing is wrong', lambda: [
        Postfix(), Trusted('client', 'Example Company Root CA')], smtp(), None, 'ok',
        computer={'antivirus': 'unrelated'}),
    # Sign in first.
    'portal-names': play('until somebody signs in, every name leads to the portal', lambda: [
        Nginx(LOGIN, ports=(80,)), Dnsmasq(f'address=/#/{SERVER4}')], smtp(), 'captive-portal',
        facts={'local.portal': 'yes'}, computer={'portal': 'reason'}),
    'portal-page': play('a portal answers with a page of its own and takes 465 with its own certificate', lambda: [
        Nginx(PAGE, certificate='wrong-name', ports=(80, 465))], smtp(port=465), 'captive-portal',
        before=to_portal(80, 443, 465), facts={'local.portal': 'yes'}, computer={'portal': 'reason'}),
    'portal-reset': play('a portal resets all but the web', lambda: [Vsftpd(), Nginx(LOGIN, ports=(80,))], ftp(),
                         'captive-portal', before=then(to_portal(80), way('tcp dport != { 80 } reject with tcp reset')),
                         facts={'local.portal': 'yes', 'local.portal.url': 'http://login.wifi.example/?id=7'}),
    # Through the proxy only.
    'proxy-script': play('the desktop has a script for its proxies', lambda: [Postfix(), Tinyproxy()], smtp(),
                         'proxy-required', before=way(f'tcp dport != {PORT} drop'), desktop=PAC,
                         computer={'proxy': ('reason', 'possible')}),
    'proxy-web-alone': play('a proxy for the web alone stands in the environment', lambda: [Postfix(), Squid(RULES)],
                            smtp(port=465), 'proxy-required', before=way('tcp dport != 3128 reject with tcp reset'),
                            proxy={'http_proxy': SQUID, 'https_proxy': SQUID},
                            facts={'local.proxy.connect': 'refused'}, computer={'proxy': ('reason', 'possible')}),
    'proxy-socks': play('a SOCKS proxy stands in the environment, the direct way is dropped', lambda: [
        Vsftpd(), Dante()], ftp(), 'proxy-required', before=way('tcp dport != 1080 drop'),
        proxy=f'socks5://{SERVER4}:1080', computer={'proxy': 'reason'}),
    'proxy-innocent': play('a proxy stands there, nothing is shut, and the server does not run', lambda: [
        Postfix(ports={25: {}}), Tinyproxy()], smtp(), 'service-not-running', proxy={'https_proxy': URL},
        computer={'proxy': 'unrelated'}),
    # The clock.
    'clock-nine-years': play('the clock is nine years ahead', lambda: [
        Exim(), Nginx(WEB, certificate='web', ports=(443,))], smtp('--reference', 'www.example.net'), 'clock-wrong',
        clock='+3300d', facts={'local.clock_explains': 'yes'}, computer={'clock': 'reason'}),
    'clock-battery': play('the clock begins at 2010 again, and nobody tells the time', lambda: [Vsftpd(implicit=True)],
                          ftp(port=990), 'clock-wrong', clock='-6000d', computer={'clock': ('reason', 'possible')}),
    'clock-within': play('the clock is 40 days ahead, inside all certificates', lambda: [Exim()], smtp(),
                         (None, 'clock-wrong'), ('ok', 'warning'), clock='+40d'),
    # IPv6, MTU, loss.
    'six-rejected': play('IPv6 is rejected by the router, the server has both', lambda: [Postfix()],
                         smtp(host='both.example.net', port=465), (None, 'ipv6-broken'), ('ok', 'warning'),
                         before=way('meta nfproto ipv6 tcp dport 465 reject with icmpx type no-route')),
    'six-only-no-way': play('the server has IPv6 alone, this computer has none', lambda: [Postfix()],
                            smtp(host='six.example.net'), 'ipv6-broken',
                            before=lambda lab: (lab.network.client.run(['ip', '-6', 'route', 'flush', 'default']),
                                                lab.network.client.run(['ip', '-6', 'address', 'flush', 'dev', 'eth0',
                                                                        'scope', 'global']))),
    'four-dropped': play('IPv4 is dropped on the way, IPv6 answers at once', lambda: [Exim()],
                         smtp(host='both.example.net'), None, 'ok',
                         before=then(way(f'ip daddr {SERVER4} drop'), meet_over_ipv6)),
    'four-wanted': play('IPv4 is dropped on the way and asked for, IPv6 works', lambda: [Exim()],
                        smtp('--ipv4', host='both.example.net'), ('ipv6-broken', 'address-banned'),
                        before=way(f'ip daddr {SERVER4} drop')),
    'upload-stalls': play('large packets from this computer get lost', lambda: [Vsftpd()],
                          ftp('--upload'), 'path-mtu-black-hole',
                          before=way('meta length > 1300 drop')),
    'half-lost': play('a third of all packets gets lost', lambda: [Exim()], smtp(port=465), 'network-lossy',
                      ('problem', 'warning', 'inconclusive'), before=lambda lab: lab.network.lose_every(3)),
}
