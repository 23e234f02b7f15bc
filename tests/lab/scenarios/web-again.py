# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The situations of a web address once more, with other servers, ports, settings and families."""

from lablib.network import SERVER4
from lablib.scenario import Scenario
from lablib.web import URL, WEB_USER, Apache, ForwardApache, Nginx, Silent, http, two_setups
from lablib.webbytes import Bytes
from lablib.webedge import Caddy, Nghttpx
from lablib.webmore import Haproxy, Lighttpd, Squid, Varnish

PORT = 3128
PROXY = {'https_proxy': f'http://{SERVER4}:{PORT}', 'http_proxy': f'http://{SERVER4}:{PORT}'}
SITE = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; }'
AT_8443 = 'https://www.example.net:8443/page'
SIX = 'https://six.example.net/page'
BACK = two_setups(8444)
APACHE_FRONT = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  SSLProxyEngine on
  SSLProxyVerify none
  SSLProxyCheckPeerName off
  ProxyPreserveHost on
  ProxyPass / https://127.0.0.1:8444/
</VirtualHost>
'''
DIFFERENT = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
</VirtualHost>
<VirtualHost *:443>
  ServerName shop.example.net
  TLS;
  SSLVerifyClient optional
  SSLCACertificateFile /etc/lab/ca.pem
</VirtualHost>
'''
FORWARD = f'''
Listen {PORT}
<VirtualHost *:{PORT}>
  ProxyRequests on
  AllowCONNECT 443
  <Proxy *>
    %s
  </Proxy>
</VirtualHost>
'''
LOGIN = 'AuthType Basic\n    AuthName gate\n    AuthBasicProvider file\n    AuthUserFile /etc/lab/htpasswd\n    Require valid-user'
CADDY = 'https://www.example.net {\n  TLS;\n  %s\n}\n'
BOTH_CADDY = CADDY + 'https://shop.example.net {\n  TLS;\n  respond "shop"\n}\n'


WANTS = ('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n'
         'Connection: close\r\n\r\n')


def case(title, servers, cause, verdict='problem', url=URL, **more):
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, verdict=verdict, **more)


def forward(title, rule, cause, verdict='problem', **more):
    return case(title, lambda: [Nginx(SITE, 'web-one'), ForwardApache(FORWARD % rule, 'web-one', ())], cause, verdict,
                proxy=PROXY, before=only_proxy, **more)


def only_proxy(lab):
    lab.network.router.nft('table inet only { chain way { type filter hook forward priority 0;\n'
                           f'  iifname "clie" tcp dport != {PORT} drop\n}}\n}}\n')


SCENARIOS = {
    # ---- 421
    'apache-before-apache': case('Apache gives the one behind it the name of the visitor, though it knows its address alone',
                                 lambda: [Apache(BACK + APACHE_FRONT, 'web-one', (443, 8444))], None, 'ok'),
    'nghttpx-other-sni': case('nghttpx gives the one behind it another name',
                              lambda: [Apache(BACK, 'web-one', (8444,)),
                                       Nghttpx('--backend="127.0.0.1,8444;;tls;sni=default.example.net" -k')], 'http-sni-mismatch'),
    'nghttpx-no-tls': case('nghttpx before a server that knows the name', lambda: [
        Nginx('server { listen 8081; }', 'web-one', (8081,)), Nghttpx('--backend="127.0.0.1,8081"')], None, 'ok'),
    'caddy-strict': case('Caddy holds server name against Host', lambda: [Caddy(
        BOTH_CADDY % 'respond "hello"', 'web', common='servers {\n strict_sni_host on\n }')], 'http-misdirected', 'warning'),
    # For a name that nobody has it says 200: a server behind it that minds the name would look alike.
    'caddy-says-421': case('Caddy has a rule that says 421', lambda: [Caddy(CADDY % 'respond 421')],
                           ('http-misdirected-permanent', 'http-sni-mismatch'), at_most=0.8),
    'apache-verify': case('one of two names of Apache wants certificates', lambda: [Apache(DIFFERENT, 'web', (443,))],
                          'http-misdirected', 'warning'),
    'port-8443': case('an edge on 8443 does not know the site', lambda: [Haproxy(
        'frontend edge\n  bind :::8443 v4v6 TLS;\n  http-request return status 421\n', ports=(8443,))], 'http-misdirected-permanent',
        url=AT_8443),
    'ipv6': case('421 for good over IPv6', lambda: [Nginx(
        'server { listen [::]:443 ssl http2; return 421; }', 'good', (443,))], 'http-misdirected-permanent', url=SIX),
    'lighttpd-421': case('lighttpd passes a 421 of the program behind it on', lambda: [
        Nginx('server { listen 127.0.0.1:8081; return 421; }', 'web-one', (8081,)),
        Lighttpd('proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => 8081 ) ) )')], 'http-misdirected-permanent'),
    # ---- its neighbours
    'caddy-502': case('the program behind Caddy is gone', lambda: [Caddy(CADDY % 'reverse_proxy 127.0.0.1:9')], 'http-gateway-failure'),
    'nghttpx-gone': case('the program behind nghttpx is gone', lambda: [Nghttpx('--backend="127.0.0.1,9"')],
                         ('http-gateway-failure', 'service-unavailable')),
    'haproxy-504': case('the program behind HAProxy never answers', lambda: [
        Silent(8009), Haproxy('frontend f\n  bind :::443 v4v6 TLS;\n  default_backend b\nbackend b\n  timeout server 1s\n'
                              '  server a 127.0.0.1:8009\n')], 'http-gateway-failure'),
    'varnish-gone': case('the server behind Varnish is gone', lambda: [
        Varnish('backend default { .host = "127.0.0.1"; .port = "9"; }', 'web-one', (80,))],
        ('http-gateway-failure', 'service-unavailable'), url='http://www.example.net/page'),
    'apache-h2-502': case('what stands behind Apache answers nonsense, over HTTP/2', lambda: [
        Nginx('server { listen 127.0.0.1:8081; return 444; }', 'web-one', (8081,)),
        Apache('<VirtualHost *:443>\n ServerName www.example.net\n TLS;\n ProxyPass / http://127.0.0.1:8081/\n</VirtualHost>',
               'web-one', (443,))], 'http-gateway-failure'),
    'caddy-404': case('Caddy has no such page', lambda: [Caddy(CADDY % 'root * /srv/none\n  file_server')], 'http-not-found'),
    'caddy-403': case('Caddy refuses the page', lambda: [Caddy(CADDY % 'respond "members only" 403')], 'http-forbidden'),
    'caddy-410': case('Caddy says that the page is gone', lambda: [Caddy(CADDY % 'respond 410')], 'http-not-found'),
    'caddy-429': case('Caddy says too many', lambda: [Caddy(CADDY % 'header Retry-After 30\n  respond 429')], 'http-rate-limited'),
    'caddy-503': case('Caddy says maintenance', lambda: [Caddy(CADDY % 'respond "back soon" 503')], 'service-unavailable'),
    'caddy-500': case('Caddy says error', lambda: [Caddy(CADDY % 'respond 500')], 'server-error'),
    'caddy-login-wanted': case('Caddy wants a login', lambda: [Caddy(CADDY % 'basicauth {\n HASH\n }\n  respond "hello"')],
                               'http-authentication-required'),
    'caddy-login-right': case('Caddy takes the login', lambda: [Caddy(CADDY % 'basicauth {\n HASH\n }\n  respond "hello"')],
                              None, 'ok', user=WEB_USER),
    'caddy-login-wrong': case('Caddy refuses the login', lambda: [Caddy(CADDY % 'basicauth {\n HASH\n }\n  respond "hello"')],
                              'auth-failed', user=WEB_USER, password='wrong-canary-5'),
    # The server is past its fault when it is asked again: no second run in another language.
    'login-silent': case('a server that never answers the login', lambda: [Bytes(WANTS, WANTS, None)], 'server-too-slow',
                         user=WEB_USER, languages=()),
    'caddy-loop': case('two pages of Caddy lead to each other', lambda: [Caddy(
        CADDY % 'redir /page /other\n  redir /other /page')], 'http-redirect-loop'),
    'caddy-downgrade': case('Caddy leads to the plain page', lambda: [Caddy(
        CADDY % 'redir http://www.example.net{uri} 308')], 'http-downgrade'),
    # ---- names and encryption
    'caddy-no-such-name': case('Caddy has no site of that name', lambda: [Caddy(
        'https://shop.example.net {\n  TLS;\n  respond "shop"\n}\n', 'wrong-name')],
        ('http-sni-mismatch', 'tls-failed', 'certificate-name-mismatch')),
    'nginx-8443-reject': case('nginx on 8443 ends the handshake of names that it does not know', lambda: [Nginx(
        'server { listen 8443 ssl default_server; ssl_reject_handshake on; }'
        'server { listen 8443 ssl; server_name two.example.net; }', 'web-two', (8443,))], 'http-misdirected-permanent', url=AT_8443),
    'nghttpx-expired': case('nghttpx with an expired certificate', lambda: [Nghttpx('--backend="127.0.0.1,8081"', 'web-expired')],
                            'certificate-expired'),
    'caddy-13': case('Caddy with TLS 1.3 alone', lambda: [Caddy(
        'https://www.example.net {\n  tls /etc/lab/server.pem /etc/lab/server.key {\n  protocols tls1.3\n }\n respond "hello"\n}\n')], None, 'ok'),
    'caddy-client-certificate': case('Caddy demands a certificate', lambda: [Caddy(
        'https://www.example.net {\n  tls /etc/lab/server.pem /etc/lab/server.key {\n  client_auth {\n mode require_and_verify\n '
        'trusted_ca_cert_file /etc/lab/ca.pem\n }\n }\n respond "hello"\n}\n')], 'client-certificate-required'),
    # ---- proxies
    'apache-proxy': forward('Apache as the proxy of the network', 'Require all granted', None, 'ok'),
    'apache-proxy-forbids': forward('Apache as a proxy forbids the site', 'Require all denied', ('http-forbidden', 'proxy-required')),
    'apache-proxy-login': forward('Apache as a proxy wants a login', LOGIN, 'http-proxy-authentication'),
    'squid-port-forbidden': case('a proxy that lets no other port than 443 pass', lambda: [
        Haproxy('frontend f\n  bind :::8443 v4v6 TLS;\n  http-request return status 200\n', ports=(8443,)),
        Squid(f'http_port {PORT}\nacl good port 443\nhttp_access deny CONNECT !good\nhttp_access allow all\n')],
        ('http-forbidden', 'proxy-required'), url=AT_8443, proxy=PROXY, before=only_proxy),
}
