# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals as large providers word them, in words of the lab's own, on real servers where the stage is one that
they let be worded."""

from lablib.accounts import ALICE, BOB, smtp
from lablib.postfix import saying
from lablib.scenario import Scenario
from lablib.scripted import Scripted


def said(title, stage, words, cause, *more, port=25, **others):
    return Scenario(title=title, servers=lambda: [saying(stage, words)], args=smtp(*more, port=port, to=BOB),
                    cause=cause, verdict='problem', **others)


def scripted(title, replies, cause, *more, user=ALICE, **others):
    return Scenario(title=title, servers=lambda: [Scripted(replies)], args=smtp(*more), cause=cause,
                    verdict='problem', user=user, **others)


def login(title, words, cause, *more, **others):
    return scripted(title, {'login': words}, cause, *more, **others)


SCENARIOS = {
    # at the login
    'login-tenant': login('a login that a large office service does not take',
                          '535 5.7.3 Sign-in was not successful [VI1PR04CA0117.prod.example.com]', 'auth-failed'),
    'login-programs-off': login('mail programs are switched off for the mailbox',
                                '535 5.7.8 Error: authentication failed: access for mail programs is not switched on in the '
                                'settings of this mailbox', 'auth-method-rejected'),
    'login-own-password': login('a password of its own for each program', '535 5.7.0 Sign in with a password made for this '
                                'program, not with the one of your account. https://help.example.net/app-password',
                                'app-password-required'),
    'login-own-password-ru': login('the same in Russian', '535 5.7.8 Требуется пароль приложения, основной пароль не подходит',
                                   'app-password-required'),
    'login-frozen': login('the account is frozen', '535 5.7.8 Error: this account is frozen, turn to support',
                          ('sender-account-blocked', 'auth-too-many-attempts', 'mailbox-disabled')),
    'login-many': login('too many wrong passwords', '!421 4.7.0 Too many wrong passwords, closing', 'auth-too-many-attempts'),
    'login-later': login('the login cannot be looked up now', '454 4.3.0 The account database is busy, try later',
                         ('server-error', 'service-unavailable')),
    'login-first-503': scripted('login first, said as a wrong order of commands', {'MAIL': '503 5.5.4 Bad sequence of commands, AUTH has '
                                'to come first'}, 'auth-required', user=None),
    'login-first-530': scripted('login first, with the code of a wrong command', {'MAIL': '530 5.5.1 Sign in first. See '
                                'https://help.example.net/?p=SignIn'}, 'auth-required', user=None),
    # about where it comes from
    'greeting-nameless': scripted('a greeting of 554 about the reverse name', {
        'greeting': '!554-mx11.example.net does not talk to you\r\n554-The PTR of your address is missing or generic.\r\n'
        '554 Rules: https://postmaster.example.net/#ptr'}, 'reverse-dns-missing', user=None),
    'greeting-ask': scripted('a greeting of 554 that sends to the postmaster', {
        'greeting': '!554 IP 198.51.100.7 is blocked here, the delisting team unblock@postmaster.example.net knows more'},
        ('ip-blocklisted', 'ip-bad-reputation'), user=None),
    'odd-rate': said('an unusual rate of unwanted mail', 'mail', '421 4.7.28 An odd rate of unwanted mail from your network, it '
                     'is slowed down for now', ('smtp-rate-limited', 'ip-bad-reputation')),
    'not-authentic': said('neither SPF nor DKIM', 'rcpt', '550 5.7.26 The sender could not be authenticated: neither SPF nor DKIM '
                          'passes for this domain', 'sender-unauthenticated'),
    'busy-500': said('a busy server that minds the address', 'connect', '451 4.7.500 Server is busy, come again later (S77719)',
                     ('smtp-rate-limited', 'ip-bad-reputation', 'service-unavailable'), at_most=0.8),
    'threads': said('too many threads of one sender', 'data', '432 4.3.2 Concurrent connections of this sender are over the limit',
                    'smtp-too-many-connections', '--send'),
    # about who sends
    'as-somebody-else': said('not as this sender', 'data', '554 5.2.252 SendAs denied: alice may not send as office@example.net',
                             'send-as-denied', '--send'),
    'bad-outbound': said('the account has been sending spam', 'mail', '550 5.1.90 Outgoing mail of this sender is held, it looked like '
                         'spam', 'sender-account-blocked'),
    'hourly-ru': said('the limit of the hour', 'rcpt', '451 4.7.1 Hourly limit of mails for this mailbox is used up (500)',
                      ('sending-quota-exceeded', 'smtp-rate-limited')),
    # about who gets it
    'too-popular': said('the recipient gets too much', 'rcpt', '450 4.2.1 This user is receiving mail at too high a rate, resend '
                        'later', 'recipient-rate-limited'),
    'access-denied': said('an unknown recipient in the words of a directory', 'rcpt', '550 5.4.1 Recipient address rejected: Access '
                          'denied. [DB5EUR03FT034.eop.example.com]', 'no-such-mailbox'),
    'out-of-storage': said('the box of the recipient is full', 'rcpt', '452 4.2.2 The inbox of the recipient is out of storage '
                           'space', 'mailbox-full'),
    'put-off': said('put off on first contact, with 421', 'rcpt', '421 4.7.1 We do not know you yet (greylisted), try again in 300 '
                    'seconds', 'smtp-greylisted'),
    'suspicious-ru': said('suspicion of spam after the message', 'body', '554 5.7.1 Message refused under suspicion of being SPAM, '
                          'id 8fQk2', 'spam-detected', '--send'),
    'line-too-long': scripted('a line is too long for the server', {'login': '500 5.5.6 Authentication line is too long'},
                              'protocol-error'),
}
