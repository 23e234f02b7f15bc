# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that the environment names, as browsers and programs use it: it works, refuses or is gone."""

from lablib.network import SERVER4
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, Nginx, http
from lablib.webmore import Squid

PORT = 3128
PROXY = f'http://{SERVER4}:{PORT}'
SITE = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; }'
OPEN = f'http_port {PORT}\nhttp_access allow all\n'
CLOSED = f'http_port {PORT}\nhttp_access deny all\n'
LOGIN = (f'http_port {PORT}\nauth_param basic program /usr/lib/squid/basic_fake_auth\nauth_param basic realm gate\n'
         'acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n')


def only_proxy(lab):
    lab.network.router.nft('table inet only { chain way { type filter hook forward priority 0;\n'
                           f'  iifname "clie" tcp dport != {PORT} drop\n}}\n}}\n')


def case(title, text, cause, verdict='problem', url=URL, before=only_proxy, servers=None, proxy=None, **facts):
    return Scenario(title=title, servers=servers or (lambda: [Nginx(SITE, 'web-one'), Squid(text)]),
                    args=http(url), before=before, cause=cause, verdict=verdict,
                    proxy=proxy or {'https_proxy': PROXY, 'http_proxy': PROXY},
                    facts={k.replace('__', '.'): v for k, v in facts.items()})


SCENARIOS = {
    'works': case('the one way out is a proxy, which works', OPEN, None, 'ok', local__proxy=PROXY),
    'works-plain': case('the same for a plain page', OPEN, None, 'ok', PLAIN_URL, local__proxy=PROXY),
    'login': case('a proxy that wants a login', LOGIN, 'http-proxy-authentication'),
    'login-plain': case('the same for a plain page', LOGIN, 'http-proxy-authentication', url=PLAIN_URL),
    'forbids': case('a proxy that forbids the site', CLOSED, ('http-forbidden', 'proxy-required')),
    'gone': case('a proxy that is switched off', '', 'proxy-unreachable',
                 servers=lambda: [Nginx(SITE, 'web-one')]),
    'origin-gone': case('a proxy that works, a site that is gone', OPEN,
                        ('http-gateway-failure', 'service-unavailable', 'service-not-running'),
                        servers=lambda: [Squid(OPEN)]),
    'not-needed': case('a proxy that the site is excepted from', OPEN, None, 'ok', before=lambda lab: None,
                       proxy={'https_proxy': PROXY, 'no_proxy': 'example.net'}, http__proxy=None),
}
