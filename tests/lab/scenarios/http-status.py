# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The neighbours of 421, each from nginx and from Apache."""

from lablib.scenario import Scenario
from lablib.web import Apache, Nginx, Silent, http

NGINX = '''
limit_req_zone $server_name zone=slow:1m rate=1r/m;
limit_req_status 429;
server {{ listen 127.0.0.1:8009; location / {{ return 444; }} }}
server {{
  listen 443 ssl http2;
  server_name www.example.net;
  location / {{ {rule} }}
}}
'''
APACHE = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  RewriteEngine on
  ProxyTimeout 1
  {rule}
</VirtualHost>
'''
SILENT = 'http://127.0.0.1:8008/'

# status: what nginx and Apache are told, and the cause
STATUSES = {
    '400': ('return 400;', 'RewriteRule ^ - [R=400]', 'protocol-error'),
    '401': ('auth_basic lab; auth_basic_user_file /etc/lab/htpasswd;',
            '<Location />\nAuthType Basic\nAuthName lab\nAuthUserFile /etc/lab/htpasswd\n'
            'Require valid-user\n</Location>', 'http-authentication-required'),
    '403': ('deny all;', '<Location />\nRequire all denied\n</Location>', 'http-forbidden'),
    '404': ('root /nowhere;', 'Alias /page /nowhere', 'http-not-found'),
    '407': ('return 407;', 'RewriteRule ^ - [R=407]', 'http-proxy-authentication'),
    '410': ('return 410;', 'Redirect gone /page', 'http-not-found'),
    '429': ('limit_req zone=slow;', 'RewriteRule ^ - [R=429]', 'http-rate-limited'),
    '500': ('return 500;', 'RewriteRule ^ - [R=500]', 'server-error'),
    '502': ('proxy_pass http://127.0.0.1:8009;', 'RewriteRule ^ - [R=502]', 'http-gateway-failure'),
    '503': ('return 503;', 'ProxyPass / http://127.0.0.1:9/', 'service-unavailable'),
    '504': (f'proxy_read_timeout 1s; proxy_pass {SILENT};', 'RewriteRule ^ - [R=504]',
            'http-gateway-failure'),
}


def use_up(lab):
    """One visit before ours, where a limit is to be met."""
    lab.network.client.run(['/usr/bin/python3', '-c', 'import ssl, socket\n'
                            'context = ssl._create_unverified_context()\n'
                            'plain = socket.create_connection(("www.example.net", 443), 10)\n'
                            'with context.wrap_socket(plain) as visit:\n'
                            '    visit.sendall(b"GET / HTTP/1.1\\r\\nHost: www.example.net\\r\\n\\r\\n")\n'
                            '    visit.recv(512)\n'])


def refused(server, text, status, cause):
    return Scenario(title=f'{server.__name__} answers {status}',
                    servers=lambda: [Silent(8008), server(text, certificate='web-one', ports=(443,))],
                    before=use_up if status == '429' else lambda lab: None, args=http(),
                    cause=cause, verdict='problem', facts={'http.status': status},
                    steps={'tls.handshake': 'ok', 'http.request': 'failed'}, languages=('ar',))


SCENARIOS = {
    f'{name}-{status}': refused(server, text.format(rule=rules[number]), status, rules[2])
    for number, (name, server, text) in enumerate((('nginx', Nginx, NGINX), ('apache', Apache, APACHE)))
    for status, rules in STATUSES.items()
}
