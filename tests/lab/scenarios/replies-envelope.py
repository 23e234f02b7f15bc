# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Senders and recipients that are refused, by several servers and in several words."""
from lablib.accounts import ALICE, BOB, NOBODY, smtp
from lablib.exim import Exim
from lablib.exim import saying as exim_saying
from lablib.helpers import OpenDkim, PolicySpf
from lablib.network import DOMAIN
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix, saying
from lablib.qpsmtpd import Qpsmtpd
from lablib.scenario import Scenario
from lablib.scripted import Scripted
from lablib.sendmail import Sendmail

GONE = ('--from', 'boss@no-such-domain.example.net')

QUOTA = '''
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=1k
  quota_status_success = DUNNO
  quota_status_nouser = DUNNO
%s}
service quota-status {
  executable = quota-status -p postfix
  inet_listener {
    address = 127.0.0.1
    port = 12340
  }
  client_limit = 1
}
mail_plugins = quota
mail_location = maildir:/var/mail/lab/bob
first_valid_uid = 500
'''


def fill(lab):
    """A mailbox with more in it than it may have."""
    node = lab.network.server
    node.write('/var/mail/lab/bob/new/1.lab', 'Subject: old\n\n' + 'x' * 4000)
    node.write('/var/mail/lab/bob/maildirsize', '1024S\n4014 1\n')
    node.run(['chown', '-R', '5000:5000', '/var/mail/lab/bob'])


def sender(title, cause, server, *more, user=None, **rest):
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    args=smtp(*more, port=rest.pop('port', 587 if user else 25)), user=user, cause=cause,
                    verdict='problem', **rest)


def recipient(title, cause, server, to=BOB, **rest):
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    **({'args': smtp(to=to, port=25), 'cause': cause, 'verdict': 'problem'} | rest))


SCENARIOS = {
    'exim-not-yours': sender('Exim lets nobody send as somebody else', 'send-as-denied', lambda: Exim(
        acls={'mail': '  deny message = 553 5.7.1 you are not allowed to send as $sender_address\n       authenticated = *\n       condition = ${if !eqi{$sender_address}{$authenticated_id}}'}),
        '--from', f'boss@{DOMAIN}', user=ALICE),
    'exim-not-yours-words': sender('the same in other words, at RCPT', 'send-as-denied', lambda: Exim(
        rcpt='  deny message = Envelope sender does not belong to login $authenticated_id\n       authenticated = *\n       condition = ${if !eqi{$sender_address}{$authenticated_id}}'),
        '--from', f'boss@{DOMAIN}', user=ALICE),
    'postfix-not-yours-465': sender('Postfix lets nobody send as somebody else', 'send-as-denied', lambda: Postfix(
        main={'smtpd_sender_login_maps': f'inline:{{boss@{DOMAIN}=boss}}',
              'smtpd_sender_restrictions': 'reject_authenticated_sender_login_mismatch',
              'smtpd_reject_footer': '\\c; see https://help.example.net'}),
        '--from', f'boss@{DOMAIN}', user=ALICE, port=465),
    'postfix-login-for-sender': sender('this sender wants a login', ('auth-required', 'send-as-denied'), lambda: Postfix(
        main={'smtpd_sender_login_maps': f'inline:{{boss@{DOMAIN}=boss}}',
              'smtpd_sender_restrictions': 'reject_sender_login_mismatch'},
        ports={25: {'smtpd_sasl_auth_enable': 'yes'}}), '--from', f'boss@{DOMAIN}'),
    'sendmail-domain': sender('sendmail finds no such domain', 'sender-domain-invalid', Sendmail, *GONE),
    'exim-domain': sender('Exim finds no such domain', 'sender-domain-invalid', lambda: Exim(
        rcpt='  require verify = sender'), *GONE),
    'qpsmtpd-domain': sender('qpsmtpd finds no such domain', ('sender-domain-invalid', 'dns-failure'), lambda: Qpsmtpd('resolvable_fromhost reject 1'), *GONE),
    'postfix-domain-words': sender('the domain of the sender, in words of the house', 'sender-domain-invalid', lambda: saying(
        'mail', '550 5.1.8 Absenderdomain existiert nicht'), *GONE),
    'postfix-sender-null-mx': sender('the domain of the sender takes no mail', 'sender-domain-invalid', lambda: Postfix(
        main={'smtpd_sender_restrictions': 'reject_unknown_sender_domain'}), '--from', 'news@nullmx.example.net'),
    'postfix-sender-words': sender('this sender is not welcome', 'sender-rejected', lambda: saying(
        'mail', '554 5.7.1 Sender address is on our local deny list'), '--from', 'news@example.org'),
    'qpsmtpd-badmailfrom': sender('qpsmtpd has the sender on a list', 'sender-rejected', lambda: Qpsmtpd(
        'badmailfrom', {'badmailfrom': 'news@example.org\n'}), '--from', 'news@example.org'),
    'policyd-spf': sender('SPF says that we may not send for this domain', 'spf-fail', lambda: [Postfix(
        services=PolicySpf.SERVICES, main={'smtpd_recipient_restrictions': PolicySpf.POLICY}), PolicySpf()],
        '--from', f'news@{DOMAIN}'),
    'exim-spf-words': sender('SPF, in words of the house', 'spf-fail', lambda: Exim(
        rcpt='  deny message = [SPF] $sender_host_address is not allowed to send mail from example.net'), '--from', f'news@{DOMAIN}'),
    'opendkim': sender('messages without a signature are refused', ('dkim-fail', 'sender-unauthenticated'), lambda: [
        OpenDkim('On-NoSignature reject'), Postfix(main=OpenDkim.MILTER)], '--send', '--from', f'news@{DOMAIN}'),
    'dmarc-words': sender('DMARC says no', 'dmarc-fail', lambda: exim_saying(
        'data', '550 5.7.1 rejected by DMARC policy for example.net'), '--send', '--from', f'news@{DOMAIN}'),
    # Recipients.
    'sendmail-unknown': recipient('sendmail knows no such mailbox', 'no-such-mailbox', Sendmail, NOBODY),
    'exim-unknown-words': recipient('Exim knows no such mailbox, in words of the house', 'no-such-mailbox', lambda: Exim(
        rcpt='  deny message = Diese Adresse gibt es hier nicht (mehr)\n       !verify = recipient'), NOBODY),
    'scripted-unknown-bare': recipient('no such mailbox, without a code of its own', 'no-such-mailbox', lambda: saying(
        'rcpt', '550 unrouteable address')),
    'exchange-unknown': recipient('no such mailbox, as Exchange says it', 'no-such-mailbox', lambda: saying(
        'rcpt', '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)')),
    'disabled-words': recipient('a mailbox that was closed', 'mailbox-disabled', lambda: saying(
        'rcpt', '550 5.2.1 The account has been deactivated')),
    'dovecot-quota': recipient('the quota of Dovecot is asked at RCPT', 'mailbox-full', lambda: Postfix(
        users={BOB: 'Canary-of-bob'}, more=QUOTA % '', main={'smtpd_recipient_restrictions': 'check_policy_service inet:127.0.0.1:12340'}), before=fill),
    'dovecot-quota-words': recipient('the same, in words of the house', 'mailbox-full', lambda: Postfix(
        users={BOB: 'Canary-of-bob'}, more=QUOTA % '  quota_status_overquota = 452 4.2.2 Das Postfach ist voll\n',
        main={'smtpd_recipient_restrictions': 'check_policy_service inet:127.0.0.1:12340'}), before=fill),
    'exim-quota-words': recipient('Exim asks for the quota', 'mailbox-full', lambda: Exim(
        rcpt='  defer message = bob is over quota, mail will be accepted once there is room again')),
    'quota-after-data': recipient('the mailbox is full, said after the message', 'mailbox-full', lambda: exim_saying(
        'data', '552 5.2.2 Quota exceeded (mailbox for user is full)'), args=smtp('--send', port=25)),
    'exim-null-mx': recipient('the domain of the recipient takes no mail', 'host-does-not-accept-mail',
                              lambda: Exim(rcpt='  require verify = recipient'),
                              args=smtp(to='someone@nullmx.example.net'), user=ALICE),
    'postfix-null-mx-465': recipient('the domain of the recipient takes no mail, in words of the house', 'host-does-not-accept-mail', lambda: Postfix(
        main={'smtpd_recipient_restrictions': 'reject_unknown_recipient_domain', 'smtpd_reject_footer': '\\c [r2]'}),
        args=smtp(to='someone@nullmx.example.net', port=465), user=ALICE),
    'host-takes-none': recipient('a host that takes no mail', 'host-does-not-accept-mail', lambda: Scripted(
        {'greeting': '521 5.3.2 mail.example.net does not accept mail'}, ports=(25,))),
    'moved': recipient('the recipient has another address', 'mailbox-moved', lambda: saying(
        'rcpt', '551 5.1.6 Recipient has moved, please try bob@example.com')),
    'busy-recipient': recipient('the recipient gets too much', 'recipient-rate-limited', lambda: saying(
        'rcpt', '450 4.2.1 The user you are trying to contact is receiving mail too quickly')),
    'temporary-recipient': recipient('a mailbox that cannot be reached for now', ('server-error', 'local-delivery-failed', 'service-unavailable', 'mailbox-disabled'), lambda: saying(
        'rcpt', '450 4.2.0 mailbox temporarily unavailable')),
}
