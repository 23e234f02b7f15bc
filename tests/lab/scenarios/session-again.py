# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail session once more, with other settings and other words: expected before the first run."""

from lablib.accounts import BOB, NOBODY, STRANGER
from lablib.courier import Courier
from lablib.exim import Exim
from lablib.exim import saying as exim_saying
from lablib.helpers import BlockList, Postgrey
from lablib.lmtp import SERVICES, VERIFIED, Lmtp
from lablib.network import CLIENT4, HOST
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.qpsmtpd import Qpsmtpd
from lablib.relays import Relay
from lablib.scripted import Scripted
from lablib.sendmail import Sendmail
from lablib.session import ACCESS, case, door, postfix25, said
from lablib.submission import Submission


class OneOfTwo(Relay):
    """Passes connections on in turn: to nobody, and to the mail server on this port. Stands behind it."""

    def __init__(self, port, to):
        self.ports, self.to = (port,), to

    def launch(self, lab):
        self.node.write('/run/lab/turn', '#!/bin/sh\nif mkdir /run/lab/met 2>/dev/null; then exit; fi\n'
                        f'exec socat - TCP:127.0.0.1:{self.to}\n', 0o755)
        self.node.start(['sh', '-c', 'cd / && exec socat "$@"', 'socat',
                         f'TCP6-LISTEN:{self.ports[0]},fork,reuseaddr,ipv6only=0', 'EXEC:/run/lab/turn'])


def firewall(text):
    return lambda lab: lab.network.server.nft(
        f'table inet again {{ chain again {{ type filter hook input priority 0; {text}\n}}\n}}\n')


SCENARIOS = {
    # hang-ups without a word
    '25-one-of-two': case('the first of two servers behind a name hangs up, the other one works', 'closed-before-greeting',
                          lambda: Postfix(ports={10587: Postfix.PORTS[587]}), lambda: OneOfTwo(587, 10587), verdict='warning',
                          languages=()),
    '25-one-of-two-465': case('the same with TLS at once, and a wrong password', 'auth-failed', lambda: Postfix(
        ports={10465: Postfix.PORTS[465]}), lambda: OneOfTwo(465, 10465), port=465, password='Herbst-2018'),
    '25-after-data': door('the server hangs up without a word behind the message', 'connection-lost', lambda: Scripted(
        {'end': '!'}, ports=(25,)), more=('--send',)),
    '25-at-login': case('the server hangs up without a word at the login', 'connection-lost', lambda: Scripted({'AUTH': '!'})),
    # limits
    '40-swedish': said('overloaded, in Swedish', 'service-unavailable', 'connect',
                       '421 4.3.2 Servern är tillfälligt överbelastad, försök igen om en stund'),
    '41-courier': door('Courier bears one of an address, and it is open', ('smtp-too-many-connections', 'closed-before-greeting'),
                       lambda: Courier(door=['-maxperip=1']), before=lambda lab: lab.hold(HOST, 25, 1), at_most=0.8),
    '41-firewall-six': case('a firewall of the server resets the second open connection, over IPv6', ('smtp-too-many-connections',
                            'service-not-running'), lambda: Postfix(), host='six.example.net', at_most=0.8,
                            before=lambda lab: (lab.network.server.nft(
                                'table inet few { set few { type ipv6_addr; flags dynamic; }\n'
                                'chain few { type filter hook input priority 0;\n'
                                '  tcp dport 587 ct state new add @few { ip6 saddr ct count over 1 } reject with tcp reset\n}\n}\n'),
                                lab.hold('six.example.net', 587, 1))),
    '42-russian': said('too many mails in a short time, in Russian', 'smtp-rate-limited', 'mail',
                       '451 4.7.1 Слишком много писем с вашего адреса за короткое время'),
    '42-hour': case('Exim counts the mails of an hour', ('smtp-rate-limited', 'sending-quota-exceeded'), lambda: Exim(acls={
        'mail': '  defer ratelimit = 0 / 1h / strict / $authenticated_id\n'
                '       message = Too many messages from this account in the last hour'})),
    '43-czech': said('too many errors, in Czech', 'smtp-session-limit', 'rcpt', '421 4.7.0 Příliš mnoho chyb, spojení bude ukončeno'),
    '43-exim-first-command': door('Exim has had enough mails in this session', 'smtp-session-limit', lambda: Exim(acls={
        'mail': '  drop message = 421 Only 20 messages are taken in one session, please reconnect'})),
    # put off and turned away
    '47-postgrey-dutch': door('postgrey, in Dutch', 'smtp-greylisted', lambda: Postgrey(
        300, '--greylist-text=Even geduld: probeer het over %s seconden opnieuw'), postfix25(
            smtpd_recipient_restrictions=f'reject_unauth_destination, {Postgrey.POLICY}'), verdict=('problem', 'warning')),
    '48-italian': said('on a list, in Italian', 'ip-blocklisted', 'connect',
                       '554 5.7.1 Il suo indirizzo IP risulta nella lista nera bl.example.net'),
    '48-rbl-421': door('Exim puts off whoever is on a list', 'ip-blocklisted', lambda: BlockList({CLIENT4: '127.0.0.2'}),
                       lambda: Exim(rcpt='  defer dnslists = dnsbl.example.net\n'
                                    '       message = Temporarily blocked, $sender_host_address is listed at $dnslist_domain')),
    '49-dutch': said('no reverse name, in Dutch', 'reverse-dns-missing', 'connect', '550 5.7.25 Geen geldige PTR voor uw IP-adres gevonden'),
    '50-postfix-put-off': door('mail for elsewhere, put off by Postfix', 'relay-denied', postfix25(
        smtpd_relay_restrictions='permit_mynetworks, defer_unauth_destination'), to=STRANGER),
    '50-qpsmtpd': door('qpsmtpd takes mail for its own domain alone', 'relay-denied', Qpsmtpd, to=STRANGER),
    # logins
    '52-nets': case('the account may be used from one network alone', ('auth-failed', 'auth-method-rejected', 'policy-rejected'),
                    postfix25(), lambda: Submission(extra='allow_nets=10.0.0.0/8')),
    '52-webmail-only': case('the login is for the web page alone', 'auth-method-rejected', lambda: Scripted({
        'login': '535 5.7.8 Este buzón solo se puede usar por correo web; el acceso SMTP está desactivado'})),
    '52-turkish': case('too many wrong logins, in Turkish', 'auth-too-many-attempts', lambda: Exim(
        auth='  defer message = 454 4.7.0 Çok fazla hatalı giriş denemesi, 10 dakika sonra tekrar deneyin')),
    # the envelope and the message
    '53-login-mismatch-message': case('the sender in the message is not ours', 'send-as-denied', lambda: Exim(acls={
        'data': '  deny message = 550 5.7.1 The From header must be your own address, alice@example.net'}), more=('--send',)),
    '54-lmtp-450': door('the mailbox at Dovecot is full, Postfix asks and puts off', 'mailbox-full', lambda: Lmtp(tempfail=True),
                        lambda: Postfix(ports={25: {}}, main=VERIFIED | {'unverified_recipient_defer_code': '450',
                                        'smtpd_recipient_restrictions': 'reject_unverified_recipient'}, services=SERVICES)),
    '54-sendmail-user': door('Sendmail wants to know nobody of that name', 'no-such-mailbox', lambda: Sendmail(
        ACCESS + "FEATURE(`blocklist_recipients')\n", access={f'To:{BOB}': 'ERROR:5.1.1:550 No such person at this address'})),
    '54-left': door('bob has left the company, says Exim', ('mailbox-disabled', 'mailbox-moved', 'no-such-mailbox'), lambda: exim_saying(
        'rcpt', '550 bob no longer works here, please write to info@example.net')),
    '55-opensmtpd-filter': door('a filter of OpenSMTPD finds the message unwanted', ('spam-detected', 'content-rejected'), lambda: OpenSmtpd(
        'filter "junk" phase commit match rdns disconnect "550 5.7.1 x"\nfilter "spam" phase data match !rdns '
        'reject "550 5.7.1 Your message looks like spam to us"', {25: 'filter "spam"'}), more=('--send',)),
    '55-malformed': said('the message breaks the rules for headers', 'message-malformed', 'body',
                         '550 5.6.0 Message header is not RFC 5322 compliant: duplicate Date header'),
    '55-sendmail-rebuilt': door('a database of Sendmail is being rebuilt', 'server-error', lambda: Sendmail(
        ACCESS + "FEATURE(`blocklist_recipients')\n",
        access={f'To:{NOBODY}': 'ERROR:4.3.0:451 Database is being rebuilt, internal error'}), to=NOBODY),
    '25-firewall-cuts': case('a firewall of the server cuts whatever is said after the greeting', 'connection-lost', lambda: Postfix(),
                              before=firewall('tcp dport 587 meta length > 70 reject with tcp reset')),
}
