# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that do not fit: what stands in front asks for another one, or nobody has this one."""

from lablib.scenario import Scenario
from lablib.web import SHOP, URL, Apache, Nginx, http, two_setups
from lablib.webedge import Caddy
from lablib.webmore import Haproxy

BACK = two_setups(8443)
BALANCER = 'frontend f\n  bind :443 TLS;\n  default_backend b\nbackend b\n  server one 127.0.0.1:8443 ssl verify none {}\n'
CADDY_FRONT = ('https://www.example.net {\n TLS;\n reverse_proxy https://127.0.0.1:8443 {\n'
               '  transport http {\n   tls_insecure_skip_verify\n   tls_server_name other.example.net\n  }\n'
               '  header_up Host {host}\n }\n}')
FIRST_ONLY = ('frontend f\n  bind :443 TLS;\n  stick-table type ip size 100 expire 10m store http_req_cnt\n'
              '  http-request track-sc0 src\n'
              '  http-request return status 421 if { sc_http_req_cnt(0) eq 1 }\n'
              '  http-request return status 200 content-type text/plain string fine\n')
PERMANENT = ('http-misdirected-permanent',)


def site(title, servers, cause, *args, url=URL, **more):
    more.setdefault('verdict', 'problem' if cause else 'ok')
    return Scenario(title=title, servers=servers, args=http(url, *args), cause=cause, **more)


SCENARIOS = {
    'rejected-handshake': site('nginx refuses the encryption for names that it does not know', lambda: [Nginx(
        'server { listen 443 ssl default_server; ssl_reject_handshake on; }\n'
        'server { listen 443 ssl; server_name other.example.net; }', certificate='web-one', ports=(443,))],
        ('http-sni-mismatch', *PERMANENT)),
    'balancer-other-name': site('HAProxy names another site to the server behind it', lambda: [
        Apache(BACK, certificate='web-one', ports=(8443,)), Haproxy(BALANCER.format('sni str(default.example.net)'))],
        'http-sni-mismatch'),
    'balancer-no-name': site('HAProxy names no site to the server behind it', lambda: [
        Apache(BACK, certificate='web-one', ports=(8443,)), Haproxy(BALANCER.format(''))], 'http-sni-mismatch'),
    'caddy-other-name': site('Caddy names another site to the server behind it', lambda: [
        Apache(BACK, certificate='web-one', ports=(8443,)), Caddy(CADDY_FRONT)], 'http-sni-mismatch'),
    'unknown-host': site('an edge that answers 421 for sites it does not know', lambda: [Nginx(
        'server { listen 443 ssl http2 default_server; return 421; }\n'
        'server { listen 443 ssl http2; server_name other.example.net; }', certificate='web', ports=(443,))],
        PERMANENT, url=f'https://{SHOP}/page'),
    'unknown-host-balancer': site('a balancer that answers 421 for sites it does not know', lambda: [Haproxy(
        'frontend f\n  bind :443 TLS;\n  http-request return status 421 unless { hdr(host) -i other.example.net }\n')],
        PERMANENT),
    'first-only': site('421 once, and all well on a fresh connection', lambda: [Haproxy(FIRST_ONLY)],
                       'http-misdirected', verdict=('problem', 'warning'), languages=()),
    'only-http2': site('421 over HTTP/2 alone', lambda: [Nginx(
        'server { listen 443 ssl http2; if ($server_protocol = HTTP/2.0) { return 421; } }', certificate='web-one',
        ports=(443,))], ('http-misdirected', None), verdict=('problem', 'warning', 'ok')),
    'closed-for-others': site('nginx hangs up on names that it does not know', lambda: [Nginx(
        'server { listen 443 ssl default_server; return 444; }', certificate='web-one', ports=(443,))],
        ('connection-lost', 'server-reply-invalid')),
}
