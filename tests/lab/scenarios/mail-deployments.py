# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail servers as a third round of help-desk calls met them: other daemons and fronts, each fault elsewhere than
usual."""

import json
import pathlib
import subprocess

from lablib import scripted
from lablib.accounts import ALICE, BOB, STRANGER, smtp
from lablib.courier import Courier
from lablib.exim import Exim
from lablib.exim import saying as exim_saying
from lablib.helpers import BlockList, Helper, Nginx, Postgrey, Stunnel
from lablib.network import CLIENT4, SECOND4, SERVER4
from lablib.node import wait_for
from lablib.postfix import Postfix, saying
from lablib.relays import Haproxy, NginxProxy, Says, Socat, Sshd
from lablib.scenario import Scenario
from lablib.sendmail import Sendmail
from lablib.submission import Submission

SHOP = ('--from', 'orders@shop.example.net')
MAIL = '''mail {{ server_name mail.example.net; auth_http 127.0.0.1:9000/;
  server {{ listen 587; listen [::]:587; protocol smtp; smtp_auth login plain; starttls only; {tls}
    ssl_certificate /etc/lab/server.pem; ssl_certificate_key /etc/lab/server.key; }} }}
http {{ access_log off; server {{ listen 127.0.0.1:9000; location / {{
  add_header Auth-Status "{status}"; return 200 ""; }} }} }}'''


def case(title, cause, *servers, more=(), port=587, host='mail.example.net', to=BOB, user=ALICE,
         before=lambda lab: None, verdict='problem', **others):
    """servers: functions that make one each, for every run anew."""
    return Scenario(title=title, cause=cause, verdict=verdict, before=before, user=user,
                    servers=lambda: [make() for make in servers], args=smtp(*more, port=port, to=to, host=host), **others)


def rule(node, hook, text):
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet third {{ chain third {{ type filter hook {hook} priority 0; {text}\n}}\n}}\n')


class Issued(Helper):
    """A certificate that ended yesterday. Stands before the daemon."""

    def start(self, lab):
        lab.tools.authority.issue('yesterday', ['mail.example.net'], begins=-91, ends=-1)


class Mixed(Helper):
    """A certificate beside the key of another one. Stands before the daemon."""

    def start(self, lab):
        folder = lab.tools.authority.directory
        for kind, of in (('pem', 'good'), ('key', 'wrong-name')):
            (folder / f'mixed.{kind}').write_text(lab.tools.authority.text(f'{of}.{kind}'), encoding='ascii')


def stopped(lab):
    lab.network.server.run(['sh', '-c', 'kill $(cat /run/dovecot-submission/master.pid)'])
    wait_for(lambda: not lab.network.server.run(['ss', '-Hltn', 'sport = :587']).strip(), 'the end of Dovecot')


def banned(lab):
    """Wrong logins, then a firewall of the server that no longer hears us, at this address."""
    lab.converse(SERVER4, 465, ['AUTH PLAIN AGEAYg=='] * 2)
    lab.network.server.nft('table inet ban { chain ban { type filter hook input priority -10;\n'
                           f'  ip saddr {CLIENT4} ip daddr {SERVER4} drop\n}}\n}}\n')


def cable(lab):
    """Whoever goes to 25 of any host meets the relay of the line."""
    certificate = str(lab.tools.authority.directory / 'carrier')
    words = {'greeting': '220 relay7.carrier.example ESMTP Exim 4.94.2',
             'EHLO': '250-relay7.carrier.example Hello\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250 HELP'}
    lab.start(lab.network.router, pathlib.Path(scripted.__file__), '4026', f'{certificate}.pem', f'{certificate}.key',
              json.dumps(words), stderr=subprocess.DEVNULL)
    lab.network.router.nft('table inet cable { chain cable { type nat hook prerouting priority -100;\n'
                           '  iifname "clie" tcp dport 25 redirect to :4026\n}\n}\n')


def haproxy(port, bind='', extra='', certificate='good', to=25):
    return lambda: Haproxy(f'frontend f\n  bind :::{port} v4v6 {bind}\n{extra}  default_backend b\n'
                           f'backend b\n  server s 127.0.0.1:{to}', (port,), certificate)


def postfix25():
    return Postfix(ports={25: {}})


TLS = 'ssl crt /run/lab/both.pem'
LIMITED = 'ratelimit = 2 / 10m / per_cmd / strict / $sender_host_address\n       message = '
SCENARIOS = {
    # the way
    'line-drops-25': case('the line drops 25, submission of the same host lives', 'port-25-blocked', postfix25, Submission,
                          port=25, user=None, more=('--reference', SECOND4, *SHOP), before=rule('router', 'forward',
                                                                                       'tcp dport 25 drop')),
    'hotel-587': case('a hotel rejects 587 with ICMP, 465 and the web are open', 'port-blocked-by-network', Exim,
                      lambda: Nginx({443: 'ssl'}), before=rule('router', 'forward',
                                                               'tcp dport 587 reject with icmpx host-unreachable')),
    'submission-dead': case('the submission service has died, the mail server on 25 lives', 'service-not-running', postfix25,
                            Submission, before=stopped),
    'banned-here': case('after wrong logins one address of the server is silent, its neighbour is not', 'address-banned',
                        Exim, lambda: Nginx({443: 'ssl'}), more=('--reference', SECOND4), before=banned,
                        verdict=('problem', 'inconclusive')),
    'old-address': case('the name leads to an address that nobody has any more', 'host-down', Exim, host='old.example.net',
                        before=lambda lab: lab.network.publish('old.example.net. A 44.128.9.200\n')),
    'cable-relay': case('the line takes 25 of every host to its relay', 'network-redirects-smtp', Sendmail, port=25, user=None,
                        more=('--reference', SECOND4, *SHOP), before=cable, verdict='warning'),
    'antivirus-mute': case('a program on this computer takes 465 and says nothing', 'local-antivirus-intercepts', Submission,
                           port=465, before=lambda lab: lab.meddle('swallow', [465], lab.network.client)),
    # the greeting
    'balancer-waits': case('a balancer holds back everybody for seven seconds', ('greeting-delayed', None), Postfix,
                           haproxy(2525, extra='  tcp-request inspect-delay 7s\n  tcp-request content accept if WAIT_END\n',
                                   to=587), port=2525, more=('--timeout', '60'), verdict=('ok', 'warning')),
    'stream-denies': case('nginx lets in another network only and closes at once', 'closed-before-greeting', postfix25,
                          lambda: NginxProxy('stream { server { listen 587; listen [::]:587; allow 10.0.0.0/8; deny all; '
                                             'proxy_pass 127.0.0.1:25; } }', (587,))),
    'silent-front': case('something takes 587 and never says a word', 'greeting-missing',
                         lambda: Socat(587, 'EXEC:/bin/sleep 200')),
    # pairs of port and encryption
    'courier-tls-587': case('TLS at once is set, Courier speaks plain on 587', 'tls-on-plain-port', lambda: Courier(at=(587,)),
                            more=('--security', 'tls')),
    'balancer-starttls-465': case('STARTTLS is set, a balancer has TLS on 465', 'plain-on-tls-port', postfix25,
                                  haproxy(465, TLS), port=465, more=('--security', 'starttls')),
    'stunnel-2525': case('STARTTLS is set for a port of its own where stunnel has TLS', 'plain-on-tls-port', postfix25,
                         lambda: Stunnel(2525, 'connect = 127.0.0.1:25'), port=2525, more=('--security', 'starttls')),
    'clear-busy-465': case('a busy front says so in clear on 465', 'service-unavailable', lambda: Says(
        465, '421 4.3.2 All our lines are in use, please call again in a moment'), port=465),
    'shell-465': case('remote logins on 465', 'wrong-service-on-port', lambda: Sshd(465), port=465),
    # STARTTLS
    'sendmail-without': case('Sendmail has no encryption', 'starttls-not-offered', Sendmail, port=25, user=None,
                             more=('--security', 'starttls', *SHOP)),
    'exim-blanked': case('a box writes letters over STARTTLS of Exim', 'starttls-stripped', Exim,
                         before=lambda lab: lab.meddle('blank', [587])),
    'dovecot-refused': case('a box answers STARTTLS itself', 'starttls-stripped', postfix25, Submission,
                            before=lambda lab: lab.meddle('refuse', [587])),
    'mixed-keys': case('Postfix has a key that is not of its certificate', 'starttls-unavailable', Mixed,
                       lambda: Postfix(certificate='mixed')),
    # TLS and certificates
    'balancer-old-465': case('a balancer knows TLS 1.0 and nothing newer', 'tls-version-unsupported', postfix25, haproxy(
        465, f'{TLS} ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.0 ciphers ALL:@SECLEVEL=0'), port=465),
    'nginx-old-587': case('nginx knows TLS 1.1 and nothing newer, behind STARTTLS', 'tls-version-unsupported', lambda: NginxProxy(
        MAIL.format(tls='ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;', status='OK'), (587,))),
    'nginx-early': case('nginx has a certificate for next month', 'certificate-not-yet-valid', lambda: NginxProxy(
        MAIL.format(tls='', status='OK'), (587,), 'not-yet-valid')),
    'stunnel-yesterday': case('the certificate of stunnel ended yesterday', 'certificate-expired', postfix25, Issued,
                              lambda: Stunnel(465, 'connect = 127.0.0.1:25', 'yesterday'), port=465),
    'dovecot-other-name': case('Dovecot has the certificate of another name', 'certificate-name-mismatch', postfix25,
                               lambda: Submission(certificate='wrong-name'), port=465),
    'balancer-own-made': case('a balancer has a certificate that it signed itself', 'certificate-self-signed', postfix25,
                              haproxy(465, TLS, certificate='self-signed'), port=465),
    'balancer-no-middle': case('a balancer leaves the intermediate out', 'certificate-chain-incomplete', postfix25,
                               haproxy(465, TLS, certificate='chain-incomplete'), port=465),
    'balancer-guests': case('a balancer wants a certificate of ours', 'client-certificate-required', postfix25, haproxy(
        465, f'{TLS} verify required ca-file /etc/lab/server.pem ssl-max-ver TLSv1.2'), port=465),
    # 421 and the like
    'maintenance': case('the server is being looked after until the evening', 'service-unavailable', lambda: saying(
        'connect', '421 4.3.2 Planned maintenance, this server is back at 18:00'), port=25, user=None, more=SHOP),
    'three-at-once': case('three open connections of ours use up Postfix on 465', 'smtp-too-many-connections', lambda: Postfix(
        main={'smtpd_client_connection_count_limit': '3'}), port=465,
        before=lambda lab: lab.hold_mail_login('mail.example.net', 465, 3)),
    # Dovecot's login process hangs up or dies (epoll_ctl: bad file descriptor) now and then before its 421 has left.
    'dovecot-two': case('two logged-in sessions are what Dovecot allows',
                        ('smtp-too-many-connections', 'connection-lost'), postfix25, lambda: Submission('mail_max_userip_connections = 2'),
                        before=lambda lab: lab.hold_mail_login('mail.example.net', 465, 2)),
    'six-per-minute': case('four connections in five minutes, over IPv6', 'smtp-rate-limited', lambda: Postfix(
        main={'smtpd_client_connection_rate_limit': '4', 'anvil_rate_time_unit': '300s'}), host='six.example.net',
        before=lambda lab: lab.visit('six.example.net', 587, 6)),
    'one-session': case('too many messages in one session, says the server', 'smtp-session-limit', lambda: saying(
        'mail', '421 4.7.0 Too many messages in this session, please open a new one'), port=25, user=None, more=SHOP),
    'error-after-login': case('a wrong password, and Postfix hangs up over the error', 'auth-failed', lambda: Postfix(
        main={'smtpd_hard_error_limit': '1'}), password='not-this-one'),
    'complaints': case('put off at the door for unwanted mail from our address', 'ip-bad-reputation', lambda: saying(
        'connect', '421 4.7.0 Deferred: we have seen unsolicited mail and user complaints from your IP address lately'),
        port=25, user=None, more=SHOP),
    'postgrey-own-words': case('postgrey with words of its own', 'smtp-greylisted', lambda: Postgrey(
        600, '--greylist-text=First time we see you, try again in %s seconds'), lambda: Postfix(main={
            'smtpd_recipient_restrictions': f'reject_unauth_destination, {Postgrey.POLICY}'}), port=25, user=None,
        more=SHOP, verdict=('problem', 'warning')),
    # doors
    'sendmail-listed': case('Sendmail asks a block list that has us', 'ip-blocklisted', lambda: BlockList(
        {CLIENT4: '127.0.0.4'}), lambda: Sendmail("FEATURE(`dnsbl', `dnsbl.example.net')"), port=25, user=None, more=SHOP),
    'sendmail-no-ptr': case('Sendmail wants a reverse name', 'reverse-dns-missing', lambda: Sendmail(
        "FEATURE(`require_rdns')"), port=25, user=None, more=SHOP),
    'dovecot-no-login': case('Dovecot wants a login first', 'auth-required', postfix25, Submission, user=None),
    'dovecot-clear': case('no encryption is set, Dovecot demands it', 'tls-required', postfix25, Submission, user=None,
                          more=('--security', 'none', '--allow-plaintext')),
    'courier-relay': case('Courier does not forward for strangers', 'relay-denied', Courier, port=25, user=None,
                          to=STRANGER, more=SHOP),
    # logins
    'dovecot-wrong': case('a wrong password at Dovecot on 465', 'auth-failed', postfix25, Submission, port=465,
                          password='Summer-2019'),
    'dovecot-whole': case('Dovecot names accounts with the domain', 'username-form-wrong', postfix25, Submission, user='alice',
                          more=('--try-user-forms', '--from', ALICE), verdict=('problem', 'warning')),
    'oauth-wanted': case('passwords are switched off for the mailbox', ('auth-method-rejected', 'app-password-required'),
                         lambda: Exim(auth='  deny message = 534 5.7.9 Sign in with OAuth2, passwords are '
                                      'switched off for this mailbox')),
    'tries-counted': case('Exim counts the logins of ten minutes', 'auth-too-many-attempts', lambda: Exim(
        auth=f'  defer {LIMITED}454 4.7.0 Too many login attempts, wait ten minutes'),
        before=lambda lab: lab.converse(SERVER4, 465, ['AUTH PLAIN AGEAYg=='] * 3)),
    'balancer-no-login': case('a balancer with TLS on 465 leads to the port for strangers', 'auth-not-offered', postfix25,
                              haproxy(465, TLS), port=465),
    # the envelope and the message
    'not-as-boss': case('Exim lets people send as themselves only', 'send-as-denied', lambda: Exim(acls={
        'mail': '  deny authenticated = *\n       condition = ${if !eqi{$authenticated_id}{$sender_address}}\n'
                '       message = You may not send as $sender_address'}), more=('--from', 'boss@example.net')),
    'sender-no-domain': case('Sendmail looks for the domain of the sender', 'sender-domain-invalid', Sendmail, port=25,
                             user=None, more=('--from', 'news@no-such-shop.example.org')),
    'sender-null': case('the domain of the sender takes no mail', 'sender-domain-invalid', lambda: Postfix(main={
        'smtpd_sender_restrictions': 'reject_unknown_sender_domain'}), port=25, user=None,
        more=('--from', 'shop@nullmx.example.net')),
    'sender-denied': case('the sender is on a list of Postfix', 'sender-rejected', lambda: Postfix(main={
        'smtpd_sender_restrictions': 'check_sender_access inline:{orders@shop.example.net=REJECT}'}), port=25, user=None, more=SHOP),
    'dovecot-size': case('the message is larger than Dovecot takes', 'message-too-big', postfix25, lambda: Submission(
        'submission_max_mail_size = 100'), more=('--send',)),
    'sendmail-disk': case('the disk of Sendmail is full', 'server-storage-full', lambda: Sendmail(
        "define(`confMIN_FREE_BLOCKS', `900000000')"), port=25, user=None, more=SHOP),
    'exim-junk': case('Exim takes the message for junk', 'spam-detected', lambda: exim_saying(
        'data', '550 Your message scored 14.2 points and was taken for junk'), more=('--send',)),
}
