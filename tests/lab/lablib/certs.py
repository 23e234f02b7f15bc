# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate authority and the certificates of the lab, made anew for every run."""

import datetime
import pathlib
import shutil

from .node import run

DAY = datetime.timedelta(days=1)


class Authority:
    """CA files in a directory: ca.pem, and NAME.pem with NAME.key for each certificate."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.ca_file = self.directory / 'ca.pem'

    def copy(self, directory):
        """For one scenario, which may have certificates of its own made, while others do the same."""
        return Authority(shutil.copytree(self.directory, directory))

    def close(self):
        shutil.rmtree(self.directory)

    def key(self, name, kind=('--key-type=rsa', '--bits=2048')):
        run(['certtool', '--generate-privkey', *kind, '--outfile', str(self.directory / f'{name}.key')])

    def template(self, name, common_name, lines, begins, ends):
        now = datetime.datetime.now(datetime.timezone.utc)
        begin, end = ((now + days * DAY).strftime('%Y-%m-%d %H:%M:%S') for days in (begins, ends))
        text = [f'cn = "{common_name}"', 'organization = "Throughline Lab"',
                f'activation_date = "{begin} UTC"', f'expiration_date = "{end} UTC"', *lines]
        (self.directory / f'{name}.tmpl').write_text('\n'.join(text) + '\n', encoding='utf-8')

    def certtool(self, action, name, *more):
        run(['certtool', action, '--template', str(self.directory / f'{name}.tmpl'),
             '--load-privkey', str(self.directory / f'{name}.key'), *more,
             '--outfile', str(self.directory / f'{name}.pem')])

    def issue(self, name, hosts, begins=-5, ends=90, issuer='ca', lines=(), self_signed=False,
              elliptic=False):
        """A server's certificate for these host names; the chain file holds it and its issuer."""
        self.key(name, *[('--key-type=ecdsa', '--curve=secp256r1')] * elliptic)
        self.template(name, hosts[0], [f'dns_name = "{h}"' for h in hosts]
                      + ['tls_www_server', 'signing_key', *['encryption_key'] * (not elliptic), *lines],
                      begins, ends)
        if self_signed:
            self.certtool('--generate-self-signed', name)
        else:
            self.certtool('--generate-certificate', name,
                          '--load-ca-certificate', str(self.directory / f'{issuer}.pem'),
                          '--load-ca-privkey', str(self.directory / f'{issuer}.key'))
        return name

    def ca(self, name, common_name):
        """Another authority, of that name."""
        self.key(name)
        self.template(name, common_name, ['ca', 'cert_signing_key'], -10, 3650)
        self.certtool('--generate-self-signed', name)

    def intermediate(self, name='middle', common_name='Lab Intermediate', issuer='ca', begins=-10,
                     ends=3650):
        self.key(name)
        self.template(name, common_name, ['ca', 'cert_signing_key'], begins, ends)
        self.certtool('--generate-certificate', name,
                      '--load-ca-certificate', str(self.directory / f'{issuer}.pem'),
                      '--load-ca-privkey', str(self.directory / f'{issuer}.key'))
        return name

    def text(self, name):
        return (self.directory / name).read_text(encoding='utf-8')


def make(directory, host, other):
    """Every certificate that a scenario may name."""
    directory.mkdir(parents=True)
    authority = Authority(directory)
    authority.ca('ca', 'Lab Root')
    domain = host.split('.', 1)[1]
    authority.issue('good', [host, f'ftp.{domain}', f'six.{domain}', f'both.{domain}'])
    authority.issue('web', [f'www.{domain}', domain, f'shop.{domain}'])
    authority.issue('auto', [domain, f'autoconfig.{domain}', f'mta-sts.{domain}'])
    authority.issue('web-one', [f'www.{domain}'])
    authority.issue('web-two', [f'two.{domain}', f'www.{domain}'])
    authority.issue('web-expired', [f'www.{domain}'], begins=-400, ends=-35)
    authority.issue('wrong-name', [other])
    # Small: a whole handshake without a packet of full size.
    authority.issue('small', [host, f'two.{domain}', f'six.{domain}', f'both.{domain}'], elliptic=True)
    authority.issue('alias', [f'smtp.{domain}', f'mx.{domain}', 'smtp.lakeside.example.com'], elliptic=True)
    authority.issue('carrier', ['relay7.carrier.example'], elliptic=True)
    authority.issue('expired', [host], begins=-400, ends=-35)
    authority.issue('not-yet-valid', [host], begins=30, ends=400)
    authority.issue('self-signed', [host], self_signed=True)
    authority.intermediate()
    authority.issue('chain-incomplete', [host], issuer='middle')
    return authority
