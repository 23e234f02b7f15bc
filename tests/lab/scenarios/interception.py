# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody in the middle shows certificates of his own: a program on the client, or a box on the way."""

from lablib.accounts import ALICE, smtp
from lablib.interception import Sslsplit
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.web import Nginx, http

WEB = 'server { listen 443 ssl; server_name www.example.net; }'


def no_login(lab, _report):
    return ['a login went over a connection that did not verify'] if lab.logins() else []


def mail(title, place, issuer, cause, trusted=False, facts=None):
    return Scenario(title=title, servers=lambda: [Postfix(), Sslsplit(place, issuer, trusted=trusted)],
                    args=smtp(port=465), user=ALICE, cause=cause, facts=facts or {},
                    verdict='warning' if trusted else 'problem',
                    after=(lambda lab, report: []) if trusted else no_login)


def web(title, place, issuer, cause, trusted=False, facts=None):
    return Scenario(title=title, args=http(), cause=cause, facts=facts or {},
                    servers=lambda: [Nginx(WEB, certificate='web-one', ports=(443,)),
                                     Sslsplit(place, issuer, ports=(443,), trusted=trusted)],
                    verdict='warning' if trusted else 'problem')


AVAST = {'tls.interceptor': 'Avast', 'tls.interceptor.kind': 'antivirus'}
FORTIGATE = {'tls.interceptor': 'Fortinet FortiGate', 'tls.interceptor.kind': 'inspection'}

SCENARIOS = {
    'client-mail': mail('a scanner on the client, its CA unknown to the program', 'client',
                        'avast! Web/Mail Shield Root', 'local-antivirus-intercepts', facts=AVAST),
    'client-mail-trusted': mail('a scanner on the client, its CA in the store', 'client',
                                'avast! Web/Mail Shield Root', 'local-antivirus-intercepts',
                                trusted=True, facts=AVAST | {'tls.verify': 'ok'}),
    'client-mail-nameless': mail('an unknown program on the client redirects and forges', 'client',
                                 'Some Root', 'local-antivirus-intercepts',
                                 facts={'tls.interceptor': None}),
    'client-mail-nameless-trusted': mail(
        'the same, its CA in the store: nothing fails, and it is told', 'client', 'Some Root',
        'local-antivirus-intercepts', trusted=True,
        facts={'tls.interceptor': None, 'tls.verify': 'ok', 'tls.anchor': 'added'}),
    'router-mail-nameless-trusted': Scenario(
        title='an unknown box on the way, its CA in the store: another port shows another issuer', args=smtp(port=465),
        servers=lambda: [Postfix(), Sslsplit('router', 'Some Root', trusted=True)], user=ALICE,
        cause='tls-intercepted-by-network', verdict='warning', at_most=0.8,
        facts={'tls.anchor': 'added', 'tls.elsewhere': 'verified'},
        after=lambda lab, report: [] if any('was added to this computer' in line for certificate in
                                            report['certificates'] for line in certificate['lines'])
        else ['the report does not tell of the added certificate']),
    'store': Scenario(
        title='what was added to the trusted certificates of this computer', args=['environment'],
        servers=lambda: [Sslsplit('client', 'Some Root', trusted=True)], cause=None, verdict='ok',
        after=lambda lab, report: [] if any('Some Root' in report['facts'].get(f'local.ca.{i}.subject', '')
                                            for i in range(8)) else ['the added certificate is not told'],
        facts={}),
    'router-mail-one-port': mail(
        'an unknown box on the way forges on one port; another port shows the real one', 'router',
        'Some Root', ('tls-intercepted-by-network', 'certificate-untrusted-issuer'),
        facts={'tls.elsewhere': 'verified', 'tls.interceptor': None}),
    'client-web': web('a scanner on the client, for web pages', 'client', 'ESET SSL Filter CA',
                      'local-antivirus-intercepts', facts={'tls.interceptor': 'ESET'}),
    'router-mail': mail('a box on the way inspects', 'router', 'FortiGate CA',
                        'tls-intercepted-by-network', facts=FORTIGATE),
    'router-web': web('a box on the way inspects web pages', 'router', 'FortiGate CA',
                      'tls-intercepted-by-network', facts=FORTIGATE),
    'router-web-trusted': web('the same, its CA in the store', 'router', 'Zscaler Root CA',
                              'tls-intercepted-by-network', trusted=True,
                              facts={'tls.interceptor': 'Zscaler', 'tls.verify': 'ok'}),
}
