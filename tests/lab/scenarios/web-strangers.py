# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web addresses as somebody else would set them up: H2O, Traffic Server, Gunicorn, Privoxy and others, with their own
words. What is expected was written down before any of these was played."""

from lablib.chains import Chain, Files
from lablib.helpers import Issue
from lablib.network import HOST, SECOND4, SERVER4, SERVER6
from lablib.pac import DESKTOP, Pacrunner, script
from lablib.pac import PORT as PAC_PORT
from lablib.proxy import PORT as TINY, Tinyproxy
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, WEB_USER, Apache, Nginx, http, two_setups
from lablib.webbytes import Bytes
from lablib.webedge import Caddy
from lablib.webmore import Haproxy, Lighttpd, Squid
from lablib.webother import Gunicorn, H2o, MiniHttpd, Privoxy, TrafficServer

EITHER = ('problem', 'warning')
GATE = 3128
SITE = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; }'
BACK = two_setups(8443)
TWO = 'https://two.example.net/page'
BOTH = 'https://both.example.net/page'
BEHIND = ('server { listen 443 ssl http2; server_name www.example.net; location / { proxy_pass http://127.0.0.1:8000; '
          'proxy_set_header Host $host; } }')
PAGE = 'start("%s", [("Content-Type", "text/html; charset=utf-8")%s])\nreturn ["""%s""".encode()]'
CUT = '''start("200 OK", [("Content-Type", "text/html"), ("Content-Length", "200000")])
def body():
    yield b"<html>" + b"x" * 30000
    time.sleep(0.5)
    raise SystemExit
return body()'''


def site(title, servers, cause, url=URL, more=(), **others):
    others.setdefault('verdict', 'problem' if cause else 'ok')
    return Scenario(title=title, servers=servers, args=http(url, *more), cause=cause, **others)


def app(title, body, cause, **others):
    return site(title, lambda: [Gunicorn(body), Nginx(BEHIND, 'web-one', (443,))], cause, **others)


def says(status, words, headers=''):
    return PAGE % (status, headers, words)


def router(*rules):
    return lambda lab: lab.network.router.nft(
        'table inet way { chain way { type filter hook forward priority 0;\n  ' + '\n  '.join(rules) + '\n}\n}\n')


def only(*ports):
    return router(f'iifname "clie" tcp dport != {{ {", ".join(map(str, ports))} }} drop')


def through(port=GATE, user='', host=SERVER4):
    return {'https_proxy': f'http://{user}{host}:{port}', 'http_proxy': f'http://{user}{host}:{port}'}


def proxied(title, gates, cause, port=GATE, url=URL, **others):
    others = {'proxy': through(port), 'before': only(port)} | others
    return site(title, lambda: [Nginx(SITE, 'web-one'), *gates()], cause, url=url, **others)


def pac(title, words, cause, ports=(), gates=list, url=URL, **others):
    return site(title, lambda: [Nginx(SITE, 'web-one'), Bytes(script(f'return "{words}";'), port=PAC_PORT, tls=False),
                                Pacrunner(), *gates()], cause, url=url, desktop=DESKTOP,
                before=only(PAC_PORT, *ports) if ports else lambda lab: None, **others)


def portal(answer, rest):
    """Plain pages go to the portal at the router's own address; what becomes of the rest."""
    def shut(lab):
        lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n')
        lab.network.router.nft(
            'table ip portal { chain in { type nat hook prerouting priority -100;\n'
            '  iifname "clie" tcp dport 80 dnat to 44.128.9.10:2050\n}\n'
            'chain way { type filter hook forward priority 0;\n'
            f'  iifname "clie" tcp dport != 2050 {rest}\n}}\n}}\n')
    return {'before': shut, 'servers': lambda: [Nginx(
        f'server {{ listen 2050 default_server; default_type text/html; {answer} }}', 'wrong-name', (2050,))]}


def six_is_found(lab):
    """The first packet over IPv6 waits a second for neighbours that are still being looked for."""
    lab.network.client.run(['python3', '-c', f'import socket; socket.create_connection(("{SERVER6}", 443), 10)'])


def every_name(lab):
    """A name server that gives every name the portal's address until somebody signs in."""
    zone = '\n'.join(['$TTL 5', '@ SOA ns. admin. 1 3600 600 86400 60', '@ NS ns.', 'ns. A 44.128.9.53', f'* A {SERVER4}', ''])
    server = lab.network.server
    server.write('/etc/knot/root.zone', zone.replace('. 1 3600', '. 9 3600'))
    server.run(['knotc', '-s', '/run/knot/knot.sock', '-b', 'zone-reload', '.'])


TINYPROXY = 'Allow 0.0.0.0/0\n'
DIGEST = (f'http_port {GATE}\nauth_param digest program /usr/lib/squid/digest_file_auth -c /etc/lab/htdigest\n'
          'auth_param digest realm lab\nacl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n')
LOGIN = (f'http_port {GATE}\nauth_param basic program /usr/lib/squid/basic_fake_auth\nauth_param basic realm Company\n'
         'acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n')
WILD = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
</VirtualHost>
<VirtualHost *:443>
  ServerName shop.example.net
  TLS;
  SSLCipherSuite ECDHE-RSA-AES256-GCM-SHA384
  SSLProtocol TLSv1.2
</VirtualHost>
'''
LIGHTY = '''$HTTP["host"] == "shop.example.net" {
  ssl.ca-file = "/etc/lab/ca.pem"
  ssl.verifyclient.activate = "enable"
  ssl.verifyclient.enforce = "enable"
}
'''
RAW = 'frontend f\n  mode tcp\n  bind :::443 v4v6 TLS;\n  default_backend b\nbackend b\n  mode tcp\n  server a 127.0.0.1:8081\n'
BY_NAME = ('frontend f\n  mode tcp\n  bind :::443 v4v6\n  tcp-request inspect-delay 5s\n'
           '  tcp-request content accept if { req.ssl_sni -i shop.example.net }\n  tcp-request content reject\n'
           '  default_backend b\nbackend b\n  mode tcp\n  server a 127.0.0.1:8443\n')

SCENARIOS = {
    # ---- 421: names, connections, addresses
    'h2o-by-address': site('H2O names nobody to the Apache behind it, whose address it was given', lambda: [
        Apache(BACK, 'web-one', (8443,)), H2o(
            '      "/":\n        proxy.reverse.url: "https://127.0.0.1:8443/"\n        proxy.preserve-host: ON\n'
            '        proxy.ssl.verify-peer: OFF')], 'http-sni-mismatch'),
    'ats-remap-name': site('Traffic Server names the target of its rule to the Apache behind it', lambda: [
        Apache(BACK, 'web-one', (8443,)), TrafficServer(
            'map https://www.example.net/ https://mail.example.net:8443/',
            records='CONFIG proxy.config.url_remap.pristine_host_hdr INT 1\n'
            'CONFIG proxy.config.ssl.client.sni_policy STRING remap')], 'http-sni-mismatch'),
    'ats-unknown-site': site('Traffic Server has no rule for this site', lambda: [TrafficServer(
        'map https://shop.example.net/ http://127.0.0.1:8081/', 'web')], ('http-not-found', 'http-misdirected-permanent')),
    'apache-other-ciphers': site('two names of one Apache differ in ciphers', lambda: [Apache(WILD, 'web', (443,))],
                                 'http-misdirected', verdict='warning'),
    'lighttpd-verify': site('lighttpd wants certificates for one of two names', lambda: [Lighttpd(LIGHTY, 'web')],
                            ('http-misdirected', None), verdict=('ok', 'warning')),
    'six-is-astray': site('the IPv6 address of the name is another machine, which does not know it', lambda: [Nginx(
        f'server {{ listen {SERVER4}:443 ssl http2; server_name both.example.net; }}\n'
        f'server {{ listen [{SERVER6}]:443 ssl http2; return 421; }}', 'good', (443,))],
        'http-misdirected-permanent', url=BOTH, before=six_is_found, facts={'http.address.works': SERVER4}),
    'four-is-astray': site('the IPv4 address of the name is another machine, IPv6 is right', lambda: [Nginx(
        f'server {{ listen {SERVER4}:443 ssl http2; return 421; }}\n'
        f'server {{ listen [{SERVER6}]:443 ssl http2; server_name both.example.net; }}', 'good', (443,))],
        None, url=BOTH, before=six_is_found),
    'six-expired': site('the IPv6 address shows an expired certificate', lambda: [Files('web-expired'), Nginx(
        f'server {{ listen {SERVER4}:443 ssl; server_name both.example.net; }}\n'
        f'server {{ listen [{SERVER6}]:443 ssl; ssl_certificate /etc/lab/web-expired.pem; ssl_certificate_key /etc/lab/web-expired.key; }}',
        'good', (443,))], ('certificate-expired', 'certificate-name-mismatch'), url=BOTH, before=six_is_found, verdict=EITHER),
    'second-is-strange': site('the second address of the name is somebody else’s server', lambda: [Files('wrong-name'), Nginx(
        f'server {{ listen {SERVER4}:443 ssl; server_name two.example.net; ssl_certificate /etc/lab/wrong-name.pem; '
        'ssl_certificate_key /etc/lab/wrong-name.key; }\n'
        f'server {{ listen {SECOND4}:443 ssl; server_name two.example.net; }}', 'web-two', (443,))],
        'certificate-name-mismatch', url=TWO, verdict=EITHER),
    'django': app('an application that does not know the name says 400', says(
        '400 Bad Request', '<h1>Bad Request (400)</h1>'), ('protocol-error', 'http-misdirected-permanent')),
    'by-name-only': site('a balancer that looks at the server name hangs up on names that it does not know', lambda: [
        Nginx('server { listen 127.0.0.1:8443 ssl; }', 'web', (8443,)), Haproxy(BY_NAME, 'web')],
        ('tls-failed', 'http-misdirected-permanent', 'connection-lost', 'closed-before-greeting')),
    'h2-before-h1': site('a balancer promises HTTP/2 for a server that knows HTTP/1.1 alone', lambda: [
        MiniHttpd(ports=(8081,)), Haproxy(RAW)], ('server-reply-invalid', 'protocol-error', 'connection-lost'),
        verdict=EITHER),
    'proxy-header': site('nginx waits for the header of a balancer that is not there', lambda: [Nginx(
        'server { listen 443 ssl proxy_protocol; server_name www.example.net; }', 'web-one', (443,))],
        ('tls-failed', 'closed-before-greeting', 'connection-lost')),
    # ---- its neighbours
    'ats-502': site('nobody behind Traffic Server', lambda: [TrafficServer(
        'map https://www.example.net/ http://127.0.0.1:9/')], 'http-gateway-failure'),
    'h2o-502': site('nobody behind H2O', lambda: [H2o('      "/":\n        proxy.reverse.url: "http://127.0.0.1:9/"')],
                    'http-gateway-failure'),
    'h2o-404': site('H2O has no such page', lambda: [H2o('      "/":\n        file.dir: /srv/none')], 'http-not-found'),
    'h2o-fine': site('H2O, nothing wrong', lambda: [H2o('      "/":\n        file.dir: /srv/www')], None),
    'gunicorn-hangs': site('an application that takes too long is killed', lambda: [Gunicorn(
        'time.sleep(50)', options='--timeout 2')], ('connection-lost', 'closed-before-greeting', 'server-too-slow', 'server-error'),
        url='http://www.example.net:8000/page'),
    'dies-in-the-page': app('the application dies in the middle of the page, over HTTP/2', CUT, 'connection-lost',
                            verdict=EITHER),
    'bearer': app('an interface that takes tokens alone', says(
        '401 Unauthorized', '{"error":"invalid_token"}', ', ("WWW-Authenticate", "Bearer realm=\\"api\\"")'),
        ('auth-method-rejected', 'http-authentication-required'), user=WEB_USER),
    'bare-401': app('401 without a word about how', says('401 Unauthorized', 'Bitte melden Sie sich an.'),
                    'http-authentication-required'),
    'geo-russian': app('a page that is not shown in this country, in Russian', says(
        '403 Forbidden', '<title>Доступ запрещён</title>Доступ с вашего IP-адреса ограничен владельцем сайта.'), 'http-forbidden'),
    '429-date': app('too many requests, with the hour of return', says(
        '429 Too Many Requests', 'Slow down', ', ("Retry-After", "Fri, 31 Dec 2049 23:59:59 GMT")'), 'http-rate-limited'),
    '503-spanish': app('maintenance in Spanish', says(
        '503 Service Unavailable', '<h1>Sitio en mantenimiento</h1>Volvemos enseguida.'), 'service-unavailable'),
    '410-german': app('gone for good, in German', says('410 Gone', 'Diese Seite wurde dauerhaft entfernt.'), 'http-not-found'),
    '407-from-site': app('a site that says 407 though no proxy is set here', says(
        '407 Proxy Authentication Required', 'Access denied', ', ("Proxy-Authenticate", "Basic realm=\\"gw\\"")'),
        'http-proxy-authentication'),
    'mini-httpd-login': site('mini_httpd wants a login', lambda: [MiniHttpd()], 'http-authentication-required', url=PLAIN_URL,
                             before=lambda lab: lab.network.server.run(['cp', '/etc/lab/htpasswd', '/srv/www/.htpasswd'])),
    'mini-httpd-404': site('mini_httpd has no such page', lambda: [MiniHttpd()], 'http-not-found', url='http://www.example.net/none'),
    # ---- redirections
    'https-and-http': site('the plain page leads to https, and https leads to the plain one', lambda: [H2o(
        '      "/":\n        redirect: http://www.example.net/'), MiniHttpd(ports=(8081,)), Nginx(
            'server { listen 80; return 301 https://$host$request_uri; }', 'web-one', (80,))],
        ('http-redirect-loop', 'http-downgrade'), url=PLAIN_URL),
    'ats-flexible': site('Traffic Server takes the encryption off, and the server behind wants https', lambda: [
        Lighttpd('server.modules += ( "mod_redirect" )\n$SERVER["socket"] == ":8081" { ssl.engine = "disable"\n'
                 '  url.redirect = ( "" => "https://www.example.net:8443${url.path}${qsa}" ) }\n', ports=(8081,)),
        TrafficServer('map https://www.example.net:8443/ http://127.0.0.1:8081/', ports=(8443,))], 'http-redirect-loop',
        url='https://www.example.net:8443/page'),
    # ---- certificates
    'bare-name': site('the certificate is for www, and the bare name was asked', lambda: [Caddy(
        'https://example.net, https://www.example.net {\n  TLS;\n  respond "hello"\n}')], 'certificate-name-mismatch',
        url='https://example.net/page'),
    'wildcard-depth': site('a certificate for all names of the domain, and a name two levels down', lambda: [
        Issue('web-wild', '*.example.net', 'example.net'), Nginx('server { listen 443 ssl; }', 'web-wild', (443,))],
        'certificate-name-mismatch', url='https://api.eu.example.net/page',
        before=lambda lab: lab.network.publish(f'api.eu.example.net. A {SERVER4}\n')),
    'h2o-chain': site('H2O without the intermediate certificate', lambda: [
        Chain('web-chain', middle=True), H2o(f'"{HOST}:443":\n    paths:\n      "/":\n        file.dir: /srv/www', 'web-chain')],
        'certificate-chain-incomplete', url=f'https://{HOST}/page'),
    'h2o-not-yet': site('H2O with a certificate of next month', lambda: [H2o(
        f'"{HOST}:443":\n    paths:\n      "/":\n        file.dir: /srv/www', 'not-yet-valid')], 'certificate-not-yet-valid', url=f'https://{HOST}/page'),
    # ---- proxies
    'privoxy-fine': proxied('Privoxy is the one way out', lambda: [Privoxy()], None, Privoxy.PORT),
    'privoxy-blocks': proxied('Privoxy blocks the site', lambda: [Privoxy('{ +block{lab} }\n.example.net\n')],
                              ('http-forbidden', 'proxy-required'), Privoxy.PORT),
    'privoxy-blocks-plain': proxied('the same for a plain page', lambda: [Privoxy('{ +block{lab} }\n.example.net\n')],
                                    'http-forbidden', Privoxy.PORT, PLAIN_URL),
    'tinyproxy-login': proxied('Tinyproxy wants a login', lambda: [Tinyproxy(TINYPROXY + 'BasicAuth ann gate\n')],
                               'http-proxy-authentication', TINY),
    'tinyproxy-port': proxied('Tinyproxy lets through to 563 alone', lambda: [Tinyproxy(TINYPROXY + 'ConnectPort 563\n')],
                              ('http-forbidden', 'proxy-required'), TINY),
    'tinyproxy-not-us': proxied('Tinyproxy is for others', lambda: [Tinyproxy('Allow 10.0.0.0/8\n')],
                                ('http-forbidden', 'proxy-required'), TINY),
    'tinyproxy-upstream': proxied('the proxy behind Tinyproxy is gone', lambda: [Tinyproxy(
        TINYPROXY + 'Upstream http 127.0.0.1:9\n')], ('http-gateway-failure', 'proxy-unreachable'), TINY),
    'squid-digest': proxied('Squid wants a digest login', lambda: [Squid(DIGEST)], 'http-proxy-authentication'),
    'login-in-settings': proxied('the settings name a user and a password for the proxy', lambda: [Squid(LOGIN)],
                                 (None, 'http-proxy-authentication'), proxy=through(user='ann:gate@'),
                                 verdict=('ok', 'problem', 'warning')),
    'no-such-proxy': proxied('the name of the proxy does not exist', list, 'proxy-unreachable',
                             proxy=through(host='proxy.example.net'), before=only(9), verdict=EITHER),
    'silent-proxy': proxied('the port of the proxy is dropped', list, 'proxy-unreachable', before=only(9), verdict=EITHER),
    'no-proxy-at-all': site('a web server is set as the proxy', lambda: [Nginx(SITE + f'server {{ listen {GATE}; }}', 'web-one', (80, 443, GATE))],
         ('proxy-unreachable', 'http-forbidden', 'proxy-required', 'protocol-error'), proxy=through(), before=only(GATE)),
    'pac-second-proxy': pac('the script names a dead proxy and a living one', f'PROXY {SERVER4}:9; PROXY {SERVER4}:{GATE}', None,
                            (GATE,), lambda: [Squid(f'http_port {GATE}\nhttp_access allow all\n')]),
    'pac-then-direct': pac('the script names a dead proxy, and the direct way', f'PROXY {SERVER4}:9; DIRECT', None),
    'pac-all-dead': pac('both proxies of the script are dead', f'PROXY {SERVER4}:9; SOCKS5 proxy.example.net:1080',
                        'proxy-unreachable', (9,)),
    'pac-then-shut': pac('the script names a dead proxy and the direct way, which is closed', f'PROXY {SERVER4}:9; DIRECT',
                         'proxy-unreachable', (9,), at_most=0.8),
    'pac-first-lives': pac('the first proxy wants a login, though there is another way', f'PROXY {SERVER4}:{GATE}; DIRECT',
                           'http-proxy-authentication', (), lambda: [Squid(LOGIN)]),
    # ---- portals
    'portal-307-dropped': site('a portal with 307, and https is dropped', cause='captive-portal', **portal(
        'return 307 http://192.168.77.1:2050/splash?redir=http%3A%2F%2Fwww.example.net;', 'drop')),
    'portal-refresh': site('a portal with a page that leads on by itself, and https is rejected', cause='captive-portal', **portal(
        'return 200 \'<html><meta http-equiv="refresh" content="0;url=http://wifi.hotel.example/"></html>\';',
        'reject with icmp type admin-prohibited')),
    'portal-plain': site('the same portal in place of a plain page', cause='captive-portal', url=PLAIN_URL, **portal(
        'return 303 http://wifi.hotel.example/anmeldung;', 'reject with tcp reset')),
    'portal-200-plain': site('a portal that shows its page in place of any plain page', cause='captive-portal', url=PLAIN_URL, **portal(
        'return 200 "<html><title>Willkommen</title><form>Zimmernummer <input name=r></form>";', 'reject with tcp reset')),
    'portal-by-names': site('every name leads to the portal', lambda: [Nginx(
        'server { listen 80 default_server; return 302 http://login.wifi.example/; }\n'
        'server { listen 443 ssl default_server; return 302 http://login.wifi.example/; }', 'wrong-name')],
        ('captive-portal', 'dns-answers-rewritten'), before=every_name),
}
