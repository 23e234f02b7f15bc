# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server does not want this site over any connection."""

from lablib.network import SECOND4, SERVER4
from lablib.scenario import Scenario
from lablib.web import TWO, Apache, Nginx, http

NGINX = '''
server { listen 443 ssl http2 default_server; return 421; }
server { listen 443 ssl http2; server_name shop.example.net example.net; }
'''
APACHE = '''
<VirtualHost *:443>
  ServerName default.example.net
  TLS;
  RewriteEngine on
  RewriteRule ^ - [R=421]
  ErrorDocument 421 "This site is not served here."
</VirtualHost>
<VirtualHost *:443>
  ServerName shop.example.net
  ServerAlias example.net
  TLS;
</VirtualHost>
'''
TWO_NGINX = f'''
server {{ listen {SERVER4}:443 ssl; return 421; }}
server {{ listen {SECOND4}:443 ssl; server_name two.example.net; }}
'''


def permanent(server, text):
    return Scenario(title='421 for ever: the site is not set up there',
                    servers=lambda: [server(text, ports=(443,))], args=http(),
                    cause='http-misdirected-permanent', verdict='problem',
                    facts={'http.status': '421', 'http.restarts': '1', 'http.fresh.status': '421',
                           'http.name.status': ('200', '404')})


SCENARIOS = {
    'nginx': permanent(Nginx, NGINX),
    'apache': permanent(Apache, APACHE),
    'one-address': Scenario(
        title='one of two servers of the name does not know it',
        servers=lambda: [Nginx(TWO_NGINX, certificate='web-two', ports=(443,))],
        args=http(f'https://{TWO}/page', '--resolve', f'{TWO}:{SERVER4}', '--resolve', f'{TWO}:{SECOND4}'),
        cause='http-misdirected-permanent', verdict='problem',
        facts={'http.fresh.status': '421', 'http.address.works': SECOND4}),
}
