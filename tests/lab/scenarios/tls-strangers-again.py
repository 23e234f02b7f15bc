# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports, encryption and certificates once more, written after what the first round of strangers had found was
mended, and again expected before anything was run."""

from lablib.accounts import ALICE, BOB, smtp
from lablib.chains import Chain, Files
from lablib.dnssec import Dnssec, tlsa
from lablib.exim import Exim
from lablib.helpers import BareTls, Helper, Made, Nginx, Stunnel
from lablib.interception import Sslsplit
from lablib.network import CLIENT4, HOST, SECOND4, SERVER4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.published import NGINX, OWN, Publishing
from lablib.relays import NginxProxy, Says
from lablib.scenario import Scenario
from lablib.submission import Submission
from lablib.web import Nginx as WebSite

STARTTLS = ('--security', 'starttls')
TLS = ('--security', 'tls')
CLEAR = ('--security', 'none', '--allow-plaintext')
LOGINS = ['AUTH PLAIN AGEAYg=='] * 3


def case(title, cause, *servers, more=(), port=587, host=HOST, user=ALICE, verdict='problem', before=(), **others):
    """servers: functions that make one each; before: functions of the lab."""
    def prepare(lab):
        for step in before:
            step(lab)
    return Scenario(title=title, cause=cause, verdict=verdict, user=user, before=prepare,
                    servers=lambda: [make() for make in servers], args=smtp(*more, port=port, to=BOB, host=host), **others)


def rule(node, hook, text):
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet again {{ chain again {{ type filter hook {hook} priority 0; {text}\n}}\n}}\n')


def names(records):
    return lambda lab: lab.network.publish(records)


def issued(name, *hosts, **more):
    return lambda: Made(lambda authority: authority.issue(name, list(hosts), **more))


def mixed(authority):
    for kind, of in (('pem', 'good'), ('key', 'expired')):
        (authority.directory / f'two-halves.{kind}').write_text(authority.text(f'{of}.{kind}'), encoding='ascii')


def ended_root(authority):
    authority.key('ended-root')
    authority.template('ended-root', 'Old Meadow Root', ['ca', 'cert_signing_key'], -900, -20)
    authority.certtool('--generate-self-signed', 'ended-root')
    authority.issue('of-ended-root', [HOST], issuer='ended-root')
    path = authority.directory / 'of-ended-root.pem'
    path.write_text(path.read_text(encoding='ascii') + authority.text('ended-root.pem'), encoding='ascii')


class Secret(Helper):
    """A secret that stunnel shares with a guest. Stands before it."""

    def start(self, lab):
        lab.network.server.write('/etc/lab/psk', 'guest:4f2a90c17d3e5b68a1f04c92e7d81b36\n', 0o600)


class StartTlsSplit(Sslsplit):
    mode = 'autossl'


def postfix25(**main):
    return lambda: Postfix(main=main, ports={25: {}})


def announced(*records):
    return lambda: Dnssec(lambda folder: ''.join(
        f'_{port}._tcp.{HOST}. TLSA {tlsa(folder, *data)}\n' for port, *data in records))


def published():
    return Publishing(WebSite(NGINX % '', certificate='auto', ports=(443,)), OWN)


def no_gateway(lab):
    """The router of the network is gone: nobody has its address."""
    lab.network.client.run(['ip', 'route', 'replace', 'default', 'via', '192.168.77.9'])


SCENARIOS = {
    # the way
    '09-both-families': case('the line drops 25 in both families', 'port-25-blocked', Exim, port=25, user=None,
                             host='both.example.net', before=[rule('router', 'forward', 'tcp dport 25 drop')]),
    '10-six-alone': case('465 is dropped over IPv6, the only way there is', 'port-blocked-by-network', Submission, postfix25(),
                         port=465, host='six.example.net', before=[rule('router', 'forward', 'tcp dport 465 drop')]),
    '10-taken-and-mute': case('a box on the way takes 465 of every host and says nothing', (
        'network-redirects-smtp', 'tls-intercepted-by-network'), Exim, port=465,
        before=[lambda lab: lab.meddle('swallow', [465])]),
    '11-reset-by-host': case('the firewall of the server resets 465, its other ports are open', 'service-not-running', Exim,
                             port=465, at_most=0.8, more=('--reference', SECOND4), before=[rule(
                                 'server', 'input', f'ip daddr {SERVER4} tcp dport 465 reject with tcp reset')]),
    '16-echo-alone': case('after wrong logins nothing but a ping is answered', 'address-banned', Exim, verdict=(
        'problem', 'inconclusive'), before=[lambda lab: lab.converse(SERVER4, 465, LOGINS), rule(
            'server', 'input', f'ip saddr {CLIENT4} ip daddr != 44.128.9.53 meta l4proto tcp drop')]),
    '17-near-six': case('a server of our own network over IPv6, switched off', 'host-down', Exim, host='nas.example.net',
                        before=[names('nas.example.net. AAAA 2a0e:97c0:77::40\n')]),
    '01-router-gone': case('the router of our own network is gone, an address is asked for', 'offline', Exim, host=SERVER4,
                           verdict=('problem', 'inconclusive'), before=[no_gateway]),
    '24-hangs-up-465': case('a program here takes 465 and hangs up', 'local-antivirus-intercepts', Exim, port=465,
                            before=[lambda lab: lab.network.slow(60),
                                    lambda lab: lab.meddle('close', [465], lab.network.client)]),
    '26-hundred-days': case('the clock here is a hundred days ahead', 'clock-wrong', postfix25(), Submission,
                            lambda: Nginx({80: '', 443: 'ssl'}), clock='+100d', more=('--reference', 'www.example.net')),
    # what listens there
    '27-postscreen': case('TLS at once on 25 behind postscreen', 'tls-on-plain-port', lambda: Postfix(postscreen=True), port=25,
                          user=None, more=TLS),
    '28-bare': case('STARTTLS is set for a port that begins with TLS and greets nobody', ('plain-on-tls-port', 'greeting-missing'),
                    lambda: Files('good'), lambda: BareTls(465, '-cert', '/etc/lab/good.pem', '-key', '/etc/lab/good.key'),
                    port=465, more=STARTTLS),
    '29-stream-limit': case('nginx in front of 465 bears one connection of ours', ('closed-before-greeting', 'smtp-too-many-connections'),
                            lambda: Postfix(ports={10465: Postfix.PORTS[465]}), lambda: NginxProxy(
                                'stream { limit_conn_zone $binary_remote_addr zone=a:1m;\n'
                                '  server { listen 465; listen [::]:465; limit_conn a 1; proxy_pass 127.0.0.1:10465; } }', (465,)),
                            port=465, before=[lambda lab: lab.hold(HOST, 465, 1, greeted=False)]),
    '30-telnet': case('a remote terminal on 25', ('wrong-service-on-port', 'server-reply-invalid'), lambda: Says(
        25, '\\377\\375\\030\\377\\375\\040\\377\\375\\043\\377\\375\\047mx login:'), port=25, user=None),
    '30-cyrus-in-tls': case('a mailbox server behind the TLS of 465', 'wrong-service-on-port', lambda: Says(
        1143, '* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE] mail.example.net Cyrus IMAP 3.6.1 server ready'),
        lambda: Stunnel(465, 'connect = 127.0.0.1:1143'), port=465),
    # encryption
    '31-opensmtpd-six': case('OpenSMTPD without encryption, over IPv6', 'starttls-not-offered', lambda: OpenSmtpd(
        listen={25: ''}), port=25, user=None, more=STARTTLS, host='six.example.net'),
    '32-every-clear-port': case('a box takes STARTTLS out of every port that begins in clear', 'starttls-stripped', Exim,
                                before=[lambda lab: lab.meddle('strip', [25, 587, 2525])]),
    '33-dovecot-two-halves': case('Dovecot has a key of another certificate', (
        'closed-before-greeting', 'starttls-unavailable', 'service-unavailable'), lambda: Made(mixed), postfix25(),
        lambda: Submission(certificate='two-halves'), at_most=0.9),
    '34-old-curve': case('Postfix knows one curve of long ago', 'tls-version-unsupported', lambda: Postfix(main={
        'smtpd_tls_eecdh_grade': 'auto', 'tls_eecdh_auto_curves': 'secp224r1', 'smtpd_tls_mandatory_protocols': '>=TLSv1.2, <=TLSv1.2',
        'smtpd_tls_mandatory_ciphers': 'high', 'tls_high_cipherlist': 'kEECDH+AESGCM'}), port=587),
    '34-shared-secret': case('stunnel takes those who share a secret with it', ('tls-failed', 'tls-version-unsupported'), Secret, postfix25(),
                             lambda: Stunnel(465, 'connect = 127.0.0.1:25\nciphers = PSK\nsslVersionMax = TLSv1.2\n'
                                             'PSKsecrets = /etc/lab/psk', 'good'), port=465, at_most=0.8),
    '39-exim-german': case('Exim demands a certificate in words, in German', 'client-certificate-required', lambda: Exim(main={
        'tls_try_verify_hosts': '*', 'tls_verify_certificates': '/etc/lab/server.pem'}, acls={
            'mail': '  deny !verify = certificate\n       message = Client-Zertifikat erforderlich'}), port=25, user=None),
    # certificates
    '35-web-for-mail': case('Dovecot shows the certificate of the web site', 'certificate-name-mismatch', postfix25(),
                            lambda: Submission(certificate='web')),
    '35-ended-root': case('the root of the house has ended', ('certificate-expired', 'certificate-untrusted-issuer'),
                          lambda: Made(ended_root), lambda: Exim(certificate='of-ended-root'), port=465),
    '35-address-alone': case('a certificate for an address of the inner network', 'certificate-name-mismatch', issued(
        'inner-address', '10.0.0.5', lines=['ip_address = "10.0.0.5"']), lambda: Exim(certificate='inner-address')),
    '35-authority-itself': case('an authority of one command line is shown as the certificate', 'certificate-self-signed',
                                lambda: Made(lambda authority: authority.ca('one-line', HOST)), lambda: Postfix(certificate='one-line'),
                                port=465),
    '35-staging': case('an issuer for trials only', ('certificate-untrusted-issuer', 'certificate-chain-incomplete'), lambda: Chain(
        'staging', root='(STAGING) Pretend Pear X1', middle='(STAGING) Artificial Apricot R3', send=('middle',)),
        lambda: Exim(certificate='staging')),
    '35-alias': case('a name of one’s own that is an alias of the provider’s', 'certificate-name-mismatch', Postfix,
                     host='smtp.shop.example.net', before=[names(f'smtp.shop.example.net. CNAME {HOST}.\n')]),
    '36-shield-starttls': case('a protection program opens STARTTLS, not known to the system', 'local-antivirus-intercepts', Exim,
                               lambda: StartTlsSplit('client', 'ESET SSL Filter CA', ports=(587,))),
    '37-cloud-filter': case('a filter of the workplace opens STARTTLS', 'tls-intercepted-by-network', Postfix,
                            lambda: StartTlsSplit('router', 'Zscaler Intermediate Root CA (zscaler.net)', ports=(587,))),
    '38-dane-465': case('another key is announced for 465, the login goes through', 'dane-mismatch', announced(
        (465, 'wrong-name', 3, 1, 1)), postfix25(), Submission, port=465, verdict='warning'),
    # settings
    '20-mailbox-host': case('the host of the mailboxes is set as outgoing server', 'settings-differ-from-provider', published,
                            Postfix, host='imap.example.net', before=[
                                lambda lab: lab.network.neighbour('other', '44.128.10.', '2a0e:97c0:10::'),
                                names('imap.example.net. A 44.128.10.10\n')]),
    '20-no-encryption': case('no encryption is set, where the provider publishes STARTTLS', (
        'tls-required', 'settings-differ-from-provider'), published, Postfix, more=CLEAR),
}
