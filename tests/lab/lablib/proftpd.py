# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ProFTPD with TLS on port 21. It wants the data connection to resume the session of the first."""

import re

from .accounts import make_carol
from .node import run, wait_for
from .vsftpd import PASSIVE

BASE = {
    'ServerName': '"Lab"',
    'ServerType': 'standalone',
    'DefaultServer': 'on',
    'UseIPv6': 'off',
    'Port': '21',
    'User': 'nobody',
    'Group': 'nogroup',
    'AuthOrder': 'mod_auth_unix.c',
    'RequireValidShell': 'off',
    'UseReverseDNS': 'off',
    'TimesGMT': 'on',
    'PidFile': '/run/proftpd.pid',
    'ScoreboardFile': '/run/proftpd/scoreboard',
    'SystemLog': '/var/log/proftpd.log',
    'LogFormat': 'lab "%m %s"',
    'ExtendedLog': '/var/log/commands.log AUTH lab',
    'PassivePorts': f'{PASSIVE[0]} {PASSIVE[1]}',
    'DefaultRoot': '~',
}
TLS = {
    'TLSEngine': 'on',
    'TLSRequired': 'off',
    'TLSRSACertificateFile': '/etc/lab/server.pem',
    'TLSRSACertificateKeyFile': '/etc/lab/server.key',
    'TLSLog': '/var/log/tls.log',
}


class Proftpd:
    """The file server of a scenario: settings go over BASE and TLS; tls: the module is loaded; virtual:
    the only account has this name and is in a file of the server's own; modules: further ones."""

    root = 'proftpd'

    def __init__(self, settings=None, tls=True, more='', home=True, virtual='', modules=(),
                 certificate='good'):
        self.settings = BASE | (TLS if tls else {}) | (settings or {})
        self.certificate = certificate
        self.head = 'ModulePath /usr/lib/proftpd\n' + ''.join(
            f'LoadModule {name}.c\n' for name in (*(['mod_tls'] if tls else []), *modules))
        self.more, self.home, self.virtual = more, home, virtual
        if virtual:
            self.settings |= {'AuthOrder': 'mod_auth_file.c', 'AuthUserFile': '/etc/proftpd.users'}

    def start(self, lab):
        self.node = node = lab.network.server
        lab.put_certificate(self.certificate)
        make_carol(node, lab.password, self.home)
        if self.virtual:
            hashed = run(['openssl', 'passwd', '-6', lab.password]).strip()
            node.write('/etc/proftpd.users', f'{self.virtual}:{hashed}:5001:5001::/srv/carol:/bin/sh\n',
                       0o600)
        node.run(['install', '-d', '/run/proftpd'])
        node.write('/etc/proftpd.lab', self.head + self.more
                   + ''.join(f'{k} {v}\n' for k, v in self.settings.items()))
        node.run(['proftpd', '-c', '/etc/proftpd.lab'])
        wait_for(lambda: node.listening(int(self.settings['Port'])), 'ProFTPD')

    def logins(self):
        return len(re.findall(r'^PASS ', self.node.read('/var/log/commands.log'), re.M))

    def logs(self):
        return ''.join(map(self.node.read, ('/var/log/proftpd.log', '/var/log/tls.log',
                                            '/var/log/commands.log')))
