# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page behind a login: right and wrong, encrypted and not."""

from lablib.scenario import Scenario
from lablib.web import BASIC_LOGIN, PLAIN_URL, URL, WEB_USER, Apache, Nginx, http

NGINX = '''
server { listen 443 ssl http2; listen 80; server_name www.example.net;
  auth_basic lab; auth_basic_user_file /etc/lab/htpasswd; }
'''
APACHE = BASIC_LOGIN + '''<VirtualHost *:80>
  ServerName www.example.net
</VirtualHost>
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
</VirtualHost>
'''


def nothing_sent(lab, _report):
    return ['a login went over a plain connection'] if lab.logins() else []


def all_of(name, server, text):
    def servers():
        return [server(text, certificate='web-one')]
    return {
        f'{name}-right': Scenario(
            title='the right password', servers=servers, args=http(), user=WEB_USER, cause=None,
            verdict='ok', facts={'http.status': '200', 'http.auth.outcome': 'ok'},
            steps={'http.request': 'ok', 'http.auth': 'ok'}),
        f'{name}-wrong': Scenario(
            title='a wrong password', servers=servers, args=http(URL), user=WEB_USER,
            password='Wrong-Canary-5150', cause='auth-failed', verdict='problem',
            facts={'http.auth.outcome': 'rejected'}, steps={'http.auth': 'failed'}),
        f'{name}-plain': Scenario(
            title='no password over a plain connection', servers=servers, args=http(PLAIN_URL),
            user=WEB_USER, cause='http-authentication-required', verdict='problem', after=nothing_sent,
            facts={'http.auth.outcome': 'not-sent'}, steps={'http.auth': 'failed'}),
    }


SCENARIOS = all_of('nginx', Nginx, NGINX) | all_of('apache', Apache, APACHE)
