# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encryption that fails before any page is asked for."""

from lablib.scenario import Scenario
from lablib.web import Apache, Nginx, http

NGINX = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; %s }'
APACHE = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  %s
</VirtualHost>
<VirtualHost *:80>
  ServerName www.example.net
</VirtualHost>
'''
APACHE_CLIENT = 'SSLVerifyClient require\n  SSLCACertificateFile /etc/lab/ca.pem'


def broken(server, text, cause, certificate='web-one', url='https://www.example.net/page', facts=None):
    return Scenario(title=f'{server.__name__}: {cause}', args=http(url), cause=cause,
                    servers=lambda: [server(text, certificate=certificate)], verdict='problem',
                    facts=facts or {})


def all_of(name, server, text, client):
    return {
        f'{name}-certificate-name': broken(server, text % '', 'certificate-name-mismatch', 'wrong-name',
                                           facts={'http.status': None}),
        f'{name}-certificate-expired': broken(server, text % '', 'certificate-expired', 'web-expired'),
        f'{name}-client-certificate': broken(server, text % client, 'client-certificate-required'),
        f'{name}-tls-on-plain-port': broken(server, text % '', 'tls-on-plain-port',
                                            url='https://www.example.net:80/page'),
        f'{name}-plain-on-tls-port': broken(server, text % '', 'plain-on-tls-port',
                                            url='http://www.example.net:443/page'),
    }


SCENARIOS = (all_of('nginx', Nginx, NGINX, 'ssl_verify_client on;')
             | all_of('apache', Apache, APACHE, APACHE_CLIENT))
