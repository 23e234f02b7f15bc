# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates that do not hold, at balancers and proxies and under other names, and those of somebody
in the middle."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.helpers import Stunnel
from lablib.interception import Sslsplit
from lablib.network import HOST, SERVER4
from lablib.postfix import Postfix
from lablib.relays import Haproxy, NginxProxy, Submission
from lablib.rules import no_login
from lablib.scenario import Scenario

STARTTLS = ('--security', 'starttls')
BALANCED = 'listen x\n  bind :::465 v4v6 ssl crt /run/lab/both.pem\n  server a 127.0.0.1:10025'
MAIL = ('mail { server_name mail.example.net; auth_http 127.0.0.1:9/; ssl_certificate /etc/lab/server.pem; '
        'ssl_certificate_key /etc/lab/server.key; server { protocol smtp; listen 587; listen [::]:587; '
        'starttls on; smtp_auth login plain; } }')


def shown(title, servers, port, cause, *more, user=ALICE, host=HOST, slow=0, verdict='problem', **others):
    return Scenario(title=title, servers=servers, args=smtp(*more, port=port, host=host), user=user,
                    cause=cause, verdict=verdict, after=no_login,
                    before=lambda lab: lab.network.slow(slow) if slow else None, **others)


def balanced(certificate):
    return lambda: [Postfix(ports={10025: {}}, certificate=certificate),
                    Haproxy(BALANCED, (465,), certificate)]


def split(title, place, issuer, cause, *more, server=Exim, port=465, ports=(465,), trusted=False, **others):
    return shown(title, lambda: [server(), Sslsplit(place, issuer, ports=ports, trusted=trusted)], port,
                 cause, *more, verdict=('warning', 'problem'), **others)


def lets_login(scenario):
    """The certificate verifies here, so the login goes out."""
    scenario.after = lambda lab, report: []
    return scenario


SCENARIOS = {
    'expired-balancer': shown('expired, at a balancer', balanced('expired'), 465, 'certificate-expired',
                              slow=120),
    'expired-nginx': shown('expired, at nginx after STARTTLS', lambda: [NginxProxy(MAIL, (587,), 'expired')],
                           587, 'certificate-expired'),
    'name-dovecot': shown('for another name, at Dovecot', lambda: [Submission({587: 'no'}, 'wrong-name')],
                          587, 'certificate-name-mismatch'),
    'name-literal': shown('asked for by its address', lambda: [Exim()], 465, 'certificate-name-mismatch',
                          host=SERVER4),
    'name-25': shown('for another name, Exim on 25', lambda: [Exim(certificate='wrong-name')], 25,
                     'certificate-name-mismatch', *STARTTLS, user=None,
                     ),
    'self-signed-nginx': shown('signs itself, at nginx', lambda: [NginxProxy(MAIL, (587,), 'self-signed')],
                               587, 'certificate-self-signed'),
    'self-signed-ipv6': shown('signs itself, at a balancer', balanced('self-signed'), 465,
                              'certificate-self-signed', slow=120),
    'chain-stunnel': shown('the intermediate is not sent, stunnel', lambda: [
        Postfix(ports={25: {}}), Stunnel(465, 'connect = 127.0.0.1:25', 'chain-incomplete')], 465,
        ('certificate-chain-incomplete', 'certificate-untrusted-issuer')),
    'chain-dovecot': shown('the intermediate is not sent, Dovecot', lambda: [
        Submission({587: 'no', 465: 'yes'}, 'chain-incomplete')], 587,
        ('certificate-chain-incomplete', 'certificate-untrusted-issuer')),
    # somebody in the middle
    'here-named': lets_login(split('a scanner on the client, trusted, Exim on 465', 'client',
                                   'Kaspersky Anti-Virus Personal Root Certificate',
                                   'local-antivirus-intercepts', trusted=True)),
    'here-nameless': split('an unknown program on the client forges, not trusted', 'client', 'Quux Filter CA',
                           'local-antivirus-intercepts', server=Postfix, slow=130),
    'here-2525': split('a named scanner on the client on 2525', 'client', 'Bitdefender CA SSL',
                       'local-antivirus-intercepts', '--security', 'tls', port=2525, ports=(2525, 465),
                       server=lambda: Exim(ports=(25, 465, 2525), main={'tls_on_connect_ports': '465 : 2525'})),
    'way-named': split('a named box on the way', 'router', 'Sophos SSL CA_C0100', 'tls-intercepted-by-network'),
    'way-nameless': split('a nameless box on the way on 465, 587 shows the real certificate', 'router',
                          'Campus Inspection 2', 'tls-intercepted-by-network', server=Postfix),
    'way-nameless-all': split('a nameless box on the way on the only port', 'router', 'Campus Inspection 2',
                              ('tls-intercepted-by-network', 'certificate-untrusted-issuer',
                               'certificate-chain-incomplete'),
                              server=lambda: Exim(ports=(465,))),
}
