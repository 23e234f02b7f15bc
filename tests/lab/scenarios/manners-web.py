# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web addresses, counted at the server."""

from lablib.manners import kept_web
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, WEB_USER, Nginx, http
from lablib.webmore import Haproxy

SITE = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; %s }'
LOGIN = SITE % 'auth_basic lab; auth_basic_user_file /etc/lab/htpasswd; %s'
# Behind the login: nginx looks at the login before it reads a page, and not before it sends on.
LEADS_ON = LOGIN % 'location = /page { try_files /none @on; } location @on { return 302 https://www.example.net/index; }'
MANY = 'server { listen 443 ssl http2; server_name www.example.net; }'
ASTRAY = 'server { listen 443 ssl http2 default_server; return 421; }'
ONCE = 'server { listen 443 ssl http2; server_name www.example.net; if ($server_protocol = HTTP/2.0) { return 421; } }'
FRONT = ('frontend edge\n  mode tcp\n  bind :::443 v4v6 TLS;\n  default_backend behind\n'
         'backend behind\n  mode tcp\n  server one 127.0.0.1:8081\n')


def counted(name, title, text, cause=None, verdict='ok', url=URL, certificate='web-one', ports=(80, 443), front=None,
            **more):
    return Scenario(title=f'counted at the server: {title}', args=http(url), cause=cause, verdict=verdict, languages=(),
                    servers=lambda: [Nginx(text, certificate, ports), *([Haproxy(front)] if front else [])],
                    after=kept_web(f'manners-web-{name}'), **more)


SCENARIOS = {
    'check': counted('check', 'all is well', SITE % ''),
    'plain': counted('plain', 'all is well without encryption', SITE % '', url=PLAIN_URL),
    'names': counted('names', 'other names of the certificate lead to the same server', MANY, certificate='web', ports=(443,)),
    'login': counted('login', 'a login', LOGIN % '', user=WEB_USER),
    'password': counted('password', 'a wrong password', LOGIN % '', 'auth-failed', 'problem', user=WEB_USER,
                        password='Wrong-Canary-6021'),
    'login-leads-on': counted('login-leads-on', 'a login that leads on to another page', LEADS_ON, 'http-not-found', 'problem',
                              user=WEB_USER),
    'login-plain': counted('login-plain', 'a login without encryption', LOGIN % '', 'http-authentication-required', 'problem',
                           url=PLAIN_URL, user=WEB_USER),
    'redirect': counted('redirect', 'from plain to encrypted',
                        'server { listen 80; return 301 https://www.example.net$request_uri; }'
                        'server { listen 443 ssl http2; server_name www.example.net; }', url=PLAIN_URL),
    'chain': counted('chain', 'a chain that never ends', SITE % 'return 302 https://www.example.net/x$request_uri;',
                     'http-redirect-loop', 'problem'),
    'elsewhere': counted('elsewhere', 'another site', SITE % 'return 302 https://www.example.org/;', 'http-redirect-elsewhere'),
    'once': counted('once', '421 over HTTP/2', ONCE, 'http-misdirected', 'problem', ports=(443,)),
    'astray': counted('astray', '421 for ever', ASTRAY, 'http-misdirected-permanent', 'problem', ports=(443,)),
    'error': counted('error', 'an error over HTTP/2', SITE % 'return 500;', 'server-error', 'problem'),
    'missing': counted('missing', 'no such page', SITE % 'return 404;', 'http-not-found', 'problem'),
    'expired': counted('expired', 'an expired certificate', SITE % '', 'certificate-expired', 'problem', certificate='web-expired'),
    'plain-on-tls': counted('plain-on-tls', 'plain words to a port with TLS', SITE % '', 'plain-on-tls-port', 'problem',
                            url='http://www.example.net:443/page'),
    'frames': counted('frames', 'HTTP/2 is promised and not spoken', 'server { listen 127.0.0.1:8081; }', 'server-reply-invalid',
                      'problem', ports=(8081,), front=FRONT),
}
