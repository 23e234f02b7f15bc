# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logins that are not Basic over HTTPS."""

from lablib.scenario import Scenario
from lablib.web import BASIC_LOGIN, PLAIN_URL, URL, WEB_USER, Apache, http
from lablib.webmore import Lighttpd

REALM = 'lab'
LIGHTTPD = '''
auth.backend = "htdigest"
auth.backend.htdigest.userfile = "/etc/lab/htdigest"
auth.require = ( "" => ( "method" => "digest", "realm" => "lab", "require" => "valid-user", "algorithm" => "%s" ) )
'''
APACHE = '''
<Location />
  AuthType Digest
  AuthName lab
  AuthDigestProvider file
  AuthUserFile /etc/lab/htdigest
  Require valid-user
</Location>
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
</VirtualHost>
'''
OFFERS = '''
<Location />
  Require all denied
  ErrorDocument 401 "sign in"
  Header always set WWW-Authenticate "%s"
</Location>
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  RewriteEngine on
  RewriteRule ^ - [R=401]
</VirtualHost>
'''


# Who is let in is sent on: redirects of a place come behind its login.
SENDS_ON = BASIC_LOGIN + '''<Location /page>
  RewriteEngine on
  RewriteRule ^ %s [R=302,L]
</Location>
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
</VirtualHost>
'''


def sends_on(title, place, cause, verdict, outcome, **facts):
    return case(title, lambda: Apache(SENDS_ON % place, 'web-one', (443,)), cause, verdict, WEB_USER,
                facts={'http.auth.outcome': outcome} | {k.replace('__', '.'): v for k, v in facts.items()})


def case(title, server, cause, verdict='problem', user=None, url=URL, **more):
    return Scenario(title=title, servers=lambda: [server()], args=http(url), cause=cause, verdict=verdict,
                    user=user, **more)


def digest():
    return Apache(APACHE, 'web-one', (443,))


SCENARIOS = {
    'sent-elsewhere': sends_on('behind the login another site', 'https://login.portal.example/', 'http-redirect-elsewhere',
                               'inconclusive', 'redirected', http__redirect__outcome='other-site'),
    'sent-on': sends_on('behind the login another page', 'https://www.example.net/other', 'http-not-found', 'problem', 'not-known',
                        http__redirect__outcome='followed', http__status='404'),
    'sent-in-circle': sends_on('the login leads to itself', 'https://www.example.net/page', 'http-redirect-loop', 'problem',
                               'redirected', http__redirect__outcome='loop'),
    'sent-clear': sends_on('behind the login an unencrypted page', 'http://www.example.net/page', 'http-downgrade', 'problem',
                           'redirected', http__redirect__outcome='downgrade'),
    'lighttpd-digest-none': case('a page behind a Digest login', lambda: Lighttpd(LIGHTTPD % 'MD5'),
                                 'http-authentication-required'),
    'lighttpd-digest-right': case('a Digest login goes through', lambda: Lighttpd(LIGHTTPD % 'MD5'), None, 'ok',
                                  WEB_USER, facts={'http.auth.outcome': 'ok'}),
    'lighttpd-digest-sha256': case('a Digest login with SHA-256', lambda: Lighttpd(LIGHTTPD % 'SHA-256'), None,
                                   'ok', WEB_USER, facts={'http.auth.outcome': 'ok'}),
    'lighttpd-digest-wrong': case('a Digest login with the wrong password', lambda: Lighttpd(LIGHTTPD % 'MD5'),
                                  'auth-failed', 'problem', WEB_USER, password='Wrong-Canary-7261'),
    'apache-digest-right': case('a Digest login at Apache', digest, None, 'ok', WEB_USER),
    'apache-digest-wrong': case('a wrong Digest login at Apache', digest, 'auth-failed', 'problem', WEB_USER,
                                password='Wrong-Canary-7262'),
    'negotiate-none': case('single sign-on is wanted', lambda: Apache(OFFERS % 'Negotiate', 'web-one', (443,)),
                           'http-authentication-required'),
    'negotiate-user': case('single sign-on is wanted, a password is there',
                           lambda: Apache(OFFERS % 'Negotiate', 'web-one', (443,)),
                           ('http-authentication-required', 'auth-method-rejected'), 'problem', WEB_USER),
}
