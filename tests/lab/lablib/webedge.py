# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web servers that stand at the edge of a network: Caddy and nghttpx."""

import crypt

from .web import WEB_USER
from .webmore import More

OUTPUT = '/var/log/lab-edge.log'


class Edge(More):
    root = 'edge'

    def launch_quietly(self, command):
        self.node.start(['sh', '-c', f'cd / && HOME=/tmp exec {command} >{OUTPUT} 2>&1'])

    def logs(self):
        return self.node.read(OUTPUT)


class Caddy(Edge):
    """text: sites; "TLS;" stands for the certificate, HASH for the hash of the password; common: further
    global settings."""

    def __init__(self, text, certificate='web-one', ports=None, common=''):
        super().__init__(text, certificate, ports)
        self.common = common

    def start(self, lab):
        self.hashed = ''
        if 'HASH' in self.text:
            # Its own hash takes a second of work for each login, and a minute on a busy machine.
            self.hashed = crypt.crypt(lab.password, crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=32))
        super().start(lab)

    def begin(self):
        text = (self.text.replace('TLS;', 'tls /etc/lab/server.pem /etc/lab/server.key')
                .replace('HASH', f'{WEB_USER} {self.hashed}'))
        self.node.write('/etc/lab/Caddyfile', f'{{\n  admin off\n  auto_https disable_redirects\n  {self.common}\n}}\n{text}\n')
        self.launch_quietly('caddy run --config /etc/lab/Caddyfile --adapter caddyfile')


class Nghttpx(Edge):
    """text: further options of its command line, blank-separated."""

    def begin(self):
        self.launch_quietly(f"nghttpx --frontend='*,{self.ports[0]}' --workers=1 {self.text} "
                            '/etc/lab/server.key /etc/lab/server.pem')
