# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day of a busy Postfix server, as its log tells it: eight lines a message, one in eight refused,
addresses and queue numbers ever new."""

REPLIES = (
    '550 5.1.1 <{user}>: Recipient address rejected: User unknown in local recipient table',
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints',
    '450 4.2.0 <{user}>: Recipient address rejected: Greylisted, try again later',
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example.org',
    '552 5.2.2 The email account that you tried to reach is over quota',
    '451 4.3.0 Error: queue file write error',
)


def message(i):
    """The lines of one message."""
    head = f'Nov 21 {i // 3600 % 24:02}:{i // 60 % 60:02}:{i % 60:02} mx postfix'
    queue = f'{0x4F1B200000 + i:010X}'
    user = f'user{i % 997}@example{i % 31}.net'
    client = f'client{i % 53}.example.org[198.51.100.{i % 250}]'
    relay = f'mx{i % 31}.example{i % 31}.net[192.0.2.{i % 250}]'
    yield f'{head}/smtpd[{1000 + i % 7}]: connect from {client}'
    yield f'{head}/smtpd[{1000 + i % 7}]: {queue}: client={client}'
    yield f'{head}/cleanup[{2000 + i % 5}]: {queue}: message-id=<{i}.{i * 7919 % 100003}@example.org>'
    yield (f'{head}/qmgr[900]: {queue}: from=<sender{i % 211}@example.org>, '
           f'size={1000 + i * 37 % 90000}, nrcpt=1 (queue active)')
    reply = REPLIES[i // 8 % len(REPLIES)].format(user=user)
    code, status = ('2.0.0', 'sent') if i % 8 else (
        reply[4:9], 'bounced' if reply[0] == '5' else 'deferred')
    words = (f'250 2.0.0 Ok: queued as 9A{i:05X}' if i % 8 else
             f'host {relay} said: {reply} (in reply to RCPT TO command)')
    yield (f'{head}/smtp[{3000 + i % 9}]: {queue}: to=<{user}>, relay={relay}:25, delay=0.{i % 100:02}, '
           f'delays=0.1/0/0.1/0.2, dsn={code}, status={status} ({words})')
    yield f'{head}/qmgr[900]: {queue}: removed'
    yield (f'{head}/smtpd[{1000 + i % 7}]: disconnect from {client} '
           'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5')
    if i % 20 == 0:
        yield (f'{head}/smtpd[{1000 + i % 7}]: NOQUEUE: reject: RCPT from unknown[203.0.113.{i % 250}]: '
               f'554 5.7.1 Service unavailable; Client host [203.0.113.{i % 250}] blocked using '
               f'zen.example.org; from=<x{i}@example.com> to=<{user}> proto=ESMTP helo=<h{i}>')


def lines(count):
    """So many lines, without their ends."""
    i = 0
    while count > 0:
        for line in message(i):
            if count > 0:
                yield line
            count -= 1
        i += 1
