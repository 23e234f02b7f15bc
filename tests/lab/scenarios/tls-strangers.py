# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports, encryption and certificates as a stranger would build them for each situation, expected before
anything was run. The names begin with the situation."""

import json
import pathlib
import subprocess

from lablib import scripted
from lablib.accounts import ALICE, BOB, smtp
from lablib.chains import Chain, Files
from lablib.courier import Courier
from lablib.dnssec import Dnssec, tlsa
from lablib.exim import Exim
from lablib.helpers import BareTls, Made, Nginx, Stunnel
from lablib.interception import Sslsplit
from lablib.network import CLIENT4, HOST, SERVER4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.published import FILE, NGINX, OWN, Publishing
from lablib.relays import Haproxy, NginxProxy, Says
from lablib.scenario import Scenario
from lablib.sendmail import Sendmail
from lablib.submission import Submission
from lablib.web import Apache
from lablib.web import Nginx as WebSite

SHOP = ('--from', 'orders@shop.example.net')
OTHER = '44.128.10.10'
AWAY = ('--reference', OTHER)
STARTTLS = ('--security', 'starttls')
TLS = ('--security', 'tls')
MAIL = '''mail {{ server_name mail.example.net; auth_http 127.0.0.1:9000/;
  server {{ listen {port} {words}; listen [::]:{port} {words}; protocol smtp; smtp_auth login plain; {more}
    ssl_certificate /etc/lab/server.pem; ssl_certificate_key /etc/lab/server.key; }} }}
http {{ access_log off; server {{ listen 127.0.0.1:9000; location / {{
  add_header Auth-Status "OK"; return 200 ""; }} }} }}'''
SIEVE = ('"IMPLEMENTATION" "Dovecot Pigeonhole"\\r\\n"SIEVE" "fileinto reject envelope vacation"\\r\\n'
         '"SASL" "PLAIN LOGIN"\\r\\n"STARTTLS"\\r\\n"VERSION" "1.0"\\r\\nOK "Dovecot (Debian) ready."')


def case(title, cause, *servers, more=(), port=587, host=HOST, to=BOB, user=ALICE, verdict='problem', **others):
    """servers: functions that make one each, for every run anew."""
    return Scenario(title=title, cause=cause, verdict=verdict, user=user,
                    servers=lambda: [make() for make in servers], args=smtp(*more, port=port, to=to, host=host), **others)


def door(title, cause, *servers, more=(), port=25, **others):
    """A stranger's mail to bob, as another mail server would bring it."""
    return case(title, cause, *servers, more=(*SHOP, *more), port=port, user=None, **others)


def rule(node, hook, text):
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet abroad {{ chain abroad {{ type filter hook {hook} priority 0; {text}\n}}\n}}\n')


def both(*steps):
    def prepare(lab):
        for step in steps:
            step(lab)
    return prepare


def names(records):
    return lambda lab: lab.network.publish(records)


def other_host(*ports):
    """Another mail server on a network of its own, sound on these ports."""
    def prepare(lab):
        node = lab.network.neighbour('other', '44.128.10.', '2a0e:97c0:10::')
        certificate = str(lab.tools.authority.directory / 'wrong-name')
        for port in ports:
            lab.start(node, pathlib.Path(scripted.__file__), str(port), f'{certificate}.pem', f'{certificate}.key',
                      json.dumps({'greeting': '220 mail.example.org ESMTP'}), stderr=subprocess.DEVNULL)
    return prepare


def issued(name, hosts=(HOST,), **more):
    return lambda: Made(lambda authority: authority.issue(name, list(hosts), **more))


def clients_only(authority):
    authority.key('clients')
    authority.template('clients', HOST, [f'dns_name = "{HOST}"', 'tls_www_client', 'signing_key'], -5, 90)
    authority.certtool('--generate-certificate', 'clients', '--load-ca-certificate', str(authority.directory / 'ca.pem'),
                       '--load-ca-privkey', str(authority.directory / 'ca.key'))


def short_key(authority):
    authority.issue('short-key', [HOST])
    authority.key('short-key', ('--key-type=rsa', '--bits=1024'))
    authority.certtool('--generate-certificate', 'short-key', '--load-ca-certificate', str(authority.directory / 'ca.pem'),
                       '--load-ca-privkey', str(authority.directory / 'ca.key'))


def sent_along(name, middle, *pieces):
    """A certificate of an intermediate, with these files sent behind it in this order."""
    def make(authority):
        authority.intermediate(f'{name}-middle', middle)
        authority.intermediate(f'{name}-other', 'Meadow Issuing 2019')
        authority.issue(name, [HOST], issuer=f'{name}-middle')
        path = authority.directory / f'{name}.pem'
        path.write_text(path.read_text(encoding='ascii') + ''.join(
            authority.text(f'{piece.format(name)}.pem') for piece in pieces), encoding='ascii')
    return lambda: Made(make)


class StartTlsSplit(Sslsplit):
    mode = 'autossl'


def postfix25(**main):
    return lambda: Postfix(main=main, ports={25: {}})


def haproxy(port, bind='', certificate='good', to=25, extra=''):
    return lambda: Haproxy(f'frontend f\n  bind :::{port} v4v6 {bind}\n{extra}  default_backend b\n'
                           f'backend b\n  server s 127.0.0.1:{to}', (port,), certificate)


def exim(**main):
    return lambda: Exim(main=main)


def published(port, security, host=HOST):
    text = FILE.replace('<port>587', f'<port>{port}').replace('>STARTTLS<', f'>{security}<').replace(
        f'<hostname>{HOST}', f'<hostname>{host}')
    return lambda: Publishing(WebSite(NGINX % '', certificate='auto', ports=(443,)), OWN, text)


def announced(*records):
    """records: (port, certificate, usage, selector, kind)"""
    return lambda: Dnssec(lambda folder: ''.join(
        f'_{port}._tcp.{HOST}. TLSA {tlsa(folder, *data)}\n' for port, *data in records))


def jailed(lab):
    """What fail2ban's jail for logins writes: the ports of mail alone, refused with ICMP."""
    lab.converse(SERVER4, 465, ['AUTH PLAIN AGEAYg=='] * 3)
    lab.network.server.nft('table inet f2b { chain f2b { type filter hook input priority -1;\n'
                           f'  ip saddr {CLIENT4} tcp dport {{ 25, 465, 587 }} reject with icmp port-unreachable\n}}\n}}\n')


SCENARIOS = {
    # 9-11: ports
    '09-icmp-25': door('the router refuses 25 to every host with ICMP', 'port-25-blocked', exim(), more=AWAY,
                       before=both(other_host(25, 587), rule('router', 'forward',
                                                             'tcp dport 25 reject with icmp port-unreachable'))),
    '09-hushed-25': door('the line lets 25 come about and no word of it through, at every host', (
        'port-25-blocked', 'greeting-missing'), exim(), more=AWAY, before=both(other_host(25, 587), rule(
            'router', 'forward', 'tcp sport 25 meta length > 80 drop'))),
    '10-submission-shut': case('a workplace drops both ports of submission, 25 is left', 'port-blocked-by-network',
                               Postfix, lambda: Nginx({443: 'ssl'}), more=AWAY,
                               before=both(other_host(25, 465, 587), rule('router', 'forward',
                                                                          'tcp dport { 465, 587 } drop'))),
    # From outside, the other host may have nobody on 465 either: the second cause, and none of them firmly.
    '10-465-reset-everywhere': case('a box on the way resets 465 of every host', (
        'port-blocked-by-network', 'service-not-running'), Submission, postfix25(), port=465, more=AWAY, at_most=0.8,
                                    before=both(other_host(25, 465, 587), rule('router', 'forward',
                                                                               'tcp dport 465 reject with tcp reset'))),
    '10-six-policy': case('IPv6 to 587 is refused as against the policy', 'port-blocked-by-network', exim(),
                          host='six.example.net', before=rule(
                              'router', 'forward', 'ip6 version 6 tcp dport 587 reject with icmpv6 policy-fail')),
    '11-loopback-alone': case('Postfix listens for its own machine alone, the web site lives', 'service-not-running',
                              lambda: Postfix(main={'inet_interfaces': '127.0.0.1'}), lambda: Nginx({80: '', 443: 'ssl'})),
    '11-submissions-off': case('587 is there, nobody has switched 465 on, over IPv6', 'service-not-running', lambda: Postfix(
        ports={25: {}, 587: Postfix.PORTS[587]}), port=465, host='six.example.net'),
    # 16, 17, 18
    '16-jail': case('a watcher of logins refuses the ports of mail with ICMP, the web is open', 'address-banned', exim(),
                    lambda: Nginx({443: 'ssl'}), more=AWAY, verdict=('problem', 'inconclusive'),
                    before=both(other_host(25, 465, 587), jailed)),
    '16-prohibited': case('a firewall of the server prohibits everything from here', 'address-banned', Submission, postfix25(),
                          more=AWAY, verdict=('problem', 'inconclusive'), before=both(other_host(25, 465, 587), rule(
                              'server', 'input', f'ip saddr {CLIENT4} ip daddr != 44.128.9.53 meta l4proto tcp '
                              'reject with icmp admin-prohibited'))),
    '17-own-network': case('the mail server should be in our own network, and is switched off', 'host-down', exim(),
                           host='nas.example.net', before=names('nas.example.net. A 192.168.77.40\n')),
    '18-polite-relay': door('the line takes 25 to a relay that says nothing of its name', 'network-redirects-smtp', Sendmail,
                            more=AWAY, verdict=('problem', 'warning'), before=both(
                                other_host(25, 587), lambda lab: lab.start(
                                    lab.network.router, pathlib.Path(scripted.__file__), '4026',
                                    str(lab.tools.authority.directory / 'carrier.pem'), str(lab.tools.authority.directory / 'carrier.key'),
                                    json.dumps({'greeting': '220 ESMTP', 'EHLO': '250-relay\r\n250-SIZE 31457280\r\n250 8BITMIME'}),
                                    stderr=subprocess.DEVNULL),
                                lambda lab: lab.network.router.nft(
                                    'table inet cable { chain cable { type nat hook prerouting priority -100;\n'
                                    '  iifname "clie" tcp dport 25 redirect to :4026\n}\n}\n'))),
    # 23, 24, 26
    '23-half-a-minute': case('Exim waits longer than this test does', ('greeting-missing', 'greeting-delayed'), lambda: Exim(
        acls={'connect': '  accept delay = 45s'}), at_most=0.8),
    '23-dovecot-late': case('a balancer keeps 465 of Dovecot waiting nine seconds', ('greeting-delayed', None), postfix25(),
                            lambda: Submission(), haproxy(2525, extra='  tcp-request inspect-delay 9s\n'
                                                          '  tcp-request content accept if WAIT_END\n', to=465),
                            port=2525, more=(*TLS, '--timeout', '60'), verdict=('ok', 'warning')),
    '24-hushed-here': case('a program here passes the greeting on, and nothing behind it', (
        'local-antivirus-intercepts', 'connection-lost', 'server-too-slow'), exim(), before=both(
            lambda lab: lab.network.slow(90), lambda lab: lab.meddle('hush', [587], lab.network.client))),
    '26-battery': case('the clock of this computer is years behind', 'clock-wrong', exim(), port=465, clock='-2200d'),
    # 27-30: what listens there
    '27-slow-587': case('TLS at once is set for 587 of Exim, which greets after six seconds', 'tls-on-plain-port', lambda: Exim(
        acls={'connect': '  accept delay = 6s'}), more=(*TLS, '--timeout', '60')),
    '27-sendmail-25': door('TLS at once on 25 of Sendmail', 'tls-on-plain-port', Sendmail, more=TLS),
    '28-exim-2465': case('STARTTLS is set for 2465, where Exim has TLS at once', 'plain-on-tls-port', lambda: Exim(
        ports=(25, 2465), main={'tls_on_connect_ports': '2465'}), port=2465, more=STARTTLS),
    '30-sieve': case('a server for mail rules on 587', 'wrong-service-on-port', lambda: Says(587, SIEVE)),
    '30-database': case('a database on 587', ('wrong-service-on-port', 'server-reply-invalid'), lambda: Says(
        587, 'J\\0\\0\\0\\n5.5.5-10.11.6-MariaDB-0+deb12u1\\0\\005\\0\\0\\0'), at_most=0.8),
    '30-https-465': case('a web site with TLS on 465', ('wrong-service-on-port', 'greeting-missing'), lambda: Apache(
        '<VirtualHost *:465>\n  ServerName mail.example.net\n  TLS;\n</VirtualHost>', certificate='good', ports=(465,)), port=465),
    '30-balancer-for-web': case('a balancer for web pages on 587', 'wrong-service-on-port', lambda: Haproxy(
        'frontend f\n  mode http\n  timeout http-request 20s\n  bind :::587 v4v6\n  default_backend b\n'
        'backend b\n  mode http\n  server s 127.0.0.1:9', (587,))),
    '25-by-name': case('nginx tells by the name of the encryption where 465 goes, and does not know ours', (
        'tls-failed', 'closed-before-greeting'), lambda: NginxProxy(
            'stream { map $ssl_preread_server_name $where { smtp.shop.example 127.0.0.1:10465; default 127.0.0.1:9; }\n'
            '  server { listen 465; listen [::]:465; ssl_preread on; proxy_pass $where; } }', (465,)), port=465, at_most=0.8),
    # 31-33: STARTTLS
    '31-without-beside-465': case('Postfix has no STARTTLS on 587, TLS on 465', 'starttls-not-offered', lambda: Postfix(ports={
        25: {'smtpd_tls_security_level': 'none'}, 587: {'smtpd_tls_security_level': 'none', 'smtpd_sasl_auth_enable': 'yes'},
        465: Postfix.PORTS[465]}), more=STARTTLS, host='both.example.net', at_most=0.8),
    '31-courier': door('Courier has no encryption', 'starttls-not-offered', Courier, more=STARTTLS),
    '32-first-line-alone': case('a box leaves the first line of each answer', 'starttls-stripped', Submission, postfix25(),
                                before=lambda lab: lab.meddle('single', [25, 587])),
    '32-box-says-later': case('a box answers STARTTLS by itself: not now', ('starttls-stripped', 'starttls-unavailable'),
                              exim(), before=lambda lab: lab.meddle('later', [587])),
    '33-empty-certificate': case('the file of the certificate is empty after a renewal', 'starttls-unavailable',
                                 lambda: Exim(main={'tls_certificate': '/etc/lab/empty.pem'}), more=STARTTLS,
                                 before=lambda lab: lab.network.server.write('/etc/lab/empty.pem', '')),
    # 34: versions and ciphers
    '34-stunnel-11': case('stunnel knows TLS 1.1 at most on 2525', 'tls-version-unsupported', postfix25(), lambda: Stunnel(
        2525, 'connect = 127.0.0.1:25\nsslVersionMax = TLSv1.1\nciphers = ALL:@SECLEVEL=0'), port=2525, more=TLS),
    '34-camellia': case('Exim knows Camellia and nothing else', 'tls-version-unsupported', exim(
        tls_require_ciphers='NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+CAMELLIA-256-CBC:+CAMELLIA-128-CBC'), port=465),
    '34-triple-des': case('Exim knows 3DES and nothing else, behind STARTTLS', 'tls-version-unsupported', exim(
        tls_require_ciphers='NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+3DES-CBC')),
    '34-brainpool': case('nginx knows one curve that hardly anybody has', ('tls-version-unsupported', 'tls-failed'), lambda: NginxProxy(
        MAIL.format(port=465, words='ssl', more='ssl_protocols TLSv1.2; ssl_ecdh_curve brainpoolP384r1; '
                    'ssl_ciphers ECDHE-RSA-AES256-GCM-SHA384;'), (465,)), port=465),
    '34-chacha-13': case('TLS 1.3 with ChaCha20 alone is no fault', None, lambda: Exim(main={
        'tls_require_ciphers': 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+CHACHA20-POLY1305'}), verdict='ok'),
    # 35: certificates
    '35-star-too-deep': case('a certificate for all names of the domain, the server is one level deeper', 'certificate-name-mismatch',
                             issued('star', ['*.example.net', 'example.net']), lambda: Exim(certificate='star'),
                             host='smtp.eu.example.net', before=names(f'smtp.eu.example.net. A {SERVER4}\n')),
    '35-snakeoil': case('the certificate that the system made for itself', 'certificate-self-signed', issued(
        'snakeoil', ['vps-2291'], self_signed=True, ends=3600), lambda: Postfix(certificate='snakeoil')),
    '35-own-and-old': case('what Dovecot signed itself has ended as well', ('certificate-expired', 'certificate-self-signed'),
                           issued('own-and-old', self_signed=True, begins=-400, ends=-35), postfix25(),
                           lambda: Submission(certificate='own-and-old'), port=465),
    '35-ended-just-now': case('a certificate that ended twenty minutes ago', 'certificate-expired', issued(
        'just-now', begins=-90, ends=-0.014), lambda: NginxProxy(MAIL.format(port=587, words='', more='starttls on;'), (587,),
                                                                 'just-now')),
    '35-begins-tonight': case('a certificate that begins in six hours', 'certificate-not-yet-valid', issued(
        'tonight', begins=0.25), postfix25(), haproxy(465, 'ssl crt /run/lab/both.pem', 'tonight'), port=465),
    '35-root-for-middle': case('the root is sent along where the intermediate should be', 'certificate-chain-incomplete',
                               sent_along('root-for-middle', 'Meadow Issuing 2026', 'ca'),
                               lambda: Exim(certificate='root-for-middle')),
    '35-old-middle-sent': case('the intermediate of years ago is sent along', 'certificate-chain-incomplete',
                               sent_along('old-middle-sent', 'Meadow Issuing 2026', '{}-other'),
                               lambda: Postfix(certificate='old-middle-sent'), port=465),
    '35-out-of-order': case('root before intermediate is no fault', None, sent_along(
        'out-of-order', 'Brook Issuing', 'ca', '{}-middle'), lambda: Exim(certificate='out-of-order'), verdict='ok'),
    '35-company': case('an authority of a company, of which nothing is sent', (
        'certificate-untrusted-issuer', 'certificate-chain-incomplete'), lambda: Chain('hofmann', root='Hofmann Werkzeugbau Root CA'),
        postfix25(), lambda: Submission(certificate='hofmann'), at_most=0.8),
    '35-for-clients': case('a certificate for people, not for servers', 'certificate-wrong-purpose', lambda: Made(clients_only),
                           lambda: Exim(certificate='clients'), port=465),
    '35-short-key': case('a key of 1024 bits', 'certificate-weak', lambda: Made(short_key), lambda: Exim(certificate='short-key')),
    '35-address-in-it': case('a certificate that holds the address, asked for by it', None, issued(
        'with-address', lines=[f'ip_address = "{SERVER4}"']), lambda: Exim(certificate='with-address'), host=SERVER4, port=465,
        verdict='ok'),
    # 36-37: somebody between
    '37-starttls-school': case('a school opens 587 with an authority of its own, the names are signed', 'tls-intercepted-by-network',
                               announced((587, 'good', 3, 1, 1), (25, 'good', 3, 1, 1)), exim(),
                               lambda: StartTlsSplit('router', 'Northfield School Filtering', ports=(25, 587))),
    '37-four-alone': case('465 is opened over IPv4, not over IPv6', 'tls-intercepted-by-network', exim(),
                          lambda: Sslsplit('router', 'Edge Gateway CA 4F20'), port=465, host='both.example.net', more=('--ipv4',)),
    '36-company-box-trusted': case('a box of the company opens 465 and 443, its authority is trusted here', (
        'tls-intercepted-by-network', 'local-antivirus-intercepts'), exim(), lambda: Nginx({443: 'ssl'}), lambda: Sslsplit(
            'router', 'Bergmann AG Internet Gateway', ports=(443, 465), trusted=True), port=465, verdict=('problem', 'warning')),
    # 38-39
    '38-authority-announced': door('another authority is announced than the one of the certificate', 'dane-mismatch', lambda: Made(
        lambda authority: authority.ca('announced-ca', 'Former Root')), announced((25, 'announced-ca', 2, 0, 1)), exim(),
        verdict=('problem', 'warning')),
    '39-sendmail': door('Sendmail takes mail from those with a certificate alone', 'client-certificate-required', lambda: Sendmail(
        "FEATURE(`access_db', `hash /etc/mail/access')\ndefine(`confCACERT', `/etc/lab/server.pem')\n"
        "define(`confCACERT_PATH', `/etc/lab')\n", access={'TLS_Clt:': 'VERIFY', 'TLS_Clt': 'VERIFY'}, tls=True), more=STARTTLS),
    '39-balancer-13': case('a balancer wants a certificate of ours on 2525, in TLS 1.3', 'client-certificate-required', postfix25(),
                           haproxy(2525, 'ssl crt /run/lab/both.pem ssl-min-ver TLSv1.3 verify required ca-file /etc/lab/server.pem'),
                           port=2525, more=TLS),
    '34-silent-in-tls': case('s_server answers for web pages behind TLS on 465', ('greeting-missing', 'wrong-service-on-port'),
                             lambda: Files('good'), lambda: BareTls(465, '-www', '-cert', '/etc/lab/good.pem', '-key',
                                                                    '/etc/lab/good.key'), port=465),
    # settings
    '20-port-26': case('port 26 is set, the provider publishes 465', 'settings-differ-from-provider', published(465, 'SSL'),
                       Postfix, port=26),
    '20-pop-host': case('the server that mail is fetched from is set', 'settings-differ-from-provider', published(587, 'STARTTLS'),
                        Postfix, host='pop.example.net', before=both(other_host(110), names(f'pop.example.net. A {OTHER}\n'))),
    '20-login-on-25': case('port 25 is set, where nobody logs in', ('auth-not-offered', 'settings-differ-from-provider'),
                           published(587, 'STARTTLS'), Postfix, port=25),
    '20-account-shut': Scenario(title='what the provider publishes is dropped by the line', cause='port-blocked-by-network',
                                servers=lambda: [published(587, 'STARTTLS')(), Postfix()], verdict='problem', user=ALICE,
                                args=['check', 'account', ALICE], before=rule('router', 'forward', 'tcp dport 587 drop')),
    '30-opensmtpd-own-port': case('OpenSMTPD begins in clear on 465', 'tls-on-plain-port', lambda: OpenSmtpd(
        listen={25: '', 465: ''}), port=465),
}
