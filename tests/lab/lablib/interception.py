# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""sslsplit between client and server: as a protection program does on the client itself, or as a box
does in the network. It forges the server's certificate with a CA of its own."""

import pathlib

from .node import wait_for

HERE = 8443  # where it listens
NOBODY = 65534  # the user that it runs as; its own connections are not sent to it again


class Sslsplit:
    """place: "client" or "router"; issuer: the name of its CA; trusted: the client's system knows it."""

    root = 'tools'
    mode = 'ssl'  # "autossl": TLS begins with STARTTLS

    def __init__(self, place, issuer, ports=(465,), trusted=False):
        self.place, self.issuer, self.ports, self.trusted = place, issuer, ports, trusted

    def start(self, lab):
        self.node = node = getattr(lab.network, self.place)
        tools = lab.tools.roots / 'root-tools'
        name = f'forger-{id(self)}'
        lab.tools.authority.ca(name, self.issuer)
        folder = lab.tools.authority.directory
        if self.trusted:
            self.trust(lab, (folder / f'{name}.pem').read_text(encoding='ascii'))
        library = next((tools / 'usr/lib').glob('*-linux-gnu'))
        self.log = lab.tools.base / f'{name}.log'
        node.run(['env', f'LD_LIBRARY_PATH={library}', tools / 'usr/bin/sslsplit', '-d', '-u', 'nobody',
                  '-l', self.log, '-k', folder / f'{name}.key', '-c', folder / f'{name}.pem',
                  self.mode, '0.0.0.0', HERE])
        wait_for(lambda: node.listening(HERE), 'sslsplit')
        hook, own = (('output', f'meta skuid != {NOBODY}') if self.place == 'client'
                     else ('prerouting', 'iifname "clie"'))
        ports = ', '.join(map(str, self.ports))
        node.nft(f'table ip split {{ chain split {{ type nat hook {hook} priority -100;\n'
                 f'  {own} tcp dport {{ {ports} }} redirect to :{HERE}\n}}\n}}\n')

    def trust(self, lab, pem):
        """Its CA among those that the client's system trusts, and nobody else's system."""
        bundle = pathlib.Path('/etc/ssl/certs/ca-certificates.crt')
        both = lab.tools.base / f'bundle-{id(self)}.crt'
        both.write_text(bundle.read_text(encoding='ascii') + pem, encoding='ascii')
        lab.network.client.run(['mount', '--bind', both, bundle])

    def logins(self):
        return 0

    def logs(self):
        return self.log.read_text(encoding='utf-8', errors='replace') if self.log.exists() else ''
