# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that agree to encryption only without a certificate. Nothing of theirs is old."""

from lablib.accounts import ALICE, smtp
from lablib.helpers import BareTls, Stunnel
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario

NAMELESS = 'aNULL:@SECLEVEL=0'


def nameless(title, servers, port=587):
    return Scenario(title=f'only ciphers without authentication: {title}', servers=servers,
                    args=smtp(port=port), user=ALICE, cause='tls-failed', verdict='problem', after=no_login,
                    facts={'tls.alert': 'handshake_failure', 'tls.versions.cipher': 'anonymous',
                           'tls.old_side': None})


def postfix(port=587, title='', **more):
    return nameless(title or f'Postfix on {port}', lambda: [Postfix(main={
        'smtpd_tls_mandatory_protocols': '<=TLSv1.2', 'smtpd_tls_protocols': '<=TLSv1.2',
        'smtpd_tls_mandatory_ciphers': 'high', 'smtpd_tls_ciphers': 'high',
        'tls_high_cipherlist': NAMELESS} | more)], port)


SCENARIOS = {
    # Exim is not among them: it has nothing to speak so with.
    'postfix': postfix(),
    'postfix-465': postfix(465),
    # No list of ciphers: no certificate was ever set up.
    'postfix-none': postfix(title='Postfix without a certificate', smtpd_tls_cert_file='none', smtpd_tls_key_file='', smtpd_tls_chain_files='',
                            tls_high_cipherlist='ALL:@SECLEVEL=0'),
    'stunnel': nameless('stunnel on 465', lambda: [Postfix(ports={25: {}}), Stunnel(
        465, f'connect = 127.0.0.1:25\nsslVersion = TLSv1.2\nciphers = {NAMELESS}')], 465),
    'openssl': nameless('openssl s_server on 465', lambda: [
        BareTls(465, '-nocert', '-cipher', NAMELESS, '-no_tls1_3')], 465),
}
