# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to a web server: encryption, ports, names, and answers that never come or break off."""

from lablib.interception import Sslsplit
from lablib.network import SERVER4, SERVER6
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd
from lablib.web import PLAIN_URL, URL, Nginx, http
from lablib.webbytes import Bytes
from lablib.webmore import Haproxy, Hitch, Lighttpd

HTTPS = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; %s }'
HA = 'frontend edge\n  bind :::443 v4v6 %s\n  http-request return status 200 content-type text/plain string hello\n'
SSL = 'ssl crt /etc/lab/both.pem '
BOTH = 'https://both.example.net/page'
DUAL = 'server { listen 443 ssl; listen [::]:443 ssl; server_name both.example.net; }'


def case(title, servers, cause, verdict='problem', url=URL, more=(), **others):
    return Scenario(title=title, servers=servers, args=http(url, *more), cause=cause, verdict=verdict, **others)


def router(rule, table='inet'):
    return lambda lab: lab.network.router.nft(
        f'table {table} way {{ chain way {{ type filter hook forward priority 0;\n  {rule}\n}}\n}}\n')


def untrusted(lab):
    """A certificate by an authority that nobody here knows."""
    authority = lab.tools.authority
    if not (authority.directory / 'foreign.key').exists():
        authority.ca('foreign', 'Foreign Root')
        authority.issue('web-foreign', ['www.example.net'], issuer='foreign')


class Foreign(Nginx):
    def start(self, lab):
        untrusted(lab)
        super().start(lab)


class SelfSigned(Lighttpd):
    def start(self, lab):
        authority = lab.tools.authority
        if not (authority.directory / 'web-self.key').exists():
            authority.issue('web-self', ['www.example.net'], self_signed=True)
        super().start(lab)


SCENARIOS = {
    'haproxy-expired': case('an expired certificate', lambda: [Haproxy(HA % 'TLS;', 'web-expired')],
                            'certificate-expired'),
    'lighttpd-other-name': case('a certificate of another site', lambda: [Lighttpd('', 'wrong-name')],
                                'certificate-name-mismatch'),
    'address-literal': case('the address in place of the name', lambda: [Hitch('8080')],
                            'certificate-name-mismatch', url='https://44.128.9.10/page'),
    'self-signed': case('a certificate that vouches for itself', lambda: [SelfSigned('', 'web-self')],
                        'certificate-self-signed'),
    'unknown-authority': case('an authority that nobody knows',
                              lambda: [Foreign(HTTPS % '', 'web-foreign')],
                              ('certificate-untrusted-issuer', 'certificate-chain-incomplete')),
    'haproxy-client-certificate': case('a client certificate is demanded', lambda: [Haproxy(
        HA % (SSL + 'ca-file /etc/lab/ca.pem verify required alpn h2,http/1.1'))], 'client-certificate-required'),
    'haproxy-client-certificate-12': case('the same in TLS 1.2', lambda: [Haproxy(
        HA % (SSL + 'ca-file /etc/lab/ca.pem verify required ssl-max-ver TLSv1.2'))],
        'client-certificate-required'),
    'old-tls': case('a server that knows TLS 1.1 at most', lambda: [Haproxy(
        HA % (SSL + 'ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.1 ciphers DEFAULT@SECLEVEL=0'))],
        'tls-version-unsupported'),
    'name-rejected': case('a server that ends the handshake for names it does not know', lambda: [Nginx(
        'server { listen 443 ssl default_server; ssl_reject_handshake on; }'
        'server { listen 443 ssl; server_name shop.example.net; }', ports=(443,))],
        'http-misdirected-permanent'),
    'haproxy-strict-sni': case('a balancer that has no certificate for the name', lambda: [Haproxy(
        HA % (SSL + 'strict-sni'), 'wrong-name')], 'http-misdirected-permanent'),
    'ssh': case('SSH where a web server was expected', lambda: [Bytes(
        'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n', tls=False, early=True)], 'wrong-service-on-port'),
    'ssh-plain': case('SSH on the plain web port', lambda: [Bytes(
        'SSH-2.0-dropbear_2022.83\r\n', port=80, tls=False, early=True)], 'wrong-service-on-port',
        url=PLAIN_URL),
    'mail': case('a mail server on the web port', lambda: [Postfix(ports={443: {}})], 'wrong-service-on-port'),
    'mail-plain': case('a mail server where a plain page was expected', lambda: [Postfix()],
                       'wrong-service-on-port', url='http://www.example.net:587/'),
    'ftp': case('a file server on the plain web port', lambda: [Vsftpd(also=(80,))], 'wrong-service-on-port',
                url=PLAIN_URL),
    'haproxy-plain-on-tls': case('no encryption where the balancer wants it', lambda: [Haproxy(HA % 'TLS;')],
                                 'plain-on-tls-port', url='http://www.example.net:443/page'),
    'lighttpd-plain-on-tls': case('no encryption where lighttpd wants it', lambda: [Lighttpd('')],
                                  'plain-on-tls-port', url='http://www.example.net:443/page'),
    'haproxy-tls-on-plain': case('encryption where the balancer has none', lambda: [Haproxy(
        HA.replace(':443', ':80') % '', ports=(80,))], 'tls-on-plain-port',
        url='https://www.example.net:80/page'),
    'empty': case('an answer without a byte', lambda: [Nginx(HTTPS % 'return 444;', 'web-one')],
                  ('closed-before-greeting', 'connection-lost')),
    'empty-plain': case('the same without encryption', lambda: [Nginx(HTTPS % 'return 444;', 'web-one')],
                        ('closed-before-greeting', 'connection-lost'), url=PLAIN_URL),
    'reset-in-body': case('a reset in the middle of the page', lambda: [Bytes(
        '!HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf a page', port=80, tls=False)], 'connection-lost',
        ('problem', 'warning'), url=PLAIN_URL),
    'short-body': case('a page that ends too early', lambda: [
        Bytes('HTTP/1.1 200 OK\r\nContent-Length: 900\r\nConnection: close\r\n\r\nhalf a page', port=8009,
              tls=False),
        Haproxy('frontend f\n  bind :::443 v4v6 TLS;\n  default_backend b\nbackend b\n  server a 127.0.0.1:8009\n')],
        # Towards us HAProxy only falls silent.
        ('server-too-slow', 'connection-lost'), ('problem', 'warning')),
    'silent': case('a server that never answers', lambda: [Bytes(None)],
                   ('server-too-slow', 'connection-lost', 'greeting-missing')),
    'nonsense': case('an answer that is none', lambda: [Bytes('<html>hello</html>\r\n')], 'server-reply-invalid'),
    'stopped': case('no web server runs', lambda: [Nginx('server { listen 80; }', ports=(80,))],
                    'service-not-running'),
    'dropped': case('the encrypted port is dropped on the way', lambda: [Nginx(HTTPS % '', 'web-one')],
                    'port-blocked-by-network', before=router('iifname "clie" tcp dport 443 drop')),
    'no-such-name': case('a name that does not exist', list, 'domain-not-found',
                         url='https://wwww.example.net/page'),
    'ipv6-dropped': case('IPv6 leads nowhere', lambda: [Nginx(DUAL, 'good', (443,))], 'ipv6-broken', 'warning',
                         url=BOTH, before=router('drop', 'ip6')),
    'ipv6-refused': case('the server does not listen over IPv6', lambda: [Nginx(
        DUAL.replace('listen [::]:443 ssl;', ''), 'good', (443,))], 'ipv6-broken', 'warning', url=BOTH),
    'intercepted-ipv4': case('a box on the way shows a certificate of its own over IPv4 alone', lambda: [
        Nginx(DUAL, 'good', (443,)), Sslsplit('router', 'Campus Inspection 2', ports=(443,))], 'tls-intercepted-by-network',
        url=BOTH, more=('--resolve', f'both.example.net:{SERVER4}', '--resolve', f'both.example.net:{SERVER6}'),
        facts={'tls.elsewhere': 'verified'}),
    'clock': case('the clock of this computer is a year behind', lambda: [Nginx(HTTPS % '', 'web-one')],
                  'clock-wrong', clock='-300d'),
}
