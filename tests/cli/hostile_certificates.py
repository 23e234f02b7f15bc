# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates for hostile servers: the good one, and each in which one thing is wrong."""

import contextlib
import pathlib
import ssl
import subprocess
import tempfile

from hostile_kit import EVIL, HOST, PASSWORD

NAMED = f'cn = "{HOST}"\ndns_name = "{HOST}"\n'
SERVER = 'tls_www_server\nsigning_key\nexpiration_days = 9\n'
AUTHORITY = 'ca\ncert_signing_key\nexpiration_days = 9\n'
VISIBLE_EVIL = EVIL.replace('"', '').replace('\n', '')
# name: (template, who signed it; None: itself). {bait}: a port where nobody is to ask for anything.
TEMPLATES = {
    'ca': (f'cn = "Root"\n{AUTHORITY}', None),
    'other-ca': (f'cn = "Root"\n{AUTHORITY}', None),
    'middle': (f'cn = "Middle"\n{AUTHORITY}', 'ca'),
    'mx': (NAMED + SERVER, 'ca'),
    'mx-again': (NAMED + SERVER, 'ca'),
    'stranger': (NAMED + SERVER, 'other-ca'),
    'self-signed': (NAMED + SERVER, None),
    'baited': (f'{NAMED}{SERVER}ca_issuers_uri = "http://{{bait}}/ca.der"\nocsp_uri = "http://{{bait}}/ocsp"\n'
               'crl_dist_points = "http://{bait}/crl"\n', 'middle'),
    'elsewhere': ('cn = "www.other.test"\ndns_name = "www.other.test"\n' + SERVER, 'ca'),
    'star': ('cn = "*"\ndns_name = "*"\n' + SERVER, 'ca'),
    'cn-only': (f'cn = "{HOST}"\n' + SERVER, 'ca'),
    'client': (NAMED + 'tls_www_client\nsigning_key\nexpiration_days = 9\n', 'ca'),
    'no-authority': (NAMED + SERVER, 'mx'),
    'no-authority-alone': (NAMED + SERVER, 'mx'),
    'fence': (f'cn = "Fence"\nnc_permit_dns = "other.test"\n{AUTHORITY}', 'ca'),
    'fenced': (NAMED + SERVER, 'fence'),
    **{f'link-{i}': (f'cn = "Link {i}"\n{AUTHORITY}', f'link-{i - 1}' if i > 1 else 'ca') for i in range(1, 8)},
    'eight': (NAMED + SERVER, 'link-7'),
    'crowd': (NAMED + SERVER, 'middle'),
    'cut-name': ('cn = "mx"\nadd_extension = "2.5.29.17 {cut}"\n' + SERVER, 'ca'),
    'over': (NAMED + 'tls_www_server\nsigning_key\nactivation_date = "2020-01-01 00:00:00"\n'
             'expiration_date = "2021-01-01 00:00:00"\n', 'ca'),
    'evil': (f'cn = "{VISIBLE_EVIL}"\norganization = "{VISIBLE_EVIL}"\ndns_name = "*.<b>{HOST}"\n' + SERVER, None),
    'more-names': ('cn = "many"\n' + ''.join(f'dns_name = "n{i}.other.test"\n' for i in range(10000)) + SERVER, 'ca'),
    'many-names': ('cn = "many"\n' + ''.join(f'dns_name = "n{i}.other.test"\n' for i in range(3000)) + SERVER, 'ca'),
}
# What is sent behind it: more than any chain has, in one case.
SENT = {'no-authority': ('mx',), 'fenced': ('fence',), 'eight': tuple(f'link-{i}' for i in range(7, 0, -1)),
        'crowd': ('middle',) * 59}


def cut_name():
    """An extension of names with one in which a NUL stands behind our host's."""
    name = HOST.encode() + b'\0.other.test'
    return '0x' + (bytes([0x30, len(name) + 2, 0x82, len(name)]) + name).hex()


def make(folder, bait='127.0.0.2:9', only=None):
    """Files NAME.pem in `folder`; a context of the server's side for each name."""
    def certtool(*words):
        subprocess.run(['certtool', *words], cwd=folder, check=True, capture_output=True)

    contexts = {}
    for name in only or TEMPLATES:
        template, issuer = TEMPLATES[name]
        (folder / f'{name}.tmpl').write_text(template.replace('{bait}', bait).replace('{cut}', cut_name()), 'utf-8')
        certtool('--generate-privkey', '--key-type=ecdsa', '--outfile', f'{name}.key')
        words = ['--generate-self-signed'] if issuer is None else [
            '--generate-certificate', '--load-ca-certificate', f'{issuer}.pem', '--load-ca-privkey', f'{issuer}.key']
        certtool(*words, '--template', f'{name}.tmpl', '--load-privkey', f'{name}.key', '--outfile', f'{name}.pem')
        with (folder / f'{name}.pem').open('ab') as chain:
            for behind in SENT.get(name, ()):
                chain.write((folder / f'{behind}.pem').read_bytes())
        if 'cert_signing_key' not in template:
            contexts[name] = context_of(folder, name)
    if not only:
        contexts['wants-certificate'] = context_of(folder, 'mx')
        contexts['wants-certificate'].verify_mode = ssl.CERT_REQUIRED
        contexts['wants-certificate'].load_verify_locations(folder / 'ca.pem')
        contexts['h2'] = context_of(folder, 'mx')
        contexts['h2'].set_alpn_protocols(['h2'])
    return contexts


def context_of(folder, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f'{name}.pem', folder / f'{name}.key')
    return context


@contextlib.contextmanager
def prepare():
    """(folder, contexts): the good certificate alone, its authority, and the password in a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        contexts = make(folder, only=('ca', 'mx'))
        (folder / 'password').touch(0o600)
        (folder / 'password').write_text(PASSWORD + '\n', 'ascii')
        yield folder, contexts
