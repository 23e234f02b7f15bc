# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A zone that is signed, a name server that proves what it answers, and what the DNS announces about
certificates."""

import pathlib
import tempfile

from .network import DOMAIN, KNOT, NAMES4, OTHER_NAMES4
from .node import run, wait_for


def tlsa(folder, certificate, usage=3, selector=1, kind=1):
    """The data of a TLSA record for a certificate of the lab."""
    path = pathlib.Path(folder) / f'{certificate}.pem'
    # Scenarios that are played at the same time share the folder of certificates.
    with tempfile.TemporaryDirectory() as own:
        der, pem = pathlib.Path(own, 'der'), pathlib.Path(own, 'pub')
        if selector == 1:
            pem.write_text(run(['openssl', 'x509', '-in', path, '-noout', '-pubkey']), encoding='ascii')
            run(['openssl', 'pkey', '-pubin', '-in', pem, '-outform', 'DER', '-out', der])
        else:
            run(['openssl', 'x509', '-in', path, '-outform', 'DER', '-out', der])
        if kind == 0:
            return f'{usage} {selector} {kind} {der.read_bytes().hex()}'
        digest = run(['openssl', 'dgst', '-sha256' if kind == 1 else '-sha512', '-r', der]).split()[0]
        return f'{usage} {selector} {kind} {digest}'


class Dnssec:
    """Signs the lab's zone and gives the client a validating resolver. records: a function of the folder
    of the certificates that gives further lines of the zone; signed: False leaves the zone as it is.
    Stands before the daemon in the list of servers."""

    root = 'resolver'

    def __init__(self, records, signed=True):
        self.records, self.signed = records, signed

    def start(self, lab):
        network, server = lab.network, lab.network.server
        folder = lab.tools.authority.directory
        network.publish(self.records(folder))
        if self.signed:
            self.sign(network, server)
        anchor = server.run(['keymgr', '-c', '/etc/knot/knot.conf', '.', 'ds']).splitlines()[0] \
            if self.signed else None
        server.run(['ip', 'address', 'add', f'{OTHER_NAMES4}/32', 'dev', 'eth0'])
        server.write('/etc/unbound-hints', f'. 3600 NS ns.{DOMAIN}.\nns.{DOMAIN}. 3600 A {NAMES4}\n')
        server.write('/etc/unbound-lab.conf', 'server:\n'
                     f' interface: {OTHER_NAMES4}\n access-control: 0.0.0.0/0 allow\n do-ip6: no\n'
                     ' username: ""\n chroot: ""\n pidfile: /run/unbound.pid\n use-syslog: no\n'
                     ' logfile: /var/log/unbound.log\n root-hints: /etc/unbound-hints\n'
                     ' module-config: "validator iterator"\n'
                     + (f' trust-anchor: "{anchor}"\n' if anchor else ''))
        server.run(['unbound', '-c', '/etc/unbound-lab.conf'])
        wait_for(lambda: f'{OTHER_NAMES4}:53 ' in server.run(['ss', '-Hlun']), 'unbound')
        mine = network.client.directory / 'resolv.conf'
        mine.write_text(f'nameserver {OTHER_NAMES4}\n', encoding='ascii')
        network.client.run(['mount', '--bind', mine, '/etc/resolv.conf'])

    @staticmethod
    def sign(network, server):
        server.write('/etc/knot/knot.conf', KNOT.replace('zone:\n', 'policy:\n  - id: lab\n'
                     '    single-type-signing: on\n    algorithm: ecdsap256sha256\nzone:\n', 1)
                     .replace('    file: root.zone\n', '    file: root.zone\n    dnssec-signing: on\n'
                              '    dnssec-policy: lab\n    zonefile-load: difference\n', 1))
        server.run(['knotc', '-s', '/run/knot/knot.sock', '-b', 'reload'])
        wait_for(lambda: 'signing finished' in server.read('/var/log/knot.log')
                 or 'successfully signed' in server.read('/var/log/knot.log'), 'the signatures')

    def logins(self):
        return 0

    def logs(self):
        return ''
