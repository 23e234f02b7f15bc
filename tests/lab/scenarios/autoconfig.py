# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider publishes its settings itself; the check of an account finds and uses them."""

from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.published import FILE, NGINX, OWN, Publishing
from lablib.scenario import Scenario
from lablib.web import Apache, Nginx

APACHE = '''
<VirtualHost *:443>
  ServerName example.net
  TLS;
  DocumentRoot /srv/auto
</VirtualHost>
'''


class Database(Publishing):
    """The public database of settings, on a host of its own name; its log says who asked."""

    HOST = 'autoconfig.thunderbird.net'

    def __init__(self):
        text = f'server {{ listen 443 ssl; server_name {self.HOST}; root /srv/auto; }}'
        super().__init__(Nginx(text, certificate='database', ports=(443,)), '/v1.1/example.net')

    def start(self, lab):
        with lab.tools.copying:
            if not (lab.tools.authority.directory / 'database.pem').exists():
                lab.tools.authority.issue('database', [self.HOST])
        lab.network.publish(f'{self.HOST}. A 44.128.9.10\n')
        super().start(lab)


def asked(wanted):
    """Whether the database was asked about the domain, by its own log."""
    def after(lab, report):
        log = lab.network.server.read(f'{Nginx.folder}/access.log')
        return [] if (f'{Database.HOST} "GET /v1.1/' in log) == wanted else [f'the database was asked: {log}']
    return after


WELL_KNOWN = '/.well-known/autoconfig/mail/config-v1.1.xml'


def found(server, text, path):
    return Scenario(title='the settings are those that the provider publishes',
                    servers=lambda: [Publishing(server(text, certificate='auto', ports=(443,)), path),
                                     Postfix()],
                    args=['check', 'account', ALICE], user=ALICE, cause=None, verdict='ok',
                    steps={'smtp.auth': 'ok'},
                    facts={'account.source': 'autoconfig', 'account.autoconfig': 'ok'})


SCENARIOS = {
    'nginx-own-name': found(Nginx, NGINX % '', OWN),
    'apache-well-known': found(Apache, APACHE, WELL_KNOWN),
    'sign-in-page': Scenario(
        title='a sign-in page lies there: the name servers still know the settings',
        servers=lambda: [Publishing(Nginx(NGINX % 'default_type text/html;', certificate='auto',
                                          ports=(443,)), OWN,
                                    '<html><body>Please sign in</body></html>'), Postfix()],
        args=['check', 'account', ALICE], user=ALICE, cause=None, verdict='ok',
        facts={'account.source': 'srv', 'account.autoconfig': 'invalid'}),
}


def different(title, offer, args, cause, differs, user=ALICE, postfix=Postfix, **more):
    """The provider publishes `offer` (port, encryption, user name), the account has other settings."""
    port, security, name = offer
    text = (FILE.replace('<port>587', f'<port>{port}').replace('>STARTTLS<', f'>{security}<')
            .replace('%EMAILADDRESS%', name))
    facts = {'account.differs': differs} | ({'account.source': 'autoconfig'} if differs else {})
    return Scenario(title=title, servers=lambda: [
        Publishing(Nginx(NGINX % '', certificate='auto', ports=(443,)), OWN, text), postfix()],
        args=args, user=user, cause=cause, verdict=more.pop('verdict', 'problem'), facts=facts, **more)


SCENARIOS |= {
    'port-differs': different('the port is another one than the provider publishes', (465, 'SSL', '%EMAILADDRESS%'),
                              smtp(port=2525), 'settings-differ-from-provider', 'port security'),
    'encryption-differs': different('TLS from the first byte where STARTTLS is published',
                                    (587, 'STARTTLS', '%EMAILADDRESS%'), smtp('--security', 'tls'),
                                    'tls-on-plain-port', 'security'),
    'user-differs': different('the whole address where its first part is published', (587, 'STARTTLS', '%EMAILLOCALPART%'),
                              smtp(), ('username-form-wrong', 'auth-failed', 'wrong-password'), 'user', password='wrong-one'),
    'host-differs': different('a server name that does not exist', (587, 'STARTTLS', '%EMAILADDRESS%'),
                              smtp(host='smtp.example.net'), 'domain-not-found', 'host'),
    'differs-and-works': different('another port than the published one, and it works', (465, 'SSL', '%EMAILADDRESS%'),
                                   smtp(), None, None, verdict='ok'),
    'same-and-wrong-password': different('the published settings and a wrong password',
                                         (587, 'STARTTLS', '%EMAILADDRESS%'), smtp(),
                                         ('wrong-password', 'auth-failed'), None, password='wrong-one'),
}

SCENARIOS |= {
    'database': Scenario(
        title='the provider publishes nothing, and the public database may be asked',
        servers=lambda: [Database(), Postfix()], args=['check', 'account', ALICE, '--public-database'], user=ALICE,
        cause=None, verdict='ok', facts={'account.source': 'public-database'}, after=asked(True)),
    'database-unasked': Scenario(
        title='without the person’s word it is not asked', servers=lambda: [Database(), Postfix()],
        args=['check', 'account', ALICE], user=ALICE, cause=None, verdict='ok', facts={'account.source': 'srv'},
        after=asked(False)),
}
