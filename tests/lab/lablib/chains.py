# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chains of certificates, right and wrong, made for one scenario."""

from .network import HOST
from .node import run


class Chain:
    """Issues a certificate under `name`; its file holds it and what is sent along. Stands before the
    daemon in the list of servers.

    root: the name of an authority of its own that nobody trusts (None: the lab's); middle: the name of
    an intermediate (True: some name, None: none); middle_days: when it begins and ends; send: which of
    "middle" and "root" the server sends."""

    def __init__(self, name, root=None, middle=None, middle_days=(-10, 3650), send=(), lines=()):
        self.name, self.own, self.middle = name, root, middle
        self.middle_days, self.send, self.lines = middle_days, send, lines

    def start(self, lab):
        authority = lab.tools.authority
        above = 'ca'
        files = {}
        if self.own:
            above = files['root'] = f'{self.name}-root'
            authority.ca(above, self.own)
        if self.middle:
            common_name = f'{self.name} Issuing' if self.middle is True else self.middle
            files['middle'] = authority.intermediate(f'{self.name}-middle', common_name, above,
                                                     *self.middle_days)
            above = files['middle']
        authority.issue(self.name, [HOST], issuer=above, lines=self.lines)
        path = authority.directory / f'{self.name}.pem'
        path.write_text(path.read_text(encoding='ascii')
                        + ''.join(authority.text(f'{files[part]}.pem') for part in self.send),
                        encoding='ascii')

    def logins(self):
        return 0

    def logs(self):
        return ''


class ShortPrime:
    """Parameters of a key exchange that nobody should use any more. Stands before the daemon."""

    FILE = '/etc/lab/dh.pem'

    def start(self, lab):
        lab.network.server.write(self.FILE, run(['openssl', 'dhparam', '1024']))

    def logins(self):
        return 0

    def logs(self):
        return ''


class Files:
    """A certificate of the lab in files of its own, so that the web server and the mail server of one
    machine show different ones: /etc/lab/NAME.pem and .key. Stands before the daemon."""

    def __init__(self, name):
        self.name = name

    def start(self, lab):
        for kind, mode in (('pem', 0o644), ('key', 0o600)):
            lab.network.server.write(f'/etc/lab/{self.name}.{kind}',
                                     lab.tools.authority.text(f'{self.name}.{kind}'), mode)

    def settings(self):
        """For Postfix."""
        return {'smtpd_tls_cert_file': f'/etc/lab/{self.name}.pem',
                'smtpd_tls_key_file': f'/etc/lab/{self.name}.key'}

    def logins(self):
        return 0

    def logs(self):
        return ''
