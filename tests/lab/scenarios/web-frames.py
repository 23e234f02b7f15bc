# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/2 is agreed on in the encryption, and the server behind it does not speak it."""

from lablib.scenario import Scenario
from lablib.web import URL, Apache, Nginx, http
from lablib.webmore import Haproxy

# What only passes bytes on promises for who stands behind it.
FRONT = '''
frontend edge
  mode tcp
  bind :::443 v4v6 TLS;
  default_backend behind
backend behind
  mode tcp
  server one 127.0.0.1:8081
'''
NGINX = 'server { listen 127.0.0.1:8081%s; server_name www.example.net; }'
APACHE = '<VirtualHost *:8081>\n  ServerName www.example.net\n  Protocols http/1.1\n</VirtualHost>\n'


def case(title, behind, cause, verdict='problem', **facts):
    return Scenario(title=title, servers=lambda: [behind(), Haproxy(FRONT)], args=http(URL), cause=cause, verdict=verdict,
                    facts={k.replace('__', '.'): v for k, v in facts.items()})


SCENARIOS = {
    'nginx': case('nginx behind a front that promises HTTP/2', lambda: Nginx(NGINX % '', 'web-one', (8081,)),
                  'server-reply-invalid', http__frames='http1'),
    'apache': case('Apache behind a front that promises HTTP/2', lambda: Apache(APACHE, 'web-one', (8081,)),
                   'server-reply-invalid', http__frames='http1'),
    'kept': case('nginx keeps what the front promises', lambda: Nginx(NGINX % ' http2', 'web-one', (8081,)), None, 'ok',
                 http__version='HTTP/2', http__frames=None),
}
