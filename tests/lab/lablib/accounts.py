# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts and command lines that most scenarios share."""

from .network import DOMAIN, FTP_HOST, HOST
from .node import run

ALICE = f'alice@{DOMAIN}'
BOB = f'bob@{DOMAIN}'
NOBODY = f'zoe@{DOMAIN}'
STRANGER = 'someone@example.org'
CAROL = 'carol'

# Every step of a check that goes through.
SMTP_STEPS = {step: 'ok' for step in
              ('dns.resolve', 'tcp.connect', 'tls.handshake', 'smtp.greeting', 'smtp.auth',
               'smtp.mail', 'smtp.rcpt')}
FTP_STEPS = {step: 'ok' for step in
             ('dns.resolve', 'tcp.connect', 'tls.handshake', 'ftp.greeting', 'ftp.login')}


def smtp(*more, port=587, to=BOB, host=HOST):
    return ['check', 'smtp', host, '--port', str(port), '--to', to, *more]


def ftp(*more, port=21, host=FTP_HOST):
    return ['check', 'ftp', host, '--port', str(port), *more]


PLAIN = ('--security', 'none', '--allow-plaintext')


def make_carol(node, password, home=True):
    """The account of the file servers, with a file and a folder at home."""
    hashed = run(['openssl', 'passwd', '-6', password]).strip()
    node.append('/etc/passwd', 'carol:x:5001:5001::/srv/carol:/bin/sh\n')
    node.append('/etc/group', 'carol:x:5001:\n')
    node.append('/etc/shadow', f'carol:{hashed}:19000:0:99999:7:::\n')
    node.run(['install', '-d', '/var/log'])
    if home:
        node.run(['install', '-d', '-o', '5001', '-g', '5001', '/srv/carol', '/srv/carol/photos'])
        node.write('/srv/carol/notes.txt', 'a file of the lab\n')
