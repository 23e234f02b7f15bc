# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Redirects of other servers, and those that only a program without cookies meets."""

from lablib.network import ROUTER4
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, Nginx, http
from lablib.webmore import Haproxy, Lighttpd, Varnish

NGINX = ('server { listen 443 ssl http2; server_name www.example.net; %s }'
         'server { listen 80; server_name www.example.net; %s }')
HA = '''
frontend edge
  bind :::443 v4v6 TLS;
  bind :::80 v4v6
  http-request redirect %s
'''
VCL = '''
backend default { .host = "127.0.0.1"; .port = "8081"; }
sub vcl_recv { return (synth(301, "Moved")); }
sub vcl_synth { set resp.http.Location = "%s"; return (deliver); }
'''


def case(title, servers, cause, verdict='problem', url=URL, **facts):
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, verdict=verdict,
                    facts={k.replace('__', '.'): v for k, v in facts.items()})


SCENARIOS = {
    'cookie-wall': case('a page that leads to itself until a cookie is there', lambda: [Nginx(
        NGINX % ('location / { if ($cookie_seen = "") { add_header Set-Cookie seen=1 always; return 302 $request_uri; } }', ''),
        'web-one')], 'http-redirect-loop'),
    'growing': case('a chain that never ends', lambda: [Nginx(
        NGINX % ('return 302 https://www.example.net/x$request_uri;', ''), 'web-one')], 'http-redirect-loop'),
    'proxy-loop': case('the server behind a proxy wants https, which the proxy takes off', lambda: [Nginx(
        'server { listen 127.0.0.1:8081; return 301 https://www.example.net$request_uri; }'
        + NGINX % ('location / { proxy_pass http://127.0.0.1:8081; }', ''), 'web-one')], 'http-redirect-loop'),
    'haproxy-downgrade': case('from plain to encrypted and back', lambda: [Haproxy(
        HA % 'scheme http code 301 if { ssl_fc }\n  http-request redirect scheme https code 301 unless { ssl_fc }',
        ports=(80, 443))], ('http-downgrade', 'http-redirect-loop'), url=PLAIN_URL),
    'lighttpd-downgrade': case('the encrypted page leads to the plain one', lambda: [Lighttpd(
        'url.redirect = ( "" => "http://www.example.net/page" )')], 'http-downgrade'),
    'varnish-portal': case('every page leads to a box of the local network', lambda: [Varnish(
        VCL % f'http://{ROUTER4}:8080/hotspot', ports=(80,))], 'captive-portal', url=PLAIN_URL),
    'scheme': case('a redirect to a file of this computer', lambda: [Varnish(
        VCL % 'file:///etc/passwd', ports=(80,))], 'http-redirect-refused',
        url=PLAIN_URL),
    'elsewhere': case('a page that lives at another site now', lambda: [Haproxy(
        HA % 'location https://www.example.org/ code 308', ports=(80, 443))], 'http-redirect-elsewhere', 'ok',
        http__redirect__outcome='other-site'),
    'then-other-name': case('a redirect to a name that the certificate does not hold', lambda: [Nginx(
        'server { listen 80; return 301 https://www.example.net/page; } server { listen 443 ssl; }',
        'wrong-name')], 'certificate-name-mismatch', url=PLAIN_URL),
    'then-no-name': case('a redirect to a name that does not exist', lambda: [Nginx(
        NGINX % ('return 301 https://new.www.example.net/;', ''), 'web-one')], 'http-redirect-refused',
        http__redirect__outcome='no-address'),
    'then-refused': case('a redirect to a port where nobody listens', lambda: [Nginx(
        NGINX % ('return 301 https://www.example.net:8443/;', ''), 'web-one')],
        'http-redirect-refused', http__redirect__outcome='unreachable'),
    'then-502': case('a redirect to a page whose server is gone', lambda: [Nginx(
        NGINX % ('location = /page { return 301 /app/; } location /app/ { proxy_pass http://127.0.0.1:9; }', ''),
        'web-one')], 'http-gateway-failure'),
    'no-location': case('a redirect without an address', lambda: [Nginx(
        NGINX % ('return 302;', ''), 'web-one')],
        ('server-reply-invalid', 'server-error', 'protocol-error', 'http-redirect-loop')),
}
