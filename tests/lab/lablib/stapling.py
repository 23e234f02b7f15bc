# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lab's authority says about a certificate of its own (OCSP), for a server to staple."""

import os
import pathlib
import subprocess

from .judge import wrong_clock
from .network import HOST
from .node import run, wait_for

MUST_STAPLE = 'tls_feature = 5'


class Stapled:
    """Issues a certificate under `name` and, where answer is not None, lays an OCSP answer for it into
    /etc/lab/ocsp.der on the server. Stands before the daemon in the list of servers.

    answer: "good", "revoked", "stale" (of 40 days ago, good for seven), "other" (about another
    certificate), "forged" (signed by somebody else)."""

    FILE = '/etc/lab/ocsp.der'

    def __init__(self, name, hosts=(HOST,), answer='good', must=False, lines=()):
        self.name, self.hosts, self.answer = name, list(hosts), answer
        self.lines = [*lines, *([MUST_STAPLE] if must else [])]

    def start(self, lab):
        authority = lab.tools.authority
        self.folder = authority.directory
        authority.issue(self.name, self.hosts, lines=self.lines)
        if self.answer is None:
            return
        signer = 'ca'
        if self.answer == 'forged':
            signer = f'{self.name}-forger'
            authority.ca(signer, 'Somebody Else')
        certificate = 'good' if self.answer == 'other' else self.name
        lab.network.server.write(self.FILE, '')
        lab.network.server.path(self.FILE).write_bytes(self.make(certificate, signer))

    def serial(self, certificate):
        return run(['openssl', 'x509', '-in', self.folder / f'{certificate}.pem', '-noout', '-serial']
                   ).strip().split('=')[1]

    def make(self, certificate, signer):
        base = self.folder / f'{self.name}-ocsp'
        state = 'R\t351231235959Z\t261101120000Z,keyCompromise' if self.answer == 'revoked' else \
            'V\t351231235959Z\t'
        pathlib.Path(f'{base}.txt').write_text(f'{state}\t{self.serial(certificate)}\tunknown\t/CN={HOST}\n',
                                               encoding='ascii')
        run(['openssl', 'ocsp', '-no_nonce', '-issuer', self.folder / 'ca.pem',
             '-cert', self.folder / f'{certificate}.pem', '-reqout', f'{base}.req'])
        environment = os.environ | (wrong_clock('-40d', {}) if self.answer == 'stale' else {})
        run(['openssl', 'ocsp', '-index', f'{base}.txt', '-CA', self.folder / 'ca.pem',
             '-rsigner', self.folder / f'{signer}.pem', '-rkey', self.folder / f'{signer}.key',
             '-reqin', f'{base}.req', '-respout', f'{base}.der', '-ndays', '7'], env=environment)
        return pathlib.Path(f'{base}.der').read_bytes()

    def logins(self):
        return 0

    def logs(self):
        return ''


class PlainServer:
    """openssl s_server on a port, with the answer stapled: for what no mail server would send. Nothing
    is spoken over it. certificate: NONE where it has nothing to show at all."""

    NONE = ''

    def __init__(self, port, certificate, more=()):
        self.port, self.certificate, self.more = port, certificate, list(more)

    def start(self, lab):
        self.node = lab.network.server
        shown = ['-nocert']
        if self.certificate:
            lab.put_certificate(self.certificate)
            shown = ['-cert', '/etc/lab/server.pem', '-key', '/etc/lab/server.key']
        lab.held.append(self.node.start(
            ['openssl', 's_server', '-accept', self.port, *shown, '-quiet', *self.more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
        wait_for(lambda: self.node.listening(self.port), f's_server on {self.port}')

    def logins(self):
        return 0

    def logs(self):
        return ''
