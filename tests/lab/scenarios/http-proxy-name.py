# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reverse proxy that gives another name to the encryption than to the request: who stands behind refuses."""

from lablib.scenario import Scenario
from lablib.web import Apache, Nginx, http, two_setups

BACK = two_setups(8443)
FRONT = '''
server { listen 443 ssl http2; server_name www.example.net;
  location / { proxy_pass https://127.0.0.1:8443; proxy_set_header Host $host; %s } }
'''
# nginx behind nginx minds a wrong name only where certificates are asked for, and says no word of why.
NGINX_BOTH = '''
server { listen 8443 ssl; server_name www.example.net; ssl_verify_client optional; }
server { listen 8443 ssl; server_name other.example.net; }
server { listen 443 ssl http2 default_server; return 404; }
''' + FRONT


def wrong_name(servers):
    return Scenario(title='a reverse proxy gives the server another name than the visitor’s',
                    servers=servers, args=http(), cause='http-sni-mismatch', verdict='problem',
                    facts={'http.status': '421', 'http.fresh.status': '421'})


def behind_nginx(more):
    return wrong_name(lambda: [Apache(BACK, certificate='web-one', ports=(8443,)),
                               Nginx(FRONT % more, certificate='web-one', ports=(443,))])


OTHER_NAME = 'proxy_ssl_server_name on; proxy_ssl_name other.example.net;'

SCENARIOS = {
    'nginx-nginx': wrong_name(lambda: [Nginx(NGINX_BOTH % OTHER_NAME, certificate='web-one',
                                             ports=(443, 8443))]),
    'nginx-none': behind_nginx(''),
    'nginx-other': behind_nginx(OTHER_NAME),
}
