# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Redirects that lead nowhere, and those that lead on."""

from lablib.network import ROUTER4
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, STEPS, URL, Apache, Nginx, http

NGINX = '''
server {{ listen 443 ssl http2; server_name www.example.net; {www} }}
server {{ listen 443 ssl http2; server_name example.net; {apex} }}
server {{ listen 80; server_name www.example.net; {plain} }}
'''
APACHE = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  {www}
</VirtualHost>
<VirtualHost *:443>
  ServerName example.net
  TLS;
  {apex}
</VirtualHost>
<VirtualHost *:80>
  ServerName www.example.net
  {plain}
</VirtualHost>
'''


def site(server, www='', apex='', plain=''):
    text = NGINX if server is Nginx else APACHE
    rule = 'return 302 {};' if server is Nginx else 'RedirectMatch 302 ^ {}'
    rules = {name: rule.format(to) if to else ''
             for name, to in (('www', www), ('apex', apex), ('plain', plain))}
    return lambda: [server(text.format(**rules))]


def stopped(title, servers, cause, outcome, url=URL):
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, verdict='problem',
                    facts={'http.redirect.outcome': outcome}, steps={'http.request': 'failed'})


def all_of(name, server):
    return {
        f'{name}-loop': stopped('two names lead to each other',
                                site(server, 'https://example.net/page', URL),
                                'http-redirect-loop', 'loop'),
        f'{name}-loop-plain': stopped('the plain page leads to itself', site(server, plain=PLAIN_URL),
                                      'http-redirect-loop', 'loop', PLAIN_URL),
        f'{name}-downgrade': stopped('the encrypted page leads to the plain one',
                                     site(server, PLAIN_URL), 'http-downgrade', 'downgrade'),
        f'{name}-portal': stopped('every page leads to one of the local network',
                                  site(server, plain=f'http://{ROUTER4}/login'), 'captive-portal',
                                  'private-address', PLAIN_URL),
        f'{name}-upgrade': Scenario(
            title='the plain page leads to the encrypted one', servers=site(server, plain=URL),
            args=http(PLAIN_URL), cause=None, verdict='ok',
            facts={'http.redirect.outcome': 'followed', 'http.redirects': '1', 'http.status': '200'}),
        f'{name}-elsewhere': Scenario(
            title='another site is not asked', servers=site(server, 'https://www.example.org/'),
            args=http(), cause=None, verdict='ok', steps=STEPS,
            facts={'http.redirect.outcome': 'other-site', 'http.redirects': '0'}),
    }


SCENARIOS = all_of('nginx', Nginx) | all_of('apache', Apache)
