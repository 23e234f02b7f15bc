# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenSMTPD: 25 in clear, other ports where a scenario asks for them.

As Debian 12 builds it, it offers STARTTLS and then fails in the handshake, whatever the key: with
OpenSSL 3 its keys live in another process that the library no longer asks. A real server with a broken
encryption, then; logins, which it has under TLS alone, are tested elsewhere."""

import os
import re

from .judge import fake_time
from .network import DOMAIN, HOST, SERVER4, SERVER6
from .node import run, wait_for

CONFIGURATION = '''
pki lab cert "/etc/lab/server.pem"
pki lab key "/etc/lab/server.key"
table users file:/etc/lab/users
table boxes {{ alice = nobody, bob = nobody }}
{main}
{listen}
action "deliver" maildir "/var/mail/lab" virtual <boxes>
action "send" relay
{rules}
match from any for domain "{domain}" action "deliver"
match auth from any for any action "send"
'''


class OpenSmtpd:
    """The mail server of a scenario. main: lines before the listeners, listen: {port: words of its
    listen line}, rules: match lines before the ordinary ones; hurry: how many times as fast its clock
    goes, for limits that no setting changes."""

    root = 'opensmtpd'

    def __init__(self, main='', listen=None, rules='', certificate='good', users=None, hurry=0):
        self.hurry = hurry
        self.main, self.rules, self.certificate, self.users = main, rules, certificate, users
        self.listen = listen or {25: ''}
        self.ports = list(self.listen)

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'opensmtpd:x:921:921::/run/opensmtpd-empty:/usr/sbin/nologin\n'
                    'opensmtpq:x:922:922::/run/opensmtpd-empty:/usr/sbin/nologin\n')
        node.append('/etc/group', 'opensmtpd:x:921:\nopensmtpq:x:922:\n')
        lab.put_certificate(self.certificate)
        users = self.users or {f'alice@{DOMAIN}': lab.password}
        node.write('/etc/lab/users', ''.join(
            f'{user} {run(["openssl", "passwd", "-6", password]).strip()}\n'
            for user, password in users.items()))
        node.write('/etc/smtpd.conf', CONFIGURATION.format(
            main=self.main, rules=self.rules, domain=DOMAIN,
            listen='\n'.join(f'listen on {address} port {port} hostname {HOST} {words}'
                             for port, words in self.listen.items()
                             for address in (SERVER4, SERVER6))))
        node.run(['sh', '-euc', 'mount -t tmpfs -o mode=0711 tmpfs /var/spool\n'
                  'install -d -m 0755 /run/opensmtpd-empty /var/lib/opensmtpd/empty /var/log\n'
                  'install -d -m 0711 /var/spool/smtpd; chgrp 922 /usr/sbin/smtpctl'])
        # -v in the foreground: its log goes to standard error.
        log = node.path('/var/log/smtpd.log').open('w', encoding='utf-8')
        with log:
            clock = {'FAKETIME': f'+0 x{self.hurry}', 'LD_PRELOAD': fake_time(), 'FAKETIME_DISABLE_SHM': '1'} if self.hurry else {}
            self.process = node.start(['smtpd', '-d', '-v', '-T', 'smtp', '-f', '/etc/smtpd.conf'],
                                      stdout=log, stderr=log, env=os.environ | clock)
        for port in self.ports:
            wait_for(lambda port=port: node.listening(port), f'OpenSMTPD on {port}')

    def stop(self):
        self.node.run(['sh', '-c', 'kill $(pidof -s smtpd)'])
        wait_for(lambda: not any(map(self.node.listening, self.ports)), 'OpenSMTPD to stop')

    def logins(self):
        """How many times somebody tried to log in."""
        return len(re.findall(r'smtp authentication|result="?[a-z]+"? .*auth|tried to auth', self.logs()))

    def logs(self):
        return self.node.read('/var/log/smtpd.log')
