# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""421 from balancers, caches and edges, and what other servers than nginx and Apache make of it."""

import dataclasses

from lablib.helpers import Stunnel
from lablib.network import SECOND4, SERVER4
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, TWO, URL, Apache, Nginx, http, two_setups
from lablib.webbytes import Bytes
from lablib.webmore import Haproxy, Hitch, Varnish

STRICT = '''
frontend edge
  bind :::443 v4v6 TLS;
  http-request set-var(txn.host) req.hdr(host),field(1,:),lower
  acl same ssl_fc_sni,strcmp(txn.host) eq 0
  http-request return status 421 content-type text/plain string "wrong connection" unless same
  http-request return status 200 content-type text/plain string "hello"
'''
UNKNOWN = '''
frontend edge
  bind :::443 v4v6 TLS;
  http-request return status 200 content-type text/plain string "shop" if { hdr(host) -i shop.example.net example.net }
  http-request return status 421 content-type text/html string "<h1>421</h1>unknown tenant"
'''
BACK = two_setups(8443)
FRONT = '''
frontend edge
  bind :::443 v4v6 TLS;
  default_backend app
backend app
  server app1 127.0.0.1:8443 ssl verify none %s
'''
CLIENT = 'client = yes\nconnect = 127.0.0.1:8443\nverifyChain = no\nsni = %s'
OWN = '''
server { listen 443 ssl http2; server_name www.example.net; return 421 "go away"; }
server { listen 443 ssl http2; server_name shop.example.net example.net; }
'''
HIDDEN = '''
server { listen 443 ssl http2; server_name www.example.net; ssl_verify_client optional; ssl_verify_depth 2; }
server { listen 443 ssl http2; server_name example.net; }
server { listen 443 ssl http2; server_name shop.example.net; }
'''
SYNTH = '''
backend default { .host = "127.0.0.1"; .port = "8081"; }
sub vcl_recv { if (req.http.host != "shop.example.net") { return (synth(421, "Misdirected Request")); }
  return (synth(200, "OK")); }
'''
MOVED = 'server {{ listen 80; server_name www.example.net; return 301 {URL}; }}' + OWN
TWO_SERVERS = f'server {{ listen {SERVER4}:443 ssl; server_name two.example.net; }}'
TWO_EDGE = f'''
frontend edge
  bind {SECOND4}:443 ssl crt /etc/lab/both.pem
  http-request return status 421
'''
OK = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhi\n'
ASTRAY = ('HTTP/1.1 421 Misdirected Request\r\nServer: edge\r\nContent-Length: 0\r\n'
          'Connection: close\r\n\r\n')


def case(title, servers, cause, verdict='problem', url=URL, more=(), languages=None, **facts):
    scenario = Scenario(title=title, servers=servers, args=http(url, *more), cause=cause, verdict=verdict,
                        facts={k.replace('__', '.'): v for k, v in facts.items()})
    return scenario if languages is None else dataclasses.replace(scenario, languages=languages)


SCENARIOS = {
    'haproxy-strict': case('a balancer that holds server name against Host', lambda: [Haproxy(STRICT, 'web')],
                           'http-misdirected', 'warning', http__shared__status='421'),
    'haproxy-unknown': case('an edge that does not know the site', lambda: [Haproxy(UNKNOWN, 'web')],
                            'http-misdirected-permanent'),
    'haproxy-unknown-alone': case('the same, its certificate for the one name only',
                                  lambda: [Haproxy(UNKNOWN)], 'http-misdirected-permanent'),
    'haproxy-no-sni': case('a balancer that gives the server behind it no name',
                           lambda: [Apache(BACK, 'web-one', (8443,)), Haproxy(FRONT % '')],
                           'http-sni-mismatch'),
    'haproxy-other-sni': case('a balancer that gives the server behind it a fixed name',
                              lambda: [Apache(BACK, 'web-one', (8443,)),
                                       Haproxy(FRONT % 'sni str(default.example.net)')], 'http-sni-mismatch'),
    'stunnel-between': case('a tunnel between proxy and server with a name of its own',
                            lambda: [Apache(BACK, 'web-one', (8443,)),
                                     Stunnel(8090, CLIENT % 'inner.example.net', certificate='web-one'),
                                     Nginx('server { listen 443 ssl http2; location / { proxy_pass '
                                           'http://127.0.0.1:8090; proxy_set_header Host $host; } }',
                                           'web-one', (443,))], 'http-sni-mismatch'),
    'nginx-own-rule': case('a rule of the site itself says 421', lambda: [Nginx(OWN, ports=(443,))],
                           'http-misdirected-permanent'),
    'nginx-three-names': case('one of three names wants certificates', lambda: [Nginx(HIDDEN, ports=(443,))],
                              'http-misdirected', 'warning'),
    'varnish-behind-hitch': case('a cache behind a TLS terminator does not know the site',
                                 lambda: [Varnish(SYNTH, 'web', (8080,)), Hitch('8080', 'web')],
                                 'http-misdirected-permanent'),
    'plain': case('421 over a plain connection, for good',
                  lambda: [Nginx('server { listen 80 default_server; return 421; }', ports=(80,))],
                  'http-misdirected-permanent', url=PLAIN_URL),
    'after-redirect': case('the plain page leads to an encrypted one that is misdirected',
                           lambda: [Nginx(MOVED.replace('{URL}', URL).replace('{{', '{').replace('}}', '}'))],
                           'http-misdirected-permanent', url=PLAIN_URL),
    'one-address': case('one of two machines of the name does not know it',
                        lambda: [Nginx(TWO_SERVERS, 'web-two', (443,)), Haproxy(TWO_EDGE, 'web-two')],
                        'http-misdirected-permanent', url=f'https://{TWO}/page',
                        more=('--resolve', f'{TWO}:{SECOND4}', '--resolve', f'{TWO}:{SERVER4}')),
    # The server is past its fault when it is asked again: no second run in another language.
    'first-connection': case('the first connection alone is misdirected',
                             lambda: [Bytes(OK, ASTRAY, OK)], 'http-misdirected', ('warning', 'problem'),
                             languages=()),
    'two-connections': case('the first two connections are misdirected, a fresh one is not',
                            lambda: [Bytes(OK, ASTRAY, ASTRAY, OK)], 'http-misdirected', 'problem',
                            languages=()),
}
