# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The encryption breaks off: cut or spoilt on the way, refused with an alert that has many meanings."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.postfix import Postfix
from lablib.relays import Haproxy, NginxProxy
from lablib.rules import no_login
from lablib.scenario import Scenario
from lablib.stapling import PlainServer

MAIL = ('mail { server_name mail.example.net; auth_http 127.0.0.1:9/; ssl_certificate /etc/lab/server.pem; '
        'ssl_certificate_key /etc/lab/server.key; server { protocol smtp; listen 587; listen [::]:587; '
        'starttls on; ssl_protocols TLSv1.3; smtp_auth login plain; } }')
BALANCED = ('listen x\n  bind :::465 v4v6 ssl crt /run/lab/both.pem {}\n  server a 127.0.0.1:10025')


def broken(title, servers, cause, *more, port=587, before=lambda lab: None, host='mail.example.net', **others):
    return Scenario(title=title, servers=servers, before=before, cause=cause, verdict='problem', user=ALICE,
                    args=smtp(*more, port=port, host=host), after=no_login, **others)


def cut(*ports):
    """A box resets whoever begins to speak TLS on these ports, and does not tell the server."""
    return lambda lab: lab.network.router.nft(
        'table inet cut { chain way { type filter hook forward priority 0;\n'
        f'  tcp dport {{ {", ".join(map(str, ports))} }} @ih,0,16 0x1603 reject with tcp reset\n}}\n}}\n')


def noise(port):
    """What a server says in TLS comes as something else."""
    return lambda lab: lab.network.router.nft(
        'table inet noise { chain way { type filter hook forward priority 0;\n'
        f'  tcp sport {port} @ih,0,16 0x1603 @ih,0,16 set 0x9a41\n}}\n}}\n')


def inner(*others):
    return lambda: [Postfix(ports={10025: {}}), *(other() for other in others)]


SCENARIOS = {
    # A box resets whoever says hello, on this port alone: another port shows what the server can do.
    'reset-587': broken('a box resets the handshake on 587, 465 works', lambda: [Exim()], 'tls-failed',
                        before=cut(587), at_most=0.8, facts={'tls.elsewhere': 'verified'}),
    'reset-465': broken('a box resets the handshake on 465, 587 works', lambda: [Postfix()],
                        ('tls-failed', 'closed-before-greeting'), port=465,
                        before=cut(465), at_most=0.8, facts={'tls.elsewhere': 'verified'}),
    'reset-all': broken('a box resets every handshake', lambda: [Postfix()], 'tls-failed',
                        before=cut(25, 587, 465), at_most=0.8,
                        facts={'tls.elsewhere': 'none'}),
    'garbage': broken('the handshake is answered with noise on 587', lambda: [Exim()], 'tls-failed',
                      before=noise(587), at_most=0.8, facts={'tls.elsewhere': 'verified'}),
    # Alert 40 again and again, none of which is an old version.
    'certificate-wanted': broken('Postfix wants a certificate under TLS 1.2', lambda: [Postfix(main={
        'smtpd_tls_req_ccert': 'yes', 'smtpd_tls_CAfile': '/etc/lab/server.pem',
        'smtpd_tls_mandatory_protocols': '>=TLSv1.2, <=TLSv1.2'})], 'client-certificate-required'),
    'name-wanted': broken('a balancer serves one other name alone and is asked for ours', inner(
        lambda: Haproxy(BALANCED.format('strict-sni'), (465,), certificate='wrong-name')),
        ('tls-failed', 'certificate-name-mismatch'), port=465, at_most=0.8,
        facts={'tls.alert': 'unrecognized_name'}),
    'no-certificate': broken('a server without a certificate refuses every hello', inner(
        lambda: PlainServer(465, PlainServer.NONE)), 'tls-failed', port=465, at_most=0.8),
    'only-1.3': broken('Exim knows TLS 1.3 alone', lambda: [Exim(main={
        'tls_require_ciphers': 'NORMAL:-VERS-ALL:+VERS-TLS1.3'})], None, port=465),
    'only-1.3-not-ours': broken('Exim knows TLS 1.3 alone, and this computer may not use that', lambda: [
        Exim(main={'tls_require_ciphers': 'NORMAL:-VERS-ALL:+VERS-TLS1.3'})], 'tls-version-unsupported',
        port=465, facts={'tls.versions': 'TLS1.3', 'tls.old_side': 'client'}),
    'only-1.3-not-ours-587': broken('nginx knows TLS 1.3 alone after STARTTLS, and this computer does not', lambda: [
        NginxProxy(MAIL, (587,))], 'tls-version-unsupported',
        facts={'tls.versions': 'TLS1.3', 'tls.old_side': 'client'}),
}
SCENARIOS['only-1.3'].verdict = 'ok'
SCENARIOS['only-1.3'].after = lambda lab, report: []
for each in ('only-1.3-not-ours', 'only-1.3-not-ours-587'):
    SCENARIOS[each].library = '[overrides]\ndisabled-version = TLS1.3\n'
