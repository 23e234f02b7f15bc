# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that the environment names, as browsers and programs use it: it works, refuses or is gone."""

from lablib.helpers import Stunnel
from lablib.network import SECOND4, SERVER4
from lablib.proxy import SOCKS_PORT, Dante, Microsocks, SshSocks
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, WEB_USER, ForwardApache, Nginx, http
from lablib.webbytes import Bytes
from lablib.webmore import Haproxy, Squid

PORT = 3128
PROXY = f'http://{SERVER4}:{PORT}'
SITE = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; }'
OPEN = f'http_port {PORT}\nhttp_access allow all\n'
CLOSED = f'http_port {PORT}\nhttp_access deny all\n'
LOGIN = (f'http_port {PORT}\nauth_param basic program /usr/lib/squid/basic_fake_auth\nauth_param basic realm gate\n'
         'acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n')
# The site, and beside it, at another address, an edge that does not know it.
HERE_AND_THERE = f'server {{ listen {SERVER4}:443 ssl http2; server_name www.example.net; }}'
EDGE = f'frontend edge\n  bind {SECOND4}:443 TLS;\n  http-request return status 421\n'
# A proxy that puts a name of its own into the request.
RENAMES = (f'server {{ listen {PORT}; location / {{ proxy_pass http://127.0.0.1:80; '
           'proxy_set_header Host inner.example.net; } }'
           'server { listen 80 default_server; return 421; }'
           'server { listen 80; server_name www.example.net; }')
HIDDEN = 3443
SHOP = 'shop.example.net'
FORWARD = f'''
<VirtualHost *:{HIDDEN}>
  ServerName {SHOP}
  TLS;
  ProxyRequests on
  AllowCONNECT 443
  <Proxy *>
    %s
  </Proxy>
</VirtualHost>
'''
BLOCK = 'socks block {\n  from: 0.0.0.0/0 to: 0.0.0.0/0\n}\n'
NO_LOGIN = ('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="gate"\r\n%s'
            'Content-Length: 0\r\nConnection: %s\r\n\r\n')
ASTRAY = 'server { listen 443 ssl http2 default_server; return 421; }'


def socks(scheme='socks5', host=SERVER4):
    return {'all_proxy': f'{scheme}://{host}:{SOCKS_PORT}'}


def hidden(host):
    """A proxy that is itself reached over TLS."""
    return {'https_proxy': f'https://{host}:{HIDDEN}', 'http_proxy': f'https://{host}:{HIDDEN}'}


def behind_tls(text=OPEN, certificate='web'):
    return lambda: [Nginx(SITE, certificate), Squid(text), Stunnel(HIDDEN, f'connect = 127.0.0.1:{PORT}', certificate)]


class OtherNames(Nginx):
    """Its machine, on which the proxy runs, has another address for the site than the name servers."""

    def start(self, lab):
        lab.network.server.append('/etc/hosts', f'{SECOND4} www.example.net\n')
        super().start(lab)


def only(port):
    return lambda lab: lab.network.router.nft(
        'table inet only { chain way { type filter hook forward priority 0;\n'
        f'  iifname "clie" tcp dport != {port} drop\n}}\n}}\n')


only_proxy = only(PORT)


def case(title, text, cause, verdict='problem', url=URL, before=only_proxy, servers=None, proxy=None, at_most=1,
         **facts):
    return Scenario(title=title, servers=servers or (lambda: [Nginx(SITE, 'web-one'), Squid(text)]),
                    args=http(url), before=before, cause=cause, verdict=verdict, at_most=at_most,
                    proxy=proxy or {'https_proxy': PROXY, 'http_proxy': PROXY},
                    facts={k.replace('__', '.'): v for k, v in facts.items()})


def once(lab, _report):
    """A proxy is asked once, and gets no login that was given for the site."""
    proxy = lab.servers[-1]
    if proxy.logins() or proxy.asked().count('(new connection)') != 1:
        return [f'the proxy was asked: {proxy.asked()!r}']
    return []


def wants_login(title, *answers, url=URL):
    return Scenario(title=title, servers=lambda: [Nginx(SITE, 'web-one'), Bytes(*answers, port=PORT, tls=False)], args=http(url),
                    cause='http-proxy-authentication', verdict='problem', before=only_proxy, user=WEB_USER, languages=(), after=once,
                    proxy={'https_proxy': PROXY, 'http_proxy': PROXY})


SCENARIOS = {
    'works': case('the one way out is a proxy, which works', OPEN, None, 'ok', local__proxy=PROXY),
    'works-plain': case('the same for a plain page', OPEN, None, 'ok', PLAIN_URL, local__proxy=PROXY),
    'login': case('a proxy that wants a login', LOGIN, 'http-proxy-authentication'),
    'login-plain': case('the same for a plain page', LOGIN, 'http-proxy-authentication', url=PLAIN_URL),
    '407-for-ever': wants_login('a proxy that asks for a login each time', NO_LOGIN % ('', 'keep-alive')),
    '407-for-ever-plain': wants_login('the same for a plain page', NO_LOGIN % ('', 'keep-alive'), url=PLAIN_URL),
    '407-then-through': wants_login('a proxy that would give in at the second try', NO_LOGIN % ('', 'close'),
                                    'HTTP/1.1 200 Come in\r\n\r\n'),
    '407-sign-on': wants_login('a proxy that offers single sign-on', NO_LOGIN % (
        'Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM TlRMTVNTUAAC\r\n', 'keep-alive')),
    '407-endless': wants_login('such an answer without an end', ('HTTP/1.1 407 No\r\n', 'X-More: and more\r\n', 100_000)),
    'forbids': case('a proxy that forbids the site', CLOSED, ('http-forbidden', 'proxy-required')),
    'gone': case('a proxy that is switched off', '', 'proxy-unreachable',
                 servers=lambda: [Nginx(SITE, 'web-one')]),
    'origin-gone': case('a proxy that works, a site that is gone', OPEN,
                        ('http-gateway-failure', 'service-unavailable', 'service-not-running'),
                        servers=lambda: [Squid(OPEN)]),
    'socks-microsocks': case('a SOCKS proxy is the one way out', OPEN, None, 'ok', before=only(SOCKS_PORT),
                             servers=lambda: [Nginx(SITE, 'web-one'), Microsocks()], proxy=socks(),
                             http__proxy__outcome='ok'),
    'socks-dante-plain': case('the same with Dante, for a plain page', OPEN, None, 'ok', PLAIN_URL, before=only(SOCKS_PORT),
                              servers=lambda: [Nginx(SITE, 'web-one'), Dante()], proxy=socks('socks5h'),
                              http__proxy__outcome='ok'),
    'socks-4': case('the same with SOCKS 4, which wants to be told the address', OPEN, None, 'ok', before=only(SOCKS_PORT),
                    servers=lambda: [Nginx(SITE, 'web-one'), Dante()], proxy=socks('socks4'), http__proxy__outcome='ok'),
    'socks-4a-plain': case('SOCKS 4a and a plain page', OPEN, None, 'ok', PLAIN_URL, before=only(SOCKS_PORT),
                           servers=lambda: [Nginx(SITE, 'web-one'), SshSocks()], proxy=socks('socks4a'), http__proxy__outcome='ok'),
    'socks-4-forbids': case('SOCKS 4 forbids the site', OPEN, ('http-forbidden', 'http-gateway-failure'), before=only(SOCKS_PORT),
                            servers=lambda: [Nginx(SITE, 'web-one'), Dante(BLOCK)], proxy=socks('socks4'), at_most=0.8,
                            verdict=('problem', 'inconclusive'), http__proxy__outcome='rejected'),
    'socks-login': case('a SOCKS proxy that wants a login', OPEN, 'http-proxy-authentication', before=only(SOCKS_PORT),
                        servers=lambda: [Nginx(SITE, 'web-one'), Microsocks('-u', 'ann', '-P', 'gate')], proxy=socks()),
    'socks-login-dante': case('Dante wants a login', OPEN, 'http-proxy-authentication', before=only(SOCKS_PORT),
                              servers=lambda: [Nginx(SITE, 'web-one'), Dante(method='username')], proxy=socks('socks')),
    'socks-forbids': case('a SOCKS proxy that forbids the site', OPEN, ('http-forbidden', 'proxy-required'),
                          before=only(SOCKS_PORT), servers=lambda: [Nginx(SITE, 'web-one'), Dante(BLOCK)], proxy=socks(),
                          http__proxy__outcome='refused'),
    'socks-origin-gone': case('a SOCKS proxy that works, a site that is gone', OPEN,
                              ('http-gateway-failure', 'service-unavailable', 'service-not-running'),
                              before=only(SOCKS_PORT), servers=lambda: [Microsocks()], proxy=socks(),
                              http__proxy__outcome='failed'),
    'socks-gone': case('a SOCKS proxy that is switched off', OPEN, 'proxy-unreachable',
                       servers=lambda: [Nginx(SITE, 'web-one')], proxy=socks()),
    'socks-is-http': case('a web proxy that was entered as a SOCKS proxy', OPEN, 'proxy-unreachable', before=lambda lab: None,
                          proxy={'all_proxy': f'socks5://{SERVER4}:{PORT}'}),
    'tls-works': case('a proxy that is itself reached over TLS', OPEN, None, 'ok', before=only(HIDDEN), servers=behind_tls(),
                      proxy=hidden(SHOP), http__proxy__outcome='ok', http__proxy__verify='ok'),
    'tls-works-plain': case('the same for a plain page', OPEN, None, 'ok', PLAIN_URL, before=only(HIDDEN),
                            servers=behind_tls(), proxy=hidden(SHOP), http__proxy__verify='ok'),
    'tls-apache': case('Apache as such a proxy', OPEN, None, 'ok', before=only(HIDDEN), servers=lambda: [
        Nginx(SITE, 'web'), ForwardApache(FORWARD % 'Require all granted', 'web', (HIDDEN,))], proxy=hidden(SHOP)),
    'tls-apache-forbids': case('Apache as such a proxy forbids the site', OPEN, ('http-forbidden', 'proxy-required'),
                               before=only(HIDDEN), servers=lambda: [
                                   Nginx(SITE, 'web'), ForwardApache(FORWARD % 'Require all denied', 'web', (HIDDEN,))],
                               proxy=hidden(SHOP)),
    'tls-login': case('such a proxy wants a login', LOGIN, 'http-proxy-authentication', before=only(HIDDEN),
                      servers=behind_tls(LOGIN), proxy=hidden(SHOP)),
    'tls-other-name': case('such a proxy is entered by its address', OPEN, 'proxy-not-trusted', before=only(HIDDEN),
                           servers=behind_tls(), proxy=hidden(SERVER4), http__proxy__verify='name-mismatch'),
    'tls-expired': case('the certificate of such a proxy is expired', OPEN, 'proxy-not-trusted', before=only(HIDDEN),
                        servers=behind_tls(certificate='web-expired'), proxy=hidden('www.example.net'),
                        http__proxy__verify='expired'),
    'tls-is-plain': case('a proxy without TLS that was entered as https', OPEN, 'proxy-unreachable',
                         proxy={'https_proxy': f'https://{SERVER4}:{PORT}'}, http__proxy__outcome='tls-failed'),
    'tls-misdirected': case('421 through such a proxy, which goes astray', OPEN, 'http-misdirected', before=lambda lab: None,
                            servers=lambda: [OtherNames(HERE_AND_THERE, 'web', (443,)), Haproxy(EDGE, 'web'), Squid(OPEN),
                                             Stunnel(HIDDEN, f'connect = 127.0.0.1:{PORT}', 'web')],
                            proxy=hidden(SHOP), http__direct__status='200'),
    'astray': case('a proxy whose own names lead it to another server', OPEN, 'http-misdirected',
                   before=lambda lab: None,
                   servers=lambda: [OtherNames(HERE_AND_THERE, 'web-one', (443,)), Haproxy(EDGE), Squid(OPEN)],
                   http__status='421', http__direct__status='200'),
    'renames': case('a proxy that asks for another name', OPEN, 'http-misdirected', url=PLAIN_URL,
                    before=lambda lab: None, servers=lambda: [Nginx(RENAMES, 'web-one', (80, PORT))],
                    http__status='421', http__direct__status='200'),
    'astray-everywhere': case('421 through the proxy and without it', OPEN, 'http-misdirected-permanent',
                              before=lambda lab: None, servers=lambda: [Nginx(ASTRAY, 'web-one', (443,)), Squid(OPEN)],
                              http__status='421', http__direct__status='421'),
    'astray-no-way': case('421 through the proxy, and there is no other way', OPEN, 'http-misdirected-permanent',
                          servers=lambda: [Nginx(ASTRAY, 'web-one', (443,)), Squid(OPEN)], at_most=0.8,
                          http__status='421', http__direct__status=None),
    'not-needed': case('a proxy that the site is excepted from', OPEN, None, 'ok', before=lambda lab: None,
                       proxy={'https_proxy': PROXY, 'no_proxy': 'example.net'}, http__proxy=None),
}
