# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pure-FTPd with TLS on port 21. It tells the system's log alone who logged in, and here is none."""

from .accounts import make_carol
from .node import wait_for
from .vsftpd import PASSIVE


class Pureftpd:
    """The file server of a scenario: options are those of its command line; family: "-4" or "-6"."""

    root = 'pureftpd'

    def __init__(self, *options, tls=1, home=True, port=21, family='-4'):
        self.options, self.tls, self.home = options, tls, home
        self.port, self.family = port, family

    def start(self, lab):
        self.node = node = lab.network.server
        lab.put_certificate('good')
        make_carol(node, lab.password, self.home)
        node.write('/etc/ssl/private/pure-ftpd.pem',
                   node.read('/etc/lab/server.key') + node.read('/etc/lab/server.pem'), 0o600)
        node.run(['install', '-d', '/var/run/pure-ftpd'])
        node.run(['pure-ftpd', '-B', self.family, '-E', '-H', '-A', '-l', 'unix', '-S', f',{self.port}', '-u', '100',
                  '-p', f'{PASSIVE[0]}:{PASSIVE[1]}', '-Y', self.tls, *self.options])
        wait_for(lambda: node.listening(self.port), 'Pure-FTPd')

    def logins(self):
        return 0

    def logs(self):
        return ''
