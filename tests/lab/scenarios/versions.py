# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions and ciphers that a server has, and which side is too old."""

from lablib.accounts import ALICE, SMTP_STEPS, ftp, smtp
from lablib.chains import ShortPrime
from lablib.exim import Exim
from lablib.helpers import Stunnel
from lablib.postfix import Postfix
from lablib.proftpd import Proftpd
from lablib.rules import no_login
from lablib.scenario import Scenario
from lablib.web import Nginx, http

OLD = {'tls.old_side': 'server'}
SITE = 'server {{ listen 443 ssl; server_name www.example.net; ssl_protocols {}; ssl_ciphers ALL:@SECLEVEL=0; }}'


def exim(priority, main=None):
    return lambda: [Exim(main={'tls_require_ciphers': priority} | (main or {}))]


def old(title, servers, args, facts, user=ALICE):
    return Scenario(title=title, servers=servers, args=args, user=user, verdict='problem',
                    cause='tls-version-unsupported', facts=OLD | facts, after=no_login)


SCENARIOS = {
    'old-stunnel': old('TLS 1.0 at most in front of a server, port 465',
                       lambda: [Postfix(ports={25: {}}), Stunnel(465, 'connect = 127.0.0.1:25\n'
                                'sslVersion = TLSv1\nciphers = ALL:@SECLEVEL=0')],
                       smtp(port=465), {'tls.versions': 'TLS1.0'}),
    'old-starttls': old('Postfix with TLS 1.0 and 1.1, behind STARTTLS',
                        lambda: [Postfix(main={
                            'smtpd_tls_mandatory_protocols': '<=TLSv1.1', 'smtpd_tls_protocols': '<=TLSv1.1',
                                   'smtpd_tls_mandatory_ciphers': 'low', 'smtpd_tls_ciphers': 'low',
                            'tls_low_cipherlist': 'ALL:@SECLEVEL=0'})],
                        smtp(), {'tls.versions': 'TLS1.0 TLS1.1',
                                 'tls.versions.refused': 'TLS1.2 TLS1.3'}),
    'old-ftp': old('ProFTPD with TLS 1.1 alone', lambda: [Proftpd(
        {'TLSProtocol': 'TLSv1.1', 'TLSCipherSuite': 'ALL:@SECLEVEL=0'})],
        ftp(), {'tls.versions': 'TLS1.1'}, user='carol'),
    'old-web': old('nginx with TLS 1.0 and 1.1', lambda: [
        Nginx(SITE.format('TLSv1 TLSv1.1'), ports=(443,))], http(), {'tls.versions': 'TLS1.0 TLS1.1'},
        user=None),
    'rc4': old('Exim with TLS 1.2, and RC4 alone', exim(
        'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+ARCFOUR-128'), smtp(port=465),
        {'tls.versions': 'TLS1.2', 'tls.versions.cipher': 'rc4'}),
    '3des': old('Exim with TLS 1.2, and 3DES alone', exim(
        'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+3DES-CBC'), smtp(),
        {'tls.versions': 'TLS1.2', 'tls.versions.cipher': '3des'}),
    # GnuTLS would take a longer prime that we offer, whatever its own is.
    'short-prime': old('nginx with a prime of 1024 bits', lambda: [ShortPrime(), Nginx(
        SITE.format('TLSv1.2').replace('ssl_ciphers ALL', f'ssl_dhparam {ShortPrime.FILE}; '
                                       'ssl_ciphers DHE-RSA-AES128-GCM-SHA256'), ports=(443,))],
        http(), {'tls.versions': 'TLS1.2', 'tls.versions.dh_bits': '1024'}, user=None),
    'asked': Scenario(title='a list of versions, on request', servers=lambda: [Postfix()], user=ALICE,
                      args=smtp('--tls-versions'), cause=None, verdict='ok', steps=SMTP_STEPS,
                      facts={'tls.versions': 'TLS1.0 TLS1.1 TLS1.2 TLS1.3', 'tls.versions.refused': 'none',
                             'tls.old_side': None}),
    'asked-web': Scenario(title='the same of a web server with TLS 1.3 alone',
                          servers=lambda: [Nginx(SITE.format('TLSv1.3'), ports=(443,))],
                          args=http('https://www.example.net/page', '--tls-versions'), cause=None,
                          verdict='ok', facts={'tls.versions': 'TLS1.3', 'tls.version': 'TLS1.3'}),
    'not-asked': Scenario(title='and nobody asks for it otherwise', servers=lambda: [Postfix()], user=ALICE,
                          args=smtp(), cause=None, verdict='ok', facts={'tls.versions': None}),
}
