# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server staples about its own certificate, and what it leaves out."""

from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.rules import no_login
from lablib.scenario import Scenario
from lablib.stapling import PlainServer, Stapled
from lablib.web import WWW, Nginx, http

SITE = 'server {{ listen 443 ssl; server_name www.example.net; {} }}'


def mail(title, name, cause, verdict, facts, answer=None, **more):
    staple = {'tls_ocsp_file': Stapled.FILE} if answer else {}
    return Scenario(
        title=title, args=smtp(port=465), user=ALICE, cause=cause, verdict=verdict, facts=facts,
        servers=lambda: [Stapled(f'ocsp-mail-{name}', answer=answer, **more),
                         Exim(main=staple, certificate=f'ocsp-mail-{name}')],
        steps=SMTP_STEPS if verdict != 'problem' else {},
        after=no_login if verdict == 'problem' else lambda lab, report: [])


def web(title, name, cause, verdict, facts, answer=None, **more):
    staple = f'ssl_stapling on; ssl_stapling_file {Stapled.FILE};' if answer else ''
    return Scenario(
        title=title, args=http(), cause=cause, verdict=verdict, facts=facts,
        servers=lambda: [Stapled(f'ocsp-web-{name}', hosts=[WWW], answer=answer, **more),
                         Nginx(SITE.format(staple), certificate=f'ocsp-web-{name}', ports=(443,))])


SCENARIOS = {
    'mail-good': mail('a fresh answer: not withdrawn', 'good', None, 'ok', answer='good', must=True,
                      facts={'tls.ocsp': 'good', 'tls.ocsp.must_staple': 'yes', 'tls.verify': 'ok'}),
    # No mail server of Debian staples such an answer: Exim refuses to start TLS with it.
    'mail-revoked': Scenario(
        title='the server staples that its certificate was withdrawn', args=smtp(port=465), user=ALICE,
        servers=lambda: [Stapled('ocsp-mail-revoked', answer='revoked'),
                         PlainServer(465, 'ocsp-mail-revoked', ['-status_file', Stapled.FILE])],
        cause='certificate-revoked', verdict='problem',
        facts={'tls.ocsp': 'revoked', 'tls.verify': 'revoked', 'tls.fault': '0',
               'tls.ocsp.revoked_at': '2026-11-01T12:00:00Z'}),
    'mail-missing': mail('a certificate that demands an answer, and none comes', 'missing',
                         'certificate-status-missing', 'problem', must=True,
                         lines=[f'ocsp_uri = "http://{HOST}/ocsp"'],
                         facts={'tls.ocsp': 'none', 'tls.verify': 'no-revocation-proof',
                                'tls.ocsp.responder': f'http://{HOST}/ocsp'}),
    'mail-none': mail('no answer, and none demanded', 'none', None, 'ok',
                      facts={'tls.ocsp': 'none', 'tls.ocsp.must_staple': 'no'}),
    'web-good': web('nginx staples a fresh answer', 'good', None, 'ok', answer='good',
                    facts={'tls.ocsp': 'good', 'tls.verify': 'ok'}),
    'web-revoked': web('nginx staples that its certificate was withdrawn', 'revoked',
                       'certificate-revoked', 'problem', answer='revoked',
                       facts={'tls.ocsp': 'revoked', 'tls.verify': 'revoked'}),
    'web-stale': web('nginx staples an answer of last month', 'stale', 'certificate-status-missing',
                     'problem', answer='stale', facts={'tls.ocsp': 'expired'}),
    'web-stale-must': web('the same where the certificate demands a fresh one', 'stale-must',
                          'certificate-status-missing', 'problem', answer='stale', must=True,
                          facts={'tls.ocsp': 'expired', 'tls.verify': 'no-revocation-proof'}),
    'web-forged': web('an answer that somebody else signed', 'forged', 'certificate-status-missing',
                      'problem', answer='forged', facts={'tls.ocsp': 'broken'}),
}
