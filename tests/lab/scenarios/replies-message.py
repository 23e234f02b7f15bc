# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages that are refused: too large, no room left, for their contents."""
from lablib.accounts import ALICE, BOB, smtp
from lablib.exim import Exim, saying
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.sendmail import Sendmail
from lablib.submission import Submission


def message(title, cause, server, args=None, user=None, **more):
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    args=args or smtp('--send', port=587 if user else 25), user=user, cause=cause,
                    verdict='problem', **more)


def fill_spool(lab):
    """No block is left where the server keeps its messages."""
    lab.network.server.run(['sh', '-c', 'mount -o remount,size=1m /var/spool\n'
                            'dd if=/dev/zero of=/var/spool/fill bs=4k 2>/dev/null; true'])


SCENARIOS = {
    'sendmail-size': message('sendmail takes messages of 100 bytes at most', 'message-too-big', lambda: Sendmail("define(`confMAX_MESSAGE_SIZE', `100')")),
    'opensmtpd-size': message('OpenSMTPD takes messages of 100 bytes at most', 'message-too-big', lambda: OpenSmtpd(main='smtp max-message-size 100')),
    'dovecot-size': message('Dovecot takes messages of 100 bytes at most', 'message-too-big', lambda: [
        Postfix(ports={25: {}}), Submission('submission_max_mail_size = 100')], user=ALICE),
    'exim-size-no-size': message('Exim takes 150 bytes and says so after the message', 'message-too-big', lambda: Exim(
        acls={'data': '  deny message = Nachricht zu gross (message size exceeds the limit)\n       condition = ${if >{$message_size}{100}}'}), user=ALICE),
    'postfix-size-words': message('too large, in words of the house', 'message-too-big', lambda: saying(
        'data', '552 5.3.4 Your mail weighs more than we carry')),
    'sendmail-space': message('the disk of sendmail has too little room', 'server-storage-full', lambda: Sendmail(
        "define(`confMIN_FREE_BLOCKS', `900000000')")),
    'exim-inodes': message('the disk of Exim has too few files left', 'server-storage-full', lambda: Exim(
        main={'check_spool_inodes': '2000000000'}), user=ALICE),
    'opensmtpd-space': message('the disk of OpenSMTPD is full', ('server-storage-full', 'server-error', 'service-unavailable'), lambda: OpenSmtpd(), before=fill_spool, at_most=0.8),
    'postfix-space-465': message('the disk of Postfix has too little room', 'server-storage-full', lambda: Postfix(
        main={'queue_minfree': '99999999999999'}), args=smtp('--send', port=465), user=ALICE),
    'disk-words': message('no room, said after the message', 'server-storage-full', lambda: saying(
        'data', '451 4.3.1 No space left on device, try later')),
    'postfix-spam-words': message('Postfix refuses the message for its header, in words of the house', 'spam-detected', lambda: Postfix(
        main={'header_checks': 'static:{REJECT Diese Nachricht sieht nach Spam aus}'})),
    'rspamd-words': message('the words of rspamd', 'spam-detected', lambda: saying('data', '554 5.7.1 Spam message rejected')),
    'spamass-words': message('the words of a filter behind sendmail', 'spam-detected', lambda: saying('data', '550 5.7.1 Blocked by SpamAssassin')),
    'exim-score': message('Exim adds up points', 'spam-detected', lambda: Exim(
        acls={'data': '  deny message = Message scored 15.2 points, limit is 6.0. Contact postmaster if this is an error'}), user=ALICE),
    'amavis-words': message('the words of amavis', 'spam-detected', lambda: saying('data', '554 5.7.0 Reject, id=04512-09 - SPAM')),
    'clamav-words': message('a virus was found', 'virus-detected', lambda: Exim(
        acls={'data': '  deny message = This message contains malware (Eicar-Signature)'}), user=ALICE),
    'postfix-attachment': message('an attachment is not wanted', 'content-rejected', lambda: Postfix(
        main={'header_checks': 'static:{REJECT Attachment type not allowed: invoice.exe}'})),
    'postfix-no-words': message('Postfix refuses the message and says not why', ('content-rejected', 'spam-detected', 'policy-rejected'), lambda: Postfix(
        main={'header_checks': 'static:REJECT'}), at_most=0.8),
    'content-milter-451': message('a filter puts the message off', ('server-error', 'service-unavailable', 'policy-rejected', 'smtp-greylisted'), lambda: saying(
        'data', '451 4.7.1 Content filter not ready')),
}
