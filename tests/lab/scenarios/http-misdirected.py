# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""421 in the ordinary request, cured by another connection or another version of HTTP."""

from lablib.scenario import Scenario
from lablib.web import Apache, Nginx, http

NGINX_HTTP2 = '''
server { listen 443 ssl http2; server_name www.example.net;
  if ($server_protocol = HTTP/2.0) { return 421; } }
'''
APACHE_HTTP2 = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  RewriteEngine on
  RewriteCond %{SERVER_PROTOCOL} ^HTTP/2
  RewriteRule ^ - [R=421]
</VirtualHost>
'''


def only_http2(server, text):
    return Scenario(title='421 over HTTP/2 alone',
                    servers=lambda: [server(text, certificate='web-one', ports=(443,))], args=http(),
                    cause='http-misdirected', verdict='problem',
                    facts={'http.status': '421', 'http.first_status': '421', 'http.restarts': '1',
                           'http.version': 'HTTP/2', 'http.fresh.status': '200'})


SCENARIOS = {'nginx-http2': only_http2(Nginx, NGINX_HTTP2),
             'apache-http2': only_http2(Apache, APACHE_HTTP2)}
