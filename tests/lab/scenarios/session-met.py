# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail session as other houses set their servers up: parts of servers that no other file starts, texts of
filters of Debian, languages that are rarer. The names begin with the situation."""

import json
import pathlib
import subprocess

from lablib import scripted
from lablib.accounts import BOB, STRANGER
from lablib.courier import Courier
from lablib.exim import Exim
from lablib.exim import saying as exim_saying
from lablib.helpers import BlockList
from lablib.network import CLIENT4, HOST
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.qpsmtpd import Qpsmtpd
from lablib.relays import Says, Socat
from lablib.rspamd import Rspamd
from lablib.scripted import Scripted
from lablib.sendmail import Sendmail
from lablib.session import ACCESS, case, door, postfix25, said

OTHER = '44.128.10.10'
CLEAR = ('--security', 'none', '--allow-plaintext')


def do(*commands):
    return lambda lab: [lab.network.server.run(['sh', '-euc', command]) for command in commands]


def both(*steps):
    def prepare(lab):
        for step in steps:
            step(lab)
    return prepare


def relay_of_the_line(lab):
    """Whoever goes to 25 of any host meets the relay of the line, which wants a customer."""
    certificate = str(lab.tools.authority.directory / 'carrier')
    words = {'greeting': '220 smtp-relay.isp.example ESMTP ready', 'EHLO': '250-smtp-relay.isp.example\r\n250 SIZE 30000000',
             'MAIL': '550 5.7.1 Customers only: this relay takes mail from domains of our customers'}
    other = lab.network.neighbour('other', '44.128.10.', '2a0e:97c0:10::')
    lab.start(other, pathlib.Path(scripted.__file__), '25', f'{certificate}.pem', f'{certificate}.key',
              json.dumps({'greeting': '220 mail.example.org ESMTP'}), stderr=subprocess.DEVNULL)
    lab.start(lab.network.router, pathlib.Path(scripted.__file__), '4026', f'{certificate}.pem', f'{certificate}.key',
              json.dumps(words), stderr=subprocess.DEVNULL)
    lab.network.router.nft('table inet line { chain line { type nat hook prerouting priority -100;\n'
                           '  iifname "clie" tcp dport 25 redirect to :4026\n}\n}\n')


def one_message(lab):
    lab.network.client.run(['/usr/bin/python3', '-c', 'import smtplib\n'
                            f'with smtplib.SMTP("{HOST}", 25, "client.example.org", timeout=20) as server:\n'
                            f'    server.sendmail("a@shop.example.net", ["{BOB}"], "Subject: one\\r\\n\\r\\none\\r\\n")\n'])


class Limited(Rspamd):
    """rspamd that counts the messages of an address: one an hour."""

    def start(self, lab):
        lab.network.server.write('/etc/rspamd/local.d/ratelimit.conf', 'rates { house = { selector = "ip"; '
                                 'bucket = { burst = 1; rate = "1 / 1h"; } } }\n')
        super().start(lab)


class Attachments(Rspamd):
    """rspamd with words of the house for what it refuses."""

    def start(self, lab):
        lab.network.server.write('/etc/rspamd/local.d/force_actions.conf', 'rules { HOUSE { action = "reject"; '
                                 'expression = "LAB"; message = "Executable attachments are not accepted here"; } }\n')
        super().start(lab)


SCENARIOS = {
    # what listens there, and who answers
    '18-relay-wants-customers': door('the line leads 25 to its own relay, which takes mail of customers alone',
                                     'network-redirects-smtp', postfix25(), more=('--reference', OTHER),
                                     before=relay_of_the_line),
    '25-starter-dies': case('a starter of services takes 587, and the server dies at once', 'closed-before-greeting',
                            lambda: Socat(587, 'EXEC:/bin/true')),
    '25-after-mail': case('the server hangs up without a word at MAIL', 'connection-lost', lambda: Scripted({'MAIL': '!'})),
    '27-sendmail': door('TLS at once is set, Sendmail speaks plain on 25', 'tls-on-plain-port', lambda: Sendmail(tls=True),
                        more=('--security', 'tls')),
    '29-says': case('too many connections, in clear on 465', ('smtp-too-many-connections', 'smtp-rate-limited'), lambda: Says(
        465, '421 4.7.0 mx3.example.net Error: too many connections from 203.0.113.9'), port=465),
    # busy, limits
    '40-qpsmtpd-load': door('qpsmtpd looks at its load', 'service-unavailable', lambda: Qpsmtpd('loadcheck max_load 0.000001')),
    '40-italian': said('maintenance, in Italian', 'service-unavailable', 'connect',
                       '421 4.3.2 Servizio temporaneamente sospeso per manutenzione, riprovare più tardi'),
    '41-firewall-count': case('a firewall of the server resets the third open connection', (
        'smtp-too-many-connections', 'service-not-running'), Exim, port=465, at_most=0.8, before=both(
            lambda lab: lab.network.server.nft('table inet few { set few { type ipv4_addr; flags dynamic; }\n'
                                               'chain few { type filter hook input priority 0;\n'
                                               '  tcp dport 465 ct state new add @few { ip saddr ct count over 2 } '
                                               'reject with tcp reset\n}\n}\n'),
            lambda lab: lab.hold(HOST, 465, 2, greeted=False))),
    '41-portuguese': said('too many open connections, in Portuguese', 'smtp-too-many-connections', 'connect',
                          '421 4.7.0 Muitas conexões simultâneas a partir do seu endereço IP'),
    '42-rspamd': door('rspamd counts one message an hour of an address', 'smtp-rate-limited', lambda: Limited({}),
                      postfix25(**Rspamd.MILTER), more=('--send',), before=one_message),
    '42-daily': case('the mails of today are used up, says Exim after the login', 'sending-quota-exceeded', lambda: Exim(acls={
        'mail': '  deny authenticated = *\n       message = You have reached your limit of 200 messages per day'})),
    '42-dutch': said('too often, in Dutch', 'smtp-rate-limited', 'rcpt',
                     '450 4.7.1 Te veel berichten in korte tijd vanaf uw IP-adres, probeer het later opnieuw'),
    '43-italian': said('too many errors, in Italian', 'smtp-session-limit', 'rcpt',
                       '421 4.7.0 Troppi errori in questa sessione, connessione chiusa'),
    '44-exim-mute': door('from MAIL on nothing gets to Exim any more', 'idle-timeout', lambda: Exim(main={
        'smtp_receive_timeout': '4s', 'tls_advertise_hosts': ''}), before=lambda lab: lab.meddle('mute', [25])),
    '44-postfix-mute': door('from MAIL on nothing gets to Postfix any more', 'idle-timeout', postfix25(
        smtpd_timeout='4s', smtpd_tls_security_level='none', smtpd_reject_footer='\\c. Hotline: +31 20 555 0100'),
        before=lambda lab: lab.meddle('mute', [25])),
    '45-network': said('traffic of our network is held back', 'ip-bad-reputation', 'connect', '421 4.7.1 Mail from your network '
                       'is limited because of its poor sending reputation, see https://postmaster.example.net/rep'),
    '45-policyd-weight': said('policyd-weight adds up what it does not like', ('ip-blocklisted', 'spam-detected', 'policy-rejected',
                              'bad-helo'), 'rcpt', '550 5.7.1 Mail appeared to be SPAM or forged. Ask your Mail/DNS-Administrator '
                              'to correct HELO and DNS MX settings or to get removed from DNSBLs', at_most=0.9),
    # errors of the server
    '46-opensmtpd-queue': door('the disk of the queue of OpenSMTPD is full', ('server-error', 'server-storage-full',
                               'service-unavailable'), OpenSmtpd, more=('--send',), before=do(
                                   'mount -t tmpfs -o size=4k,mode=0700 tmpfs /var/spool/smtpd/incoming')),
    '46-qpsmtpd-maildir': door('qpsmtpd cannot write to its folder', ('server-error', 'local-delivery-failed', 'service-unavailable'), Qpsmtpd, more=('--send',),
                               before=do('rm -rf /run/qpsmtpd/mail', 'touch /run/qpsmtpd/mail')),
    # It takes seconds to answer whatever comes behind its refusal.
    '46-courier-accounts': door('the look-up of accounts of Courier is broken', ('service-unavailable', 'server-error'), Courier,
                                more=('--send',)),
    '46-exim-spool': door('Exim cannot write its spool', ('server-error', 'service-unavailable', 'server-storage-full'), Exim,
                          more=('--send',), before=do('rm -rf /var/spool/exim4/input', 'touch /var/spool/exim4/input')),
    '46-exim-accounts': case('Exim looks for its accounts in a file that is gone', 'server-error', lambda: Exim(
        user='${lookup{x}lsearch{/etc/exim4/accounts}}')),
    # put off
    '47-greylistd': door('Exim asks greylistd', 'smtp-greylisted', lambda: exim_saying('rcpt', (
        '$sender_host_address is not yet authorized to deliver mail from <$sender_address> to <$local_part@$domain>. '
        'Please try later.')), verdict=('problem', 'warning')),
    '47-spamd': door('the words of a tarpit that lets the second try pass', ('smtp-greylisted', 'server-error', 'service-unavailable'),
                     lambda: exim_saying('rcpt', 'Temporary failure, please try again later.'), at_most=0.8,
                     verdict=('problem', 'warning', 'inconclusive')),
    # at the door
    '48-exim-drop': door('Exim asks a list as we connect', 'ip-blocklisted', lambda: BlockList({CLIENT4: '127.0.0.9'}), lambda: Exim(
        acls={'connect': '  drop message = $sender_host_address is in a black list at $dnslist_domain\\n$dnslist_text\n'
              '       dnslists = dnsbl.example.net'})),
    '48-own-list': door('a list of the house alone', ('policy-rejected', 'ip-blocklisted', 'recipient-refused'), lambda: Exim(
        acls={'connect': f"  deny message = You're in my blacklist\n       hosts = {CLIENT4}"}), at_most=0.8),
    '49-qpsmtpd-helo': door('qpsmtpd looks at the name we give', 'bad-helo', lambda: Qpsmtpd('helo policy strict reject 1'),
                            more=('--helo', 'laptop')),
    '50-korean': said('no forwarding, in Korean', 'relay-denied', 'rcpt', '550 5.7.1 릴레이가 허용되지 않습니다', to=STRANGER),
    '51-login-in-clear': case('no encryption is set, and logins are offered behind STARTTLS alone', ('tls-required', 'auth-not-offered'),
                              lambda: Postfix(ports={587: {'smtpd_sasl_auth_enable': 'yes'}}), more=CLEAR),
    '51-exim-mail': door('Exim takes mail over TLS alone', 'tls-required', lambda: Exim(acls={
        'mail': '  deny message = Encrypted sessions only, please use TLS\n       !encrypted = *'}), more=CLEAR),
    # logins
    '52-portuguese': case('a wrong password, in Portuguese', 'auth-failed', lambda: Exim(
        auth='  deny message = 535 Usuário ou senha incorretos'), password='Inverno-2022'),
    '52-italian': case('a password for each program, in Italian', 'app-password-required', lambda: Scripted({
        'login': '535 5.7.8 Accesso negato: per questo programma serve una password per app'})),
    # the envelope
    '53-sendmail-list': door('the sender stands in the access list of Sendmail', 'sender-rejected', lambda: Sendmail(
        ACCESS, access={'From:orders@shop.example.net': 'REJECT'})),
    '53-localhost': door('the sender is somebody at localhost', ('sender-domain-invalid', 'bad-address-syntax'), postfix25(
        smtpd_sender_restrictions='reject_non_fqdn_sender'), more=('--from', 'root@localhost')),
    '54-moved': door('bob has moved, says Postfix', 'mailbox-moved', postfix25(
        relocated_maps=f'inline:{{{BOB}=bob@new-house.example.org}}')),
    '54-sendmail-closed': door('the box is closed, says the access list of Sendmail', 'mailbox-disabled', lambda: Sendmail(
        ACCESS + "FEATURE(`blocklist_recipients')\n", access={f'To:{BOB}': 'ERROR:5.2.1:550 Mailbox disabled for this recipient'})),
    '54-postfix-450': door('nobody of that name, said as if for now', 'no-such-mailbox', postfix25(
        unknown_virtual_mailbox_reject_code='450'), to='old.colleague@example.net'),
    '54-exim-letters': door('letters in the address that Debian lets Exim refuse', ('bad-address-syntax', 'relay-denied'),
                            lambda: Exim(rcpt='  deny local_parts = ^[./|] : ^.*[@%!`#&?] : ^.*/\\\\.\\\\./\n'
                                         '       message = restricted characters in address'), to='bob%example.org@example.net'),
    '54-qpsmtpd-list': door('qpsmtpd has a list of addresses that take nothing', ('recipient-refused', 'no-such-mailbox',
                            'policy-rejected', 'mailbox-disabled'), lambda: Qpsmtpd('badrcptto', {'badrcptto': f'{BOB}\n'}), at_most=0.9),
    # the message
    '55-rspamd-attachment': door('rspamd refuses attachments in words of the house', 'content-rejected', lambda: Attachments({
        'reject': 100}), postfix25(**Rspamd.MILTER), more=('--send',)),
    '55-amavis-banned': said('amavis bans a kind of file', 'content-rejected', 'body',
                             '554 5.7.0 Reject, id=04711-09 - BANNED: .exe,.exe-ms,invoice.exe'),
    '55-qpsmtpd-size': door('qpsmtpd takes a hundred bytes', 'message-too-big', lambda: Qpsmtpd(config={'databytes': '100\n'}),
                            more=('--send',)),
    '55-turkish': said('unwanted mail, in Turkish', 'spam-detected', 'body', '554 5.7.1 Mesajınız spam olarak değerlendirildi'),
    '55-no-words': door('a header rule of Postfix without words of its own', ('content-rejected', 'policy-rejected', 'spam-detected'),
                        postfix25(header_checks='regexp:{{/^Subject:/ REJECT}}'), more=('--send',)),
}
