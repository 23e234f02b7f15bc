# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that share certificate and address, but not their encryption: each alone works, and a program
that uses one connection for both gets a 421."""

from lablib.scenario import Scenario
from lablib.web import STEPS, Apache, Nginx, http

# nginx minds only where the name asked for wants certificates.
NGINX = '''
server { listen 443 ssl http2; server_name www.example.net; ssl_verify_client optional; }
server { listen 443 ssl http2; server_name shop.example.net example.net; }
'''
APACHE = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
</VirtualHost>
<VirtualHost *:443>
  ServerName shop.example.net
  ServerAlias example.net
  TLS;
  SSLProtocol TLSv1.2
</VirtualHost>
'''
APACHE_CLIENT = APACHE.replace('SSLProtocol TLSv1.2', 'SSLVerifyClient optional\n'
                                '  SSLCACertificateFile /etc/lab/ca.pem')


def shared(server, text):
    return Scenario(title='a shared connection gets 421, a fresh one does not',
                    servers=lambda: [server(text, ports=(443,))], args=http(),
                    cause='http-misdirected', verdict='warning', steps=STEPS,
                    facts={'http.status': '200', 'http.version': 'HTTP/2',
                           'http.shared.status': '421',
                           'http.names.same_address': 'example.net shop.example.net',
                           'http.shared.name': 'example.net'})


SCENARIOS = {
    'nginx-client-certificate': shared(Nginx, NGINX),
    'apache-versions': shared(Apache, APACHE),
    'apache-client-certificate': shared(Apache, APACHE_CLIENT),
    'nginx-alike': Scenario(
        title='names that share all settings bear a shared connection',
        servers=lambda: [Nginx(NGINX.replace('ssl_verify_client optional;', ''), ports=(443,))],
        args=http(), cause=None, verdict='ok', steps=STEPS, facts={'http.shared.status': ('200', '404')}),
}
