# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two beginnings of encryption mixed up, a busy server that says so in clear, and other services."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.relays import Haproxy, NginxProxy, Says, Sshd, Submission
from lablib.rules import no_login
from lablib.scenario import Scenario
from lablib.helpers import Nginx, Stunnel


def mixed(title, servers, port, cause, *more, slow=0, before=None, user=ALICE, host=HOST, verdict='problem'):
    def prepare(lab):
        if slow:
            lab.network.slow(slow)
        if before:
            before(lab)
    return Scenario(title=title, servers=servers, before=prepare, args=smtp(*more, port=port, host=host),
                    user=user, cause=cause, verdict=verdict, after=no_login)


TLS, STARTTLS = ('--security', 'tls'), ('--security', 'starttls')
MAIL = ('mail {{ server_name mail.example.net; auth_http 127.0.0.1:9/; ssl_certificate /etc/lab/server.pem; '
        'ssl_certificate_key /etc/lab/server.key; server {{ protocol smtp; listen {0}; listen [::]:{0}; '
        'starttls {1}; smtp_auth login plain; {2} }} }}')
BALANCED = 'listen x\n  bind :::{} v4v6 ssl crt /run/lab/both.pem\n  server a 127.0.0.1:10025'

SCENARIOS = {
    # TLS at once where the server begins in clear
    'tls-25': mixed('TLS at once on 25 of Exim, on a long line', lambda: [Exim()], 25, 'tls-on-plain-port',
                    *TLS, slow=160),
    'tls-dovecot': mixed('TLS at once on 587 of Dovecot', lambda: [Submission({587: 'no'})], 587,
                         'tls-on-plain-port', *TLS),
    'tls-nginx': mixed('TLS at once on 2525 of nginx', lambda: [
        NginxProxy(MAIL.format(2525, 'on', ''), (2525,))], 2525, 'tls-on-plain-port', *TLS),
    'tls-opensmtpd': mixed('TLS at once on 465 of OpenSMTPD, where it begins in clear', lambda: [
        OpenSmtpd(listen={25: '', 465: 'tls pki lab'})], 465, 'tls-on-plain-port'),
    # the other way round
    'plain-stunnel': mixed('STARTTLS on 465 of stunnel', lambda: [
        Postfix(ports={25: {}}), Stunnel(465, 'connect = 127.0.0.1:25')], 465, 'plain-on-tls-port',
        *STARTTLS),
    'plain-587': mixed('587 of a balancer begins with TLS', lambda: [
        Postfix(ports={10025: {}}), Haproxy(BALANCED.format(587), (587,))], 587, 'plain-on-tls-port', *STARTTLS),
    'plain-dovecot': mixed('no encryption on 465 of Dovecot, on a long line', lambda: [
        Submission({465: 'yes'})], 465, 'plain-on-tls-port', '--security', 'none', slow=140),
    'plain-exim-ipv6': mixed('STARTTLS on 2525 of Exim, which begins with TLS there', lambda: [
        Exim(ports=(25, 2525), main={'tls_on_connect_ports': '2525'})], 2525, 'plain-on-tls-port',
        *STARTTLS, '--ipv6', host='six.example.net'),
    # 421 in clear on a port of TLS
    'busy-host': mixed('Exim bears two of one address, in clear on 465', lambda: [
        Exim(main={'smtp_accept_max_per_host': '2'})], 465, 'smtp-too-many-connections',
        before=lambda lab: lab.hold(HOST, 25, 2)),
    'busy-all': mixed('Exim bears three in all, 2525 begins with TLS', lambda: [
        Exim(ports=(25, 2525), main={'smtp_accept_max': '3', 'tls_on_connect_ports': '2525'})], 2525,
        ('smtp-too-many-connections', 'service-unavailable'), *TLS,
        before=lambda lab: lab.hold(HOST, 25, 3)),
    'busy-load': mixed('the load is too high, in clear on 465', lambda: [
        Exim(load=9, main={'smtp_load_reserve': '5'})], 465, 'service-unavailable', slow=120),
    'busy-words': mixed('a balancer says 421 in clear on 465', lambda: [
        Says(465, '421 4.3.2 mx3 going down for maintenance, come back in an hour')], 465,
        'service-unavailable'),
    # something else altogether
    'ssh-587': mixed('remote logins on 587', lambda: [Sshd(587)], 587, 'wrong-service-on-port'),
    'ssh-465': mixed('remote logins on 465, on a long line', lambda: [Sshd(465)], 465,
                     'wrong-service-on-port', slow=150),
    'ssh-25': mixed('remote logins on 25', lambda: [Sshd(25)], 25, 'wrong-service-on-port', user=None),
    'web-25': mixed('a web page on 25', lambda: [Nginx({25: ''})], 25, 'wrong-service-on-port', user=None),
    'web-465': mixed('a web page without TLS on 465', lambda: [Nginx({465: ''})], 465,
                     'wrong-service-on-port'),
    'imap-587': mixed('a mailbox server on 587', lambda: [
        Says(587, '* OK [CAPABILITY IMAP4rev1 LITERAL+ STARTTLS AUTH=PLAIN] ready.')], 587,
        'wrong-service-on-port'),
    'pop-25': mixed('a mailbox server of the old kind on 25', lambda: [
        Says(25, '+OK mailserver ready <1896.697170952@example.net>')], 25, 'wrong-service-on-port',
        user=None),
}
