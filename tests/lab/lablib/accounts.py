# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts and command lines that most scenarios share."""

from .network import DOMAIN, FTP_HOST, HOST

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
