# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Further web addresses as somebody else would set them up: proxies that keep connections or get names wrong, settings of
the desktop, block pages, pages that drip. Written down before the first of them was played."""

from lablib.helpers import Issue
from lablib.network import SECOND4, SERVER4
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, SHOP, URL, Apache, Nginx, http
from lablib.webbytes import Bytes
from lablib.webedge import Caddy
from lablib.webmore import Haproxy, Lighttpd, Squid
from lablib.webother import Gunicorn, H2o, MiniHttpd, TrafficServer

EITHER = ('problem', 'warning')
GATE = 3128
SITE = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; }'
TWO = 'https://two.example.net/page'
OPEN = f'http_port {GATE}\nhttp_access allow all\n'
TWO_SETUPS = '''
<VirtualHost *:8443>
  ServerName shop.example.net
  TLS;
  SSLProtocol TLSv1.2
</VirtualHost>
<VirtualHost *:8443>
  ServerName www.example.net
  TLS;
  SSLProtocol TLSv1.2
  SSLVerifyClient optional
  SSLCACertificateFile /etc/lab/ca.pem
</VirtualHost>
'''
# One pool of connections for all names that it serves.
POOL = '''
upstream behind { server 127.0.0.1:8443; keepalive 8; }
server { listen 443 ssl http2; server_name www.example.net shop.example.net;
  location / { proxy_pass https://behind; proxy_ssl_server_name on; proxy_ssl_name $host; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_set_header Host $host; proxy_hide_header Upgrade; } }
'''
PORT_IN_NAME = '''
frontend edge
  bind :::9443 v4v6 TLS;
  default_backend app
backend app
  server app1 127.0.0.1:8443 ssl verify none sni req.hdr(host)
'''
FULL = '''
frontend edge
  bind :::443 v4v6 TLS;
  default_backend app
backend app
  timeout queue 1s
  server app1 127.0.0.1:8081 maxconn 1
'''
HANGS = 'server { listen 8081; location /hang { proxy_pass http://127.0.0.1:8009; } }'
DIES = '''start("200 OK", [("Content-Type", "text/html")])
def body():
    yield b"<html>" + b"x" * 3000
    time.sleep(0.3)
    raise SystemExit
return body()'''


def site(title, servers, cause, url=URL, more=(), **others):
    others.setdefault('verdict', 'problem' if cause else 'ok')
    return Scenario(title=title, servers=servers, args=http(url, *more), cause=cause, **others)


def only(*ports):
    return lambda lab: lab.network.router.nft(
        'table inet way { chain way { type filter hook forward priority 0;\n'
        f'  iifname "clie" tcp dport != {{ {", ".join(map(str, ports))} }} drop\n}}\n}}\n')


def shopping(lab):
    """Somebody visited the shop a moment ago."""
    program = ('import socket, ssl\n'
               'context = ssl._create_unverified_context()\n'
               f'with context.wrap_socket(socket.create_connection(("{SERVER4}", 443), 10), server_hostname="{SHOP}") as s:\n'
               f'    s.sendall(b"GET /page HTTP/1.1\\r\\nHost: {SHOP}\\r\\nConnection: close\\r\\n\\r\\n")\n'
               '    while s.recv(4096): pass\n')
    lab.network.client.run(['python3', '-c', program])


def busy(lab):
    """The one connection that the balancer grants is taken."""
    program = ('import socket, ssl, time\n'
               'context = ssl._create_unverified_context()\n'
               f's = context.wrap_socket(socket.create_connection(("{SERVER4}", 443), 10))\n'
               's.sendall(b"GET /hang HTTP/1.1\\r\\nHost: www.example.net\\r\\n\\r\\n")\n'
               'print("held", flush=True)\ntime.sleep(300)\n')
    process = lab.network.client.start(['python3', '-c', program], stdout=-1, text=True)
    lab.held.append(process)
    process.stdout.readline()


def desktop(host, ignore='[]', kind='https'):
    return (f"[system/proxy]\nmode='manual'\nignore-hosts={ignore}\n[system/proxy/{kind}]\nhost='{host}'\nport={GATE}\n")


def portal(page, rest):
    def shut(lab):
        lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n')
        lab.network.router.nft(
            'table ip portal { chain in { type nat hook prerouting priority -100;\n'
            '  iifname "clie" tcp dport 80 dnat to 44.128.9.10:8081\n'
            '  iifname "clie" tcp dport 443 dnat to 44.128.9.10:443\n}\n'
            'chain way { type filter hook forward priority 0;\n'
            f'  iifname "clie" tcp dport != {{ 443, 8081 }} {rest}\n}}\n}}\n')
    return {'before': shut, 'servers': lambda: [Gunicorn(page, ports=(8081,)), H2o(
        '"login.wifi.example:443":\n    paths:\n      "/":\n        file.dir: /srv/www', 'wrong-name')]}


SIGN_IN = ('start("200 OK", [("Content-Type", "text/html")])\n'
           'return [("<html><script>location=\'https://login.wifi.example/?to=" + environ["HTTP_HOST"] + "\'</script>").encode()]')

SCENARIOS = {
    # ---- names and connections behind a proxy
    'pool': site('nginx lends a connection of the shop to the other site behind it', lambda: [
        Apache(TWO_SETUPS, 'web', (8443,)), Nginx(POOL, 'web', (443,))],
        'http-misdirected', before=shopping, verdict=EITHER, languages=()),
    'port-in-name': site('a balancer takes the Host field for the server name, its port included', lambda: [
        Apache(TWO_SETUPS, 'web', (8443,)), Haproxy(PORT_IN_NAME, 'web', (9443,))],
        ('http-sni-mismatch', 'protocol-error', 'http-gateway-failure', 'http-misdirected-permanent'),
        url='https://www.example.net:9443/page'),
    'cdn-unknown': site('the name leads to a content network that has no certificate for it', lambda: [
        Issue('web-cdn', 'edge.cdn.example', '*.edge.cdn.example'), TrafficServer(
            'map https://customer.edge.cdn.example/ http://127.0.0.1:9/', 'web-cdn')], 'certificate-name-mismatch',
        url='https://start.lakeside.example/', before=lambda lab: lab.network.publish(
            f'start.lakeside.example. CNAME customer.edge.cdn.example.\ncustomer.edge.cdn.example. A {SERVER4}\n')),
    'cdn-421': site('the same with a certificate, and no site behind it', lambda: [
        Issue('web-lake', 'start.lakeside.example', 'edge.cdn.example'), Caddy(
            'https:// {\n  TLS;\n  respond "unknown host" 421\n}', 'web-lake')],
        ('http-misdirected-permanent',), url='https://start.lakeside.example/', before=lambda lab: lab.network.publish(
            f'start.lakeside.example. CNAME customer.edge.cdn.example.\ncustomer.edge.cdn.example. A {SERVER4}\n')),
    'second-silent': site('the second address of the name is silent', lambda: [Nginx(
        f'server {{ listen {SERVER4}:443 ssl http2; }}', 'web-two', (443,))], None, url=TWO,
        before=lambda lab: lab.network.router.nft(
            'table inet way { chain way { type filter hook forward priority 0;\n'
            f'  ip daddr {SECOND4} drop\n}}\n}}\n'), verdict=('ok', 'warning')),
    'capitals': site('the name in capitals', lambda: [H2o('      "/":\n        file.dir: /srv/www')], None,
                     url='https://WWW.Example.NET/page'),
    'idn': site('a name with an umlaut', lambda: [Issue('web-idn', 'xn--bcher-kva.example.net'), Nginx(
        'server { listen 443 ssl http2; server_name xn--bcher-kva.example.net; }', 'web-idn', (443,))], None,
        url='https://bücher.example.net/page',
        before=lambda lab: lab.network.publish(f'xn--bcher-kva.example.net. A {SERVER4}\n')),
    'plain-8443': site('encryption where Gunicorn has none', lambda: [Gunicorn(
        'start("200 OK", [])\nreturn [b"hello"]', ports=(8443,))], 'tls-on-plain-port', url='https://www.example.net:8443/page'),
    # ---- neighbours
    'queue-full': site('a balancer whose one server is taken', lambda: [
        Nginx(HANGS, 'web-one', (8081,)), Haproxy(FULL), Bytes(None, port=8009, tls=False)], 'service-unavailable', before=busy),
    'php-gone': site('nginx without the PHP behind it', lambda: [Nginx(
        'server { listen 443 ssl http2; server_name www.example.net; location / { fastcgi_pass unix:/run/php/none.sock; } }',
        'web-one', (443,))], 'http-gateway-failure'),
    'waf-portuguese': site('a web firewall, in Portuguese', lambda: [Gunicorn(
        'start("403 Forbidden", [("Content-Type", "text/html; charset=utf-8")])\n'
        'return ["<h1>Solicitação bloqueada</h1>ID do incidente: 4711".encode()]'), Haproxy(
            'frontend f\n  bind :::443 v4v6 TLS;\n  default_backend b\nbackend b\n  server a 127.0.0.1:8000\n')], 'http-forbidden'),
    'wsgi-error': site('an application of Gunicorn that breaks', lambda: [Gunicorn('raise KeyError("x")', ports=(8000,))],
                       'server-error', url='http://www.example.net:8000/page'),
    'case-loop': site('capital letters lead to small ones and those back', lambda: [Lighttpd(
        'url.redirect = ( "^/page$" => "/PAGE/", "/PAGE/" => "/page" )\n')], 'http-redirect-loop'),
    'to-8443': site('a page that lives on another port now', lambda: [Haproxy(
        'frontend a\n  bind :::443 v4v6 TLS;\n  http-request redirect location https://www.example.net:8443/page code 308\n'
        'frontend b\n  bind :::8443 v4v6 TLS;\n  http-request return status 200 content-type text/plain string hello\n',
        ports=(443, 8443))], None),
    'throttled': site('lighttpd gives a long page slowly', lambda: [Lighttpd('connection.kbytes-per-second = 1\n')],
                      ('server-too-slow',), verdict=EITHER,
                      before=lambda lab: lab.network.server.run(['sh', '-c', 'head -c 900000 /dev/zero | tr "\\0" x > /srv/www/page'])),
    'dies-plain': site('Gunicorn dies in the middle of a page in chunks', lambda: [Gunicorn(DIES)], 'connection-lost',
                       url='http://www.example.net:8000/page', verdict=EITHER),
    'clock-ahead': site('the clock of this computer is two years ahead', lambda: [Nginx(SITE, 'web-one')], 'clock-wrong', clock='+700d'),
    # ---- proxies
    'no-scheme': site('the variable names the proxy without http://', lambda: [Nginx(SITE, 'web-one'), Squid(OPEN)], None,
                      proxy={'https_proxy': f'{SERVER4}:{GATE}'}, before=only(GATE)),
    'block-page': site('Squid sends plain pages to a page that says no', lambda: [Nginx(SITE, 'web-one'), Squid(
        f'http_port {GATE}\nacl bad dstdomain .example.net\ndeny_info 302:http://blocked.corp.example/why bad\nhttp_access deny bad\n'
        'http_access allow all\n')], ('http-forbidden', 'http-redirect-elsewhere'), url=PLAIN_URL,
        proxy={'http_proxy': f'http://{SERVER4}:{GATE}'}, before=only(GATE), verdict=('problem', 'warning', 'ok')),
    'block-page-tls': site('the same for an encrypted page', lambda: [Nginx(SITE, 'web-one'), Squid(
        f'http_port {GATE}\nacl bad dstdomain .example.net\ndeny_info 302:http://blocked.corp.example/why bad\nhttp_access deny bad\n'
        'http_access allow all\n')], ('http-forbidden', 'proxy-required'),
        proxy={'https_proxy': f'http://{SERVER4}:{GATE}'}, before=only(GATE)),
    'desktop-proxy': site('the desktop names a proxy, which works', lambda: [Nginx(SITE, 'web-one'), Squid(OPEN)], None,
                          desktop=desktop(SERVER4), before=only(GATE), facts={'http.proxy.outcome': 'ok'}),
    'desktop-gone': site('the desktop names a proxy that is gone', lambda: [Nginx(SITE, 'web-one')], 'proxy-unreachable',
                         desktop=desktop('proxy.office.example')),
    'desktop-except': site('the desktop excepts the site from a proxy that is gone', lambda: [Nginx(SITE, 'web-one')], None,
                           desktop=desktop('proxy.office.example', "['localhost', '*.example.net']")),
    # ---- portals
    'portal-script': site('a portal that leads on by a script and answers for https', cause='captive-portal',
                          **portal(SIGN_IN, 'reject with tcp reset')),
    'portal-script-plain': site('the same in place of a plain page', cause='captive-portal', url=PLAIN_URL,
                                **portal(SIGN_IN, 'drop')),
    'mini-portal': site('the plain page itself, where no portal is', lambda: [MiniHttpd()], None, url=PLAIN_URL),
}
