# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No encryption, encryption taken away on the way, broken at the server, too old, or for guests with
certificates alone."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.helpers import Stunnel
from lablib.network import HOST
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.relays import Haproxy, NginxProxy
from lablib.rules import no_login
from lablib.scenario import Scenario
from lablib.scripted import Scripted

STARTTLS = ('--security', 'starttls')
MAIL = ('mail {{ server_name mail.example.net; auth_http 127.0.0.1:9/; ssl_certificate /etc/lab/server.pem; '
        'ssl_certificate_key /etc/lab/server.key; {2} server {{ protocol smtp; listen {0}; listen [::]:{0}; '
        '{1}; smtp_auth login plain; }} }}')
BALANCED = ('listen x\n  bind :::465 v4v6 ssl crt /run/lab/both.pem {}\n  server a 127.0.0.1:10025')


def refused(title, servers, port, cause, *more, user=ALICE, host=HOST, before=None, verdict='problem', slow=0):
    def prepare(lab):
        if slow:
            lab.network.slow(slow)
        if before:
            before(lab)
    return Scenario(title=title, servers=servers, before=prepare, args=smtp(*more, port=port, host=host),
                    user=user, cause=cause, verdict=verdict, after=no_login)


def inner(*others):
    return lambda: [Postfix(ports={10025: {}}), *(other() for other in others)]


NONE = {'smtpd_discard_ehlo_keywords': 'starttls,silent-discard', 'smtpd_tls_security_level': 'none'}
OLD = {'smtpd_tls_protocols': 'TLSv1.1', 'smtpd_tls_mandatory_protocols': 'TLSv1.1',
       'smtpd_tls_ciphers': 'low', 'tls_low_cipherlist': 'ALL:@SECLEVEL=0',
       'smtpd_tls_mandatory_ciphers': 'low'}

SCENARIOS = {
    # really without
    'none-opensmtpd': refused('OpenSMTPD on 587 without encryption', lambda: [
        OpenSmtpd(listen={25: '', 587: ''})], 587, 'starttls-not-offered', *STARTTLS),
    'none-nginx': refused('nginx passes mail on without encryption', lambda: [
        NginxProxy(MAIL.format(587, 'starttls off', ''), (587,))], 587, 'starttls-not-offered', *STARTTLS),
    'none-postfix-slow': refused('Postfix without encryption on any port, on a long line', lambda: [
        Postfix(main=NONE, ports={25: {}, 587: {}})], 587, 'starttls-not-offered', *STARTTLS, slow=130,
        host='both.example.net'),
    # taken away
    'blank': refused('a box writes other letters over STARTTLS, 465 shows TLS', lambda: [Exim()], 587,
                     'starttls-stripped', *STARTTLS, before=lambda lab: lab.meddle('blank', [587])),
    'strip-25': refused('STARTTLS is taken out on 25, 587 shows it', lambda: [Exim()], 25,
                        'starttls-stripped', *STARTTLS, user=None,
                        before=lambda lab: lab.meddle('strip', [25])),
    'strip-ipv6': refused('a box garbles STARTTLS over IPv6 on a long line', lambda: [
        Postfix()], 587, 'starttls-stripped', *STARTTLS, '--ipv6', host='six.example.net', slow=120,
        before=lambda lab: lab.meddle('garble', [587])),
    'star-2525': refused('stars over the greeting on 2525', lambda: [
        Exim(ports=(25, 2525))], 2525, 'starttls-stripped', *STARTTLS,
        before=lambda lab: lab.meddle('star', [2525])),
    # broken at the server
    'broken-exim': refused('Exim without its certificate on 25', lambda: [
        Exim(main={'tls_certificate': '/etc/lab/none.pem'})], 25, 'starttls-unavailable', *STARTTLS,
        user=None),
    'broken-postfix': refused('Postfix with a key that belongs to another certificate', lambda: [
        Postfix(main={'smtpd_tls_key_file': '/etc/lab/other.key'})], 587, 'starttls-unavailable',
        host='six.example.net'),
    'broken-sendmail': refused('words of Sendmail: TLS not available', lambda: [
        Scripted({'STARTTLS': '454 4.3.3 TLS not available after start'}, (587, 25))], 587,
        'starttls-unavailable'),
    # too old
    'old-haproxy': refused('a balancer speaks TLS 1.1 at most on 465', inner(lambda: Haproxy(BALANCED.format(
        'ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.1 ciphers ALL:@SECLEVEL=0'), (465,))), 465,
        'tls-version-unsupported'),
    'old-nginx': refused('nginx speaks TLS 1.0 after STARTTLS', lambda: [NginxProxy(MAIL.format(
        587, 'starttls on', 'ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;'), (587,))], 587,
        'tls-version-unsupported'),
    'old-postfix-25': refused('Postfix speaks TLS 1.1 at most on 25', lambda: [Postfix(main=OLD)], 25,
                              'tls-version-unsupported', *STARTTLS, user=None, slow=120),
    # guests with certificates
    'guests-haproxy': refused('a balancer wants a certificate on 465', inner(lambda: Haproxy(
        BALANCED.format('ca-file /etc/lab/server.pem verify required'), (465,))), 465,
        'client-certificate-required'),
    'guests-haproxy-12': refused('a balancer wants a certificate, TLS 1.2', inner(lambda: Haproxy(
        BALANCED.format('ca-file /etc/lab/server.pem verify required ssl-max-ver TLSv1.2'), (465,))),
        465, 'client-certificate-required'),
    'guests-nginx': refused('nginx wants a certificate after STARTTLS', lambda: [NginxProxy(MAIL.format(
        587, 'starttls on', 'ssl_verify_client on; ssl_client_certificate /etc/lab/server.pem;'),
        (587,))], 587, 'client-certificate-required'),
    'guests-stunnel': refused('stunnel wants a certificate on 465, on a long line', lambda: [
        Postfix(ports={25: {}}), Stunnel(465, 'connect = 127.0.0.1:25\nverify = 2\n'
                                         'CAfile = /etc/lab/server.pem')], 465,
        'client-certificate-required', slow=140),
    'guests-postfix-25': refused('Postfix wants a certificate on 25', lambda: [Postfix(main={
        'smtpd_tls_req_ccert': 'yes', 'smtpd_tls_security_level': 'encrypt',
        'smtpd_tls_CAfile': '/etc/lab/server.pem', 'smtpd_tls_protocols': '>=TLSv1.2, <=TLSv1.2',
        'smtpd_tls_mandatory_protocols': '>=TLSv1.2, <=TLSv1.2'})], 25,
        'client-certificate-required', *STARTTLS, user=None),
    'guests-exim-587': refused('Exim wants a certificate after STARTTLS, over IPv6', lambda: [Exim(main={
        'tls_verify_hosts': '*', 'tls_verify_certificates': '/etc/lab/server.pem'})], 587,
        'client-certificate-required', '--ipv6', host='six.example.net'),
}
SCENARIOS['broken-postfix'].before = lambda lab: lab.network.server.write(
    '/etc/lab/other.key', lab.tools.authority.text('expired.key'), 0o600)
