# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of hostile servers, row by row."""

import gzip
import time

from hostile_kit import (again_and_again, EVIL, PASSWORD, PLAIN, act, behind_go_ahead, challenge_for_ever, close, drip, files, first_well,
                         flood, frame, FIELD, from_third, head, hold, in_tls, late, mail, passive, reset, say_and, scram, to_third, transfer, web, web2)

TLS = ('--security', 'tls')
TO = ('--to', 'bob@other.test')
SEND = (*TO, '--send')
ALERT = b'\x15\x03\x03\x00\x02\x02'
FINE = None
LISTED, READ = ('ftp.list.bytes', 1024 * 1024 + 65536), ('http.body_bytes', 1024 * 1024)
BOMB = gzip.compress(bytes(50_000_000))
PASV = ('--mode', 'pasv')
DOWN = ('service-unavailable', 'smtp-too-many-connections', 'server-error')
INVALID = 'server-reply-invalid'

# row of the list of hostile servers, what it is: (server, causes of which one comes first, options, then
# "timeout": of the job, "within": seconds that it may take, "most": connections, "logins": passwords that may be
# sent (0: nor the user's name), "at_most": how sure it may be, "second": what else it may be, "most_of": a fact and its
# largest value, "hears": what must not be sent, "has":
# words in the text report, "addresses": of the host; our server is at the usual one). FINE: the job goes through.
MAIL = {
    'A1 silence': (hold, 'greeting-missing', {'timeout': 3, 'most': 2, 'at_most': 0.8}),
    'A1 a late greeting': (mail(greeting=late('220 mx\r\n', 2)), FINE, {'most': 2}),
    'A2 closed': (close, 'closed-before-greeting', {'most': 2}),
    'A3 reset': (reset, 'closed-before-greeting', {'most': 2}),
    'A4 dripping bytes': (drip('2'), 'server-too-slow', {'timeout': 3, 'at_most': 0.8}),
    'A4 dripping lines': (drip('220-x\r\n'), 'server-too-slow', {'timeout': 3, 'at_most': 0.8}),
    'A4 dripping at the login': (mail(auth=drip('235-x\r\n')), 'server-too-slow', {'timeout': 4}),
    'A5 an endless line': (flood('220 aaaaaaaaaa'), INVALID, {}),
    'A6 an endless reply': (flood('220-a\r\n'), INVALID, {}),
    'A6 10,000 capabilities': (mail(ehlo2='250-X\r\n' * 10000 + '250 OK\r\n'), INVALID, {}),
    'A7 a line of 50 MB': (mail(mail=flood('250-aaaaaaaaaa', 50_000_000)), INVALID, {}),
    'A8 NUL': (mail(rcpt='550 5.1.1 be\0hind user unknown\r\n'), 'no-such-mailbox',
               {'options': TO, 'has': 'hind'}),
    'A9 two codes': (mail(mail='250-ok\r\n550 no\r\n'), INVALID, {}),
    'A9 look-alikes inside': (mail(greeting='220-550 no\r\n220 mx\r\n'), FINE, {}),
    'A10 another code': (say_and('200 news\r\n', hold), INVALID, {}),
    'A10 four digits': (say_and('2200 mx\r\n', hold), INVALID, {}),
    'A10 bare codes': (mail(greeting='220\r\n', mail='250\r\n'), FINE, {}),
    'A11 LF alone': (mail(greeting='220 mx\n', ehlo=PLAIN.replace('\r', '')), FINE, {}),
    'A11 CR alone': (say_and('220-x\r220 x\r' * 500, hold), INVALID, {}),
    'A12 odd capabilities': (mail(ehlo2='250-mx\r\n250-auth  plain\r\n250 size 99999999999999999999\r\n'),
                             FINE, {}),
    'A13 byte by byte': (mail(greeting=drip('220 mx\r\n', 1, 1), auth=drip('235 ok\r\n', 1, 1)), FINE, {}),
    'A14 no UTF-8': (mail(rcpt=lambda c: c.say(b'550 5.1.1 \xc3\x28\xed\xa0\x80 user unknown\r\n')),
                     'no-such-mailbox', {'options': TO}),
    'A15 controls in the greeting': (mail(greeting=f'220 {EVIL}\r\n'), FINE, {}),
    'A15 controls in the offers': (mail(ehlo2=f'250-{EVIL}\r\n250 AUTH PLAIN {EVIL}\r\n'), FINE, {}),
    'A15 controls in a refusal': (mail(rcpt=f'550 5.1.1 {EVIL}\r\n'), 'no-such-mailbox', {'options': TO}),
    'A15 controls as noise': (say_and(f'{EVIL}\r\n', hold), INVALID, {}),
    'A19 no line end': (mail(auth=say_and('235 ok', close)), 'connection-lost', {}),
    'A20 a web server': (say_and('HTTP/1.1 400 Bad Request\r\n\r\n', hold), 'wrong-service-on-port', {}),
    'A20 a file server': (mail(greeting='220 Welcome\r\n', ehlo='530 Please login with USER and PASS.\r\n',
                               helo='530 Please login with USER and PASS.\r\n'),
                          'wrong-service-on-port', {}),
    'A20 IMAP behind TLS': (in_tls('* OK IMAP4rev1 ready\r\n'), 'wrong-service-on-port', {'options': TLS}),
    'A21 an alert to plain text': (lambda c: (time.sleep(0.5), c.say(ALERT + b'\x0a'), close(c)),
                                   'plain-on-tls-port', {}),
    'B1 421 at the greeting': (say_and('421 4.3.2 shutting down\r\n', close), 'service-unavailable', {'most': 2}),
    'B1 421 at STARTTLS': (mail(starttls=say_and('421 4.7.0 too many connections\r\n', close)), 'smtp-too-many-connections',
                           {'most': 1}),
    'B1 554 at EHLO': (mail(ehlo='554 5.3.2 no service here\r\n', helo='554 5.3.2 no service here\r\n'),
                       'host-does-not-accept-mail', {'at_most': 0.8}),
    'B1 451 at the login': (mail(auth='451 4.3.0 internal fault\r\n'), 'server-error', {}),
    'B2 a stall at MAIL': (mail(mail=hold), 'connection-lost', {'timeout': 3}),
    'B2 a stall at RSET': (mail(rset=hold), FINE, {'timeout': 60, 'within': 8}),
    'B2 closed after the dot': (mail(dot=close), 'connection-lost',
                                {'options': SEND, 'has': 'may have been accepted'}),
    'B3 HELO alone': (mail(ehlo='502 no\r\n'), 'starttls-not-offered', {'at_most': 0.8, 'logins': 0}),
    'B4 no STARTTLS': (mail(ehlo='250-mx\r\n250 AUTH PLAIN\r\n'), 'starttls-not-offered',
                       {}),
    'B5 454': (mail(starttls='454 4.7.0 not now\r\n', ehlo='250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n'), 'starttls-unavailable', {}),
    'B5 a go-ahead taken back': (mail(starttls=say_and('220 go\r\n421 4.0.0 TLS initialization failed.\r\n', close)),
                                 'starttls-unavailable', {'logins': 0}),
    'B6 stars': (mail(greeting='220 ********************\r\n', ehlo='250-mx\r\n250 XXXXXXXA\r\n'),
                 'starttls-stripped', {}),
    'B7 injected': (mail(starttls='220 go\r\n250 in\r\n'), 'reply-injected', {}),
    'B8 words in the place of TLS': (mail(starttls=behind_go_ahead('454 TLS broken\r\n')),
                                     'starttls-unavailable', {}),
    'B10 a login before TLS only': (mail(ehlo='250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n', ehlo2='250 mx\r\n'),
                                    'auth-not-offered', {}),
    'B11 535': (mail(auth='535 5.7.8 no\r\n'), 'auth-failed', {'logins': 1}),
    'B12 the password repeated': (mail(auth=lambda c: c.say(f'535 5.7.8 {c.server.lines[-1]} {PASSWORD}\r\n')),
                                  'auth-failed', {'logins': 1}),
    'B12 the password later': (mail(rcpt=f'550 5.1.1 {PASSWORD} user unknown\r\n'), 'no-such-mailbox',
                               {'options': TO}),
    'B13 challenges for ever': (mail(ehlo2='250-mx\r\n250 AUTH LOGIN\r\n', auth=challenge_for_ever), INVALID, {}),
    'B14 SCRAM without end': (mail(ehlo2='250-mx\r\n250 AUTH SCRAM-SHA-256\r\n', auth=scram(2_000_000_000)), INVALID, {}),
    'B14 SCRAM unproven': (mail(ehlo2='250-mx\r\n250 AUTH SCRAM-SHA-256\r\n', auth=scram(4096)), 'server-proof-wrong', {}),
    'B15 early replies': (mail(greeting='220 mx\r\n250 mx\r\n250 ok\r\n'), 'reply-injected', {}),
    'B16 200 lines': (mail(rcpt=f'550-5.1.1 {EVIL}\r\n' * 199 + '550 5.1.1 user unknown\r\n'), 'no-such-mailbox',
                      {'options': TO, 'has': 'more lines …'}),
    'B17 no goodbye': (mail(quit=hold), FINE, {'timeout': 60, 'within': 5}),
    'B18 no TLS, no consent': (mail(ehlo='250-mx\r\n250 AUTH PLAIN\r\n'), 'password-sent-in-clear',
                               {'options': ('--security', 'none'), 'logins': 0}),
    'A16 words turned round': (mail(rcpt='550 5.1.1 \u202etset.rehto@bob\u202c \u2067user unknown\u2069\r\n'),
                               'no-such-mailbox', {'options': TO, 'has': '<202E>'}),
    'A16 a long line': (mail(rcpt=f'550 5.1.1 user unknown {"x" * 3500}\r\n'), 'no-such-mailbox', {'options': TO}),
    'A17 markup': (mail(rcpt='550 5.1.1 <span size="999999">&amp;%s%n</span> user unknown\r\n'), 'no-such-mailbox',
                   {'options': TO, 'has': '<span size="999999">&amp;%s%n</span>'}),
    'A18 advice': (mail(rcpt='550 5.1.1 user unknown, call 0900 1234, install http://evil.test/fix.exe\r\n'),
                   'no-such-mailbox', {'options': TO, 'has': 'http://evil.test/fix.exe'}),
    'B5 354': (mail(starttls='354 go on\r\n'), 'starttls-unavailable', {'logins': 0}),
    'B5 250': (mail(starttls='250 fine\r\n'), 'starttls-unavailable', {'logins': 0}),
    'B2 reset at EHLO': (mail(ehlo=reset), 'connection-lost', {'logins': 0}),
    'B2 a stall at STARTTLS': (mail(starttls=hold), 'connection-lost', {'timeout': 3, 'logins': 0}),
    'B2 closed at the login': (mail(auth=close), 'connection-lost', {'logins': 1}),
    'B2 a stall after the dot': (mail(dot=hold), 'connection-lost', {'options': SEND, 'timeout': 4, 'has': 'may have been accepted'}),
    'B9 no AUTH': (mail(ehlo2='250-mx\r\n250 SIZE 1\r\n'), 'auth-not-offered', {'logins': 0}),
    'B9 unknown mechanisms': (mail(ehlo2=f'250-mx\r\n250 AUTH X-NONE NTLM GSSAPI {EVIL}\r\n'), 'auth-not-offered',
                              {'logins': 0}),
    'B11 530': (mail(auth='530 5.7.0 no\r\n'), 'auth-failed', {'logins': 1}),
    'B13 a challenge of megabytes': (mail(ehlo2='250-mx\r\n250 AUTH LOGIN\r\n', auth='334 ' + 'QUJD' * 500_000 + '\r\n'),
                                     INVALID, {}),
    'B13 a challenge of noise': (mail(ehlo2='250-mx\r\n250 AUTH CRAM-MD5\r\n', auth='334 !!!\r\n'), INVALID,
                                 {'options': ('--auth', 'cram-md5')}),
    'B14 one round of SCRAM': (mail(ehlo2='250-mx\r\n250 AUTH SCRAM-SHA-256\r\n', auth=scram(1)), INVALID, {}),
    'B19 in without a password': (mail(auth='235 welcome\r\n'), FINE, {}),
    'B20 promises': (mail(ehlo2='250-mx\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-BINARYMIME\r\n250 AUTH PLAIN\r\n'), FINE,
                     {'options': SEND, 'hears': 'BDAT'}),
    'B1 421 from the second on': (lambda c: mail()(c) if c.number == 1 else (c.say('421 4.7.0 too many connections\r\n'), close(c)),
                                  'smtp-too-many-connections', {'options': ('--sessions', '3'), 'most': 3, 'at_most': 0.8}),
    'F1 the first address refuses': (mail(), FINE, {'addresses': ('127.0.0.3', '127.0.0.1'), 'has': '127.0.0.3'}),
    'F1 the first family refuses': (mail(), 'ipv6-broken', {'addresses': ('::1', '127.0.0.1'), 'has': '::1'}),
    'F1 the second address refuses': (mail(), FINE, {'addresses': ('127.0.0.1', '127.0.0.3')}),
    'C1 no ServerHello': (hold, 'tls-failed', {'options': TLS, 'timeout': 3}),
    'C3 a dripping handshake': (lambda c: (c.raw.recv(5), c.say(b'\x16\x03\x03\x10\x00\x02\x00\x0f\xfc'),
                                           drip('\x03')(c)), 'server-too-slow',
                                {'options': TLS, 'timeout': 3}),
    'C4 an alert': (lambda c: (c.raw.recv(4096), c.say(ALERT + b'\x46'), close(c)), 'tls-version-unsupported',
                    {'options': TLS}),
    'C5 warnings for ever': (lambda c: (c.raw.recv(4096), flood(b'\x15\x03\x03\x00\x02\x01\x70')(c)),
                             'tls-failed', {'options': TLS}),
    'C9 plain text': (mail(), 'tls-on-plain-port', {'options': TLS, 'most': 2}),
    'C19 a torn reply': (lambda c: (c.start_tls(), c.say('220 mx\r\n'), c.line(), c.say('250-mx\r\n'), close(c)),
                         'connection-lost', {'options': TLS}),
}

def tls(certificate, cause, server=None, **more):
    """A handshake that must not lead to a login."""
    return server or mail(implicit=True), cause, {'certificate': certificate, 'options': TLS, 'logins': 0} | more


STRANGER = 'certificate-untrusted-issuer'
SECURED = {
    # To the ClientHello itself nothing but an end: so does a balancer that has nobody behind it, and it says which
    # of the two it may be.
    'C2 closed in the handshake': tls('mx', 'tls-failed', lambda c: (c.receive(), close(c)), at_most=0.8),
    'C2 reset in the handshake': tls('mx', 'tls-failed', lambda c: (c.receive(), reset(c)), at_most=0.8),
    'C2 closed in the handshake, STARTTLS': tls('mx', 'tls-failed', mail(starttls=lambda c: (c.say('220 go\r\n'), c.receive(), close(c))),
                                                options=(), at_most=0.8),
    'C2 reset in the handshake, STARTTLS': tls('mx', 'tls-failed', mail(starttls=lambda c: (c.say('220 go\r\n'), c.receive(), reset(c))),
                                               options=(), at_most=0.8),
    'C2 half a record': tls('mx', 'tls-failed', lambda c: (c.receive(), c.say(b'\x16\x03\x03\x10\x00\x02'), close(c))),
    'C4 an unknown alert': tls('mx', 'tls-failed', lambda c: (c.receive(), c.say(ALERT + b'\xee'), close(c))),
    'C4 a name that is not known': tls('mx', 'tls-failed', lambda c: (c.receive(), c.say(ALERT + b'\x70'), close(c))),
    'C6 empty records': tls('mx', 'tls-failed', lambda c: (c.receive(), flood(b'\x16\x03\x03\0\0')(c)), timeout=5),
    'C6 a record too large': tls('mx', 'tls-failed', lambda c: (c.receive(), c.say(b'\x16\x03\x03\xff\xff' + b'x' * 65535),
                                                             hold(c)), timeout=5),
    'C6 a handshake of 16 MB': tls('mx', 'tls-failed', lambda c: (c.receive(), c.say(
        b'\x16\x03\x03\x40\x00\x0b\xff\xff\xff'), flood(b'x' * 16 + b'\x16\x03\x03\x40\x00')(c)), timeout=5),
    'C6 noise': tls('mx', 'tls-failed', lambda c: (c.receive(), c.say(b'\x16\x03\x03\x00\x80' + bytes(range(128)) * 9),
                                                hold(c)), timeout=5),
    'C8 wants a certificate': tls('wants-certificate', 'client-certificate-required'),
    'C10 over': tls('over', 'certificate-expired'),
    'C11 another host': tls('elsewhere', 'certificate-name-mismatch', has='www.other.test'),
    'C12 self-signed': tls('self-signed', 'certificate-self-signed'),
    'C12 unknown root': tls('stranger', 'certificate-untrusted-issuer', at_most=0.8),
    'C13 a link is missing': tls('baited', 'certificate-chain-incomplete'),
    'C14 3,000 names': tls('many-names', 'certificate-name-mismatch'),
    'C14 10,000 names': tls('more-names', 'certificate-name-mismatch'),
    'C15 a star': tls('star', 'certificate-name-mismatch'),
    'C16 for clients': tls('client', 'certificate-wrong-purpose'),
    'C16 from who is no authority': tls('no-authority', 'certificate-wrong-purpose'),
    'C16 from who is no authority, and not shown': tls('no-authority-alone', 'certificate-chain-incomplete', at_most=0.7),
    'C17 evil words in the certificate': tls('evil', 'certificate-self-signed'),
    'C18 a common name alone': tls('cn-only', 'certificate-common-name-only', logins=1),
    'C20 another one at the second connection': tls(
        ('mx', 'stranger'), STRANGER, logins=1, options=(*TLS, '--sessions', '3'), has='another certificate than the first'),
    'C20 another one at the second connection, files': tls(
        ('mx', 'stranger'), 'certificate-untrusted-issuer', files(), job='ftp', logins=1, options=('--sessions', '3'),
        has='another certificate than the first'),
    'C20 another one at the login under another name': tls(
        ('mx', 'stranger'), 'auth-failed', mail(implicit=True, auth='535 5.7.8 no\r\n'), logins=1,
        options=(*TLS, '--try-user-forms'), has='another certificate than the first'),
    'C20 another good one': tls(('mx', 'mx-again'), FINE, logins=3, options=(*TLS, '--sessions', '3')),
    'C22 another protocol': tls('mx', 'wrong-service-on-port', in_tls('HTTP/1.1 400 Bad Request\r\n\r\n')),
    'C23 KeyUpdates without end': tls('mx', INVALID, again_and_again(b'k', '220-mx'), timeout=10),
    'C23 HelloRequests without end': tls('mx', INVALID, again_and_again(b'r', '220-mx', '-tls1_2'), timeout=10),
    'C10 over, STARTTLS': tls('over', 'certificate-expired', mail(), options=()),
    'C12 unknown root, STARTTLS': tls('stranger', 'certificate-untrusted-issuer', mail(),
                                      options=()),
    'C10 over, files': tls('over', 'certificate-expired', files(), job='ftp', options=()),
    'C11 another host, files': tls('elsewhere', 'certificate-name-mismatch', files(), job='ftp', options=()),
    'C12 self-signed, files': tls('self-signed', 'certificate-self-signed', files(), job='ftp', options=()),
    'C12 self-signed, web': tls('self-signed', 'certificate-self-signed', web(head()), job='http', options=()),
    'C11 another host, web': tls('elsewhere', 'certificate-name-mismatch', web(head()), job='http',
                                 options=()),
    'D8 another certificate on the data connection': tls('mx', 'certificate-untrusted-issuer', files(list=transfer('x\r\n', certificate='stranger')),
                                                         job='ftp', options=(), logins=1),
}


def both(what, server, files_cause, web_cause, **more):
    """TLS from the first byte, for files and for the web."""
    return {f'{what}, files': (server, files_cause, {'job': 'ftp', 'options': TLS, 'logins': 0} | more),
            f'{what}, web': (server, web_cause, {'job': 'http', 'logins': 0} | more)}


def alert(number, level=2):
    return lambda c: (c.receive(), c.say(b'\x15\x03\x03\x00\x02' + bytes([level, number])), close(c))


SECURED |= (
    both('C1 no ServerHello', hold, 'tls-failed', 'tls-failed', timeout=4)
    | both('C2 half a record', lambda c: (c.receive(), c.say(b'\x16\x03\x03\x10\x00\x02'), close(c)), 'tls-failed', 'tls-failed')
    | {'C2 closed in the handshake, files': (lambda c: (c.receive(), close(c)), 'tls-failed', {'job': 'ftp', 'options': TLS, 'logins': 0, 'at_most': 0.8}),
       'C2 reset in the handshake, files': (lambda c: (c.receive(), reset(c)), 'tls-failed', {'job': 'ftp', 'options': TLS, 'logins': 0, 'at_most': 0.8})}
    | both('C4 alert 40', alert(40), 'tls-failed', 'tls-failed')
    | both('C4 alert 70', alert(70), 'tls-version-unsupported', 'tls-version-unsupported')
    | both('C4 alert 80', alert(80), 'tls-failed', 'tls-failed')
    | both('C4 alert 112', alert(112), 'tls-failed', 'http-misdirected-permanent')
    | both('C4 an unknown alert', alert(238), 'tls-failed', 'tls-failed')
    | both('C4 close_notify', alert(0, 1), 'tls-failed', 'tls-failed')
    | both('C6 noise', lambda c: (c.receive(), c.say(b'\x16\x03\x03\x00\x80' + bytes(range(128)) * 9), hold(c)),
           'tls-failed', 'tls-failed', timeout=5)
    | both('C9 words', say_and('220 ready\r\n', hold), 'tls-on-plain-port', 'tls-on-plain-port')
    | {'C8 wants a certificate, files': tls('wants-certificate', 'client-certificate-required', files(), job='ftp', options=()),
       'C8 wants a certificate, web': tls('wants-certificate', 'client-certificate-required', web(head()), job='http', options=()),
       'C10 over, web': tls('over', 'certificate-expired', web(head()), job='http', options=())})



def begins(answer):
    """Such an answer to the ClientHello behind STARTTLS."""
    return mail(starttls=say_and('220 go\r\n', answer))


def behind_both(what, answer, cause, **more):
    """Mail, with TLS from the first byte and behind STARTTLS."""
    return {what: tls('mx', cause, answer, **more), f'{what}, STARTTLS': tls('mx', cause, begins(answer), options=(), **more)}


SECURED |= (
    behind_both('C1 nothing at all', hold, 'tls-failed', timeout=5, at_most=0.8)
    | behind_both('C2 half a ServerHello', lambda c: (c.receive(), c.say(b'\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03'), close(c)), 'tls-failed')
    | behind_both('C3 drips', lambda c: (c.receive(5), drip('\x16')(c)), 'tls-failed', timeout=5)
    | behind_both('C4 40, handshake_failure', alert(40), ('tls-failed', 'starttls-unavailable', 'tls-version-unsupported'), at_most=0.8)
    | behind_both('C4 70, protocol_version', alert(70), 'tls-version-unsupported')
    | behind_both('C4 80, internal_error', alert(80), ('tls-failed', 'starttls-unavailable'), at_most=0.8)
    | behind_both('C4 112, unrecognized_name', alert(112), 'tls-failed', has='unrecognized_name')
    | behind_both('C4 close_notify for mail', alert(0, 1), 'tls-failed')
    | behind_both('C4 200, unknown', alert(200), 'tls-failed', has='200')
    | {'C8 wants a certificate, STARTTLS': tls('wants-certificate', 'client-certificate-required', mail(), options=()),
       'C9 plain text that is none of mail': tls('mx', 'wrong-service-on-port', say_and('SSH-2.0-OpenSSH_9.2\r\n', hold)),
       'C14 eight certificates': tls('eight', FINE, logins=1),
       'C14 sixty certificates': tls('crowd', ('tls-failed', 'certificate-chain-incomplete', 'certificate-untrusted-issuer')),
       'C15 a name cut by NUL': tls('cut-name', 'certificate-name-mismatch', has='<0000>'),
       'C16 a fence around the issuer': tls('fenced', 'certificate-wrong-purpose'),
       'C17 evil words in the certificate, STARTTLS': tls('evil', 'certificate-self-signed', mail(), options=())})


def ftp(server, causes, **more):
    return server, causes, {'job': 'ftp'} | more


FILES = {
    'A1 silence, files': (hold, 'greeting-missing', {'job': 'ftp', 'timeout': 3}),
    'A5 an endless line, files': (flood('220 aaaa'), INVALID, {'job': 'ftp'}),
    'A15 controls, files': (files(**{'pass': f'530 Login incorrect {EVIL}\r\n'}), 'auth-failed',
                            {'job': 'ftp', 'logins': 1}),
    'A20 a mail server, files': (say_and('220 mx ESMTP Postfix\r\n', hold), 'wrong-service-on-port',
                                 {'job': 'ftp', 'timeout': 5}),
    'B7 injected, files': (files(auth='234 go\r\n230 in\r\n'), 'reply-injected', {'job': 'ftp'}),
    'B12 the password repeated, files': (files(**{'pass': f'530 Login incorrect: {PASSWORD}\r\n'}), 'auth-failed',
                                         {'job': 'ftp', 'logins': 1}),
    'A1 a late greeting, files': ftp(files(greeting=late('220 ready\r\n', 2)), FINE),
    'A2 closed, files': ftp(close, 'closed-before-greeting'),
    'A3 reset, files': ftp(reset, 'closed-before-greeting'),
    'A4 dripping bytes, files': ftp(drip('2'), 'server-too-slow', timeout=3),
    'A4 dripping lines, files': ftp(drip('220-x\r\n'), 'server-too-slow', timeout=3),
    'A4 delays for ever, files': ftp(drip('120 soon\r\n'), 'server-too-slow', timeout=3),
    'A4 dripping at the login, files': ftp(files(**{'pass': drip('230-x\r\n')}), 'server-too-slow', timeout=4),
    'A6 an endless greeting, files': ftp(flood('220-a\r\n'), INVALID),
    'A6 endless FEAT, files': ftp(files(feat=flood(' X\r\n')), INVALID),
    'A6 endless delays, files': ftp(flood('120 soon\r\n'), INVALID),
    'A6 an endless answer to the login, files': ftp(files(**{'pass': flood('230-x\r\n')}), INVALID),
    'A6 an end that never comes, files': ftp(files(**{'pass': say_and('230-x\r\n231 x\r\n', hold)}), 'server-too-slow', timeout=4),
    'A7 a line of 50 MB, files': ftp(files(user=flood('331-aaaaaaaaaa', 50_000_000)), INVALID),
    'A7 a path of 16 MB, files': ftp(files(pwd=lambda c: (c.say('257 "/' + 'a' * 16_000_000 + '"\r\n'))), INVALID),
    'A8 NUL and IAC, files': ftp(files(pwd=b'257 "/a\0b\xff\xf4\xff\xfd"\r\n', greeting=b'220 a\0\xff\xfd\x06\r\n'),
                                 FINE, has='<0000>'),
    'A9 look-alikes, files': ftp(files(greeting='220-hello\r\n230 in\r\n 220 no\r\n220 ready\r\n'), FINE),
    'A10 no quotation mark, files': ftp(files(pwd='257 "/never ends\r\n'), FINE),
    'A11 LF alone, files': ftp(files(greeting='220 ready\n', user='331 go on\n', pwd='257 "/"\n'), FINE),
    'A12 odd features, files': ftp(files(feat='211-\r\n epsv\r\n SIZE\t99999999999999999999\r\n  mlst  x*;\r\n211 e\r\n'),
                                   FINE),
    'A13 byte by byte, files': ftp(files(greeting=drip('220 ready\r\n', 1, 1), list=transfer(
        drip('notes\r\n', 1, 1), drip('150 here\r\n', 1, 1), drip('226 done\r\n', 1, 1))), FINE),
    'A14 no UTF-8, files': ftp(files(pwd=b'257 "/\xff\xc0\xaf\xed\xa0\x80"\r\n', data=b'\xff\xfe\xc0\xaf\r\n'), FINE),
    'A15 controls in all words, files': ftp(files(
        greeting=f'220 {EVIL}\r\n', user=f'331 {EVIL}\r\n', **{'pass': f'230 {EVIL}\r\n'}, pwd=f'257 "/{EVIL}" {EVIL}\r\n',
        feat=f'211-{EVIL}\r\n {EVIL}\r\n211 {EVIL}\r\n', list=transfer(
            f'{EVIL}\r\n' * 50, f'150 {EVIL}\r\n', f'226 {EVIL}\r\n'), quit=f'221 {EVIL}\r\n'), FINE),
    'A15 controls as noise, files': ftp(say_and(f'{EVIL}\r\n', hold), INVALID),
    'A9 another code inside, files': ftp(files(user='331-x\r\n530 no\r\n331 ok\r\n'), FINE),
    'A10 four digits, files': ftp(say_and('2200 ready\r\n', hold), INVALID),
    'A10 bare codes, files': ftp(files(greeting='220\r\n', user='331\r\n'), FINE),
    'A11 CR alone, files': ftp(say_and('220-x\r220 x\r' * 500, hold), INVALID),
    'B2 closed at AUTH, files': ftp(files(auth=close), 'connection-lost', logins=0),
    'B2 a stall at AUTH, files': ftp(files(auth=hold), 'connection-lost', logins=0, timeout=4),
    'B2 closed at FEAT, files': ftp(files(feat=close), 'connection-lost', logins=1),
    'D9 PROT P not wanted': ftp(files(prot='534 no\r\n'), 'ftp-protection-required'),
    'A19 no line end, files': ftp(files(**{'pass': say_and('230 in', close)}), 'connection-lost'),
    'A20 a web server, files': ftp(say_and('HTTP/1.1 400 Bad Request\r\n\r\n', hold), 'wrong-service-on-port'),
    'A20 a shell, files': ftp(say_and('SSH-2.0-OpenSSH_9.2\r\n', hold), 'wrong-service-on-port'),
    'A21 an alert, files': ftp(lambda c: (time.sleep(0.5), c.say(ALERT + b'\x0a'), close(c)), 'plain-on-tls-port'),
    'B1 421 at the greeting, files': ftp(say_and('421 too many connections\r\n', close), 'ftp-too-many-connections'),
    'B1 421 at the login, files': ftp(files(user=say_and('421 no more\r\n', close)), 'service-unavailable'),
    'B2 a stall at USER, files': ftp(files(user=hold), 'server-too-slow', timeout=3),
    'B2 a reset at PASS, files': ftp(files(**{'pass': reset}), 'connection-lost'),
    'B4 already in, files': ftp(files(greeting='230 you are in\r\n', auth='502 no\r\n'), 'reply-injected', logins=0),
    'B5 AUTH refused, files': ftp(files(auth='534 no\r\n'), 'ftp-tls-unsupported', logins=0),
    'B5 AUTH halfway, files': ftp(files(auth='334 ADAT\r\n'), 'starttls-unavailable', logins=0),
    'B8 words in the place of TLS, files': ftp(files(auth=say_and('234 go\r\n', lambda c: (
        c.receive(5), c.say('530 no\r\n'), hold(c)))), 'starttls-unavailable', logins=0, has='530 no'),
    'B11 332, files': ftp(files(**{'pass': '332 account?\r\n'}), 'auth-failed', logins=1),
    'B13 331 for ever, files': ftp(files(**{'pass': '331 again\r\n'}), INVALID, logins=1, has='“331 again”'),
    'B15 early replies, files': ftp(files(user='331 go on\r\n230 in\r\n'), 'reply-injected'),
    'B16 200 lines, files': ftp(files(**{'pass': f'530-{EVIL}\r\n' * 199 + '530 Login incorrect\r\n'}), 'auth-failed',
                                has='more lines …', logins=1),
    'B17 no goodbye, files': ftp(files(quit=hold), FINE, timeout=60, within=6),
    'B18 no TLS, no consent, files': ftp(files(), 'password-sent-in-clear', options=('--security', 'none'), logins=0),
    'D1 another host': ftp(files(pasv=passive('227 at (127,0,0,2,{high},{low})\r\n')), FINE, options=PASV),
    'D1 everybody': ftp(files(pasv=passive('227 at (255,255,255,255,{high},{low})\r\n')), FINE, options=PASV),
    'D1 nobody': ftp(files(pasv=passive('227 at (0,0,0,0,{high},{low})\r\n')), FINE, options=PASV),
    'D1 another host, EPSV': ftp(files(epsv=passive('229 at (|1|127.0.0.2|{port}|)\r\n')), FINE),
    'D2 no port': ftp(files(epsv='229 (|||0|)\r\n', pasv='227 (127,0,0,1,0,0)\r\n'), INVALID),
    'D2 port 65536': ftp(files(epsv='229 (|||65536|)\r\n', pasv='227 (127,0,0,1,256,0)\r\n'), INVALID),
    'D2 octets that are none': ftp(files(epsv='502 no\r\n', pasv='227 (256,-1,1e9,1,0,21)\r\n'), INVALID),
    'D2 text': ftp(files(epsv=f'229 {EVIL}\r\n', pasv=f'227 {EVIL}\r\n'), INVALID),
    'D2 a huge number': ftp(files(epsv='229 (|||' + '9' * 3000 + '|)\r\n', pasv='227 (' + '1,' * 1500 + '1)\r\n'), INVALID),
    'D2 400 KB': ftp(files(epsv='229 (|||' + '1' * 400_000 + '|)\r\n'), INVALID),
    'D3 silent': ftp(files(list=transfer(hold, end='')), 'ftp-data-channel-blocked', timeout=4),
    'D3 silent from the start': ftp(files(list=lambda c: (c.say('150 here\r\n'), c.data_connection(), hold(c))),
                                    'ftp-passive-ports-blocked', timeout=5),
    'D3 closed': ftp(files(epsv='229 there (|||9|)\r\n', pasv='227 (127,0,0,1,0,9)\r\n'), 'ftp-passive-ports-blocked'),
    'D4 no 150': ftp(files(list=transfer('x\r\n', begin='', end='')), 'ftp-transfer-aborted', timeout=4),
    'D4 reset': ftp(files(list=transfer(reset, end='426 aborted\r\n')), 'ftp-transfer-aborted'),
    'D5 no 226': ftp(files(list=transfer('x\r\n', end='')), 'ftp-transfer-aborted', timeout=4),
    'D5 an early 226': ftp(files(list=transfer('x\r\n', '150 here\r\n226 done\r\n', '')), FINE),
    'D5 451': ftp(files(list=transfer('x\r\n', end='451 disk error\r\n')), 'ftp-transfer-aborted'),
    'D6 plain data': ftp(files(prot='200 ok\r\n', list=transfer('x\r\n')), 'ftp-data-unprotected'),
    'D7 522': ftp(files(list='522 session reuse required\r\n'), 'ftp-session-reuse-required'),
    'D9 no PROT P': ftp(files(prot='536 no\r\n'), 'ftp-protection-required'),
    'D10 an endless listing': ftp(files(list=transfer(flood('-rw-r--r-- 1 a b 1 Jan 1 00:00 file\r\n'))), FINE, most_of=LISTED),
    'D10 a listing of one line': ftp(files(list=transfer(flood('a'))), FINE, most_of=LISTED),
    'D10 a dripping listing': ftp(files(list=transfer(drip('notes\r\n'), end='426 aborted\r\n')), FINE, timeout=5),
    'D10 a listing that never closes': ftp(files(list=transfer(say_and('notes\r\n', hold), end='')), 'ftp-transfer-aborted', timeout=5),
    'D11 from elsewhere': ftp(files(list=from_third), 'ftp-active-blocked', options=('--mode', 'eprt'), timeout=6),
    'D12 evil names': ftp(files(data=b'../../etc/passwd\r\n/etc/shadow\r\na\nb\r\n-rf\r\n' + b'x' * 10240 + b'\r\n',
                                pwd='257 "/../../etc"\r\n'), FINE),
    'D12 evil names, stored': ftp(files(data='../../etc/passwd\r\n', stor=f'553 {EVIL}\r\n', dele=f'550 {EVIL}\r\n'), 'ftp-permission-denied',
                                  options=('--upload',)),
}

def http(server, causes, **more):
    return server, causes, {'job': 'http'} | more


def http2(server, causes, **more):
    return server, causes, {'job': 'http', 'certificate': 'h2'} | more


def chunked(*parts):
    """A page in chunks, of which these parts are played."""
    def play(client):
        for part in parts:
            act(client, part)
    return web(say_and(head('200 OK', 'Transfer-Encoding: chunked'), play))


WEB = {
    'A4 dripping, web': (in_tls(drip('HTTP/1.1 200 OK\r\nX: ')), 'server-too-slow', {'job': 'http', 'timeout': 3}),
    'A4 dripping headers, web': http(web(drip('X: y\r\n')), 'server-too-slow', timeout=3),
    'A6 endless, web': (in_tls(flood('X-A: bbbbbbbbbbbbbbb\r\n')), INVALID, {'job': 'http'}),
    'A15 controls, web': (in_tls(f'HTTP/1.1 500 {EVIL}\r\nServer: {EVIL}\r\nContent-Length: 0\r\n\r\n'),
                          'server-error', {'job': 'http'}),
    'A1 silence, web': http(web(hold), 'server-too-slow', timeout=4),
    'A2 closed, web': http(web(''), 'connection-lost'),
    'A3 reset, web': http(web(reset), 'connection-lost'),
    'A5 an endless line, web': http(web(flood('HTTP/1.1 200 aaaaaaa')), INVALID),
    'A8 NUL, web': http(web(head('403 For\0bidden', 'Server: a\0b', 'A\0b: c') + 'no\0thing'), INVALID),
    'A8 NUL in the page, web': http(web(head('403 No', 'Content-Type: text/plain') + 'no\0thing'), 'http-forbidden', has='<0000>thing'),
    'A11 LF alone, web': http(web('HTTP/1.1 200 OK\nConnection: close\nContent-Length: 2\n\nok'), FINE, most_of=('http.body_bytes', 2)),
    'A11 CR alone, web': http(web('HTTP/1.1 200 OK\rContent-Length: 2\r\rok'), INVALID),
    'A12 odd headers, web': http(web('HTTP/1.1 200\r\ncONTENT-lENGTH:   2  \r\nRETRY-AFTER: 99999999999999999999\r\n\r\nok'), FINE,
                                 most_of=('http.body_bytes', 2)),
    'A13 byte by byte, web': http(web(drip(head('200 OK', 'Transfer-Encoding: chunked') + '2\r\nok\r\n0\r\n\r\n', 1, 1)), FINE,
                                  most_of=('http.body_bytes', 2)),
    'A18 advice, web': http(web(head('403 No', 'Content-Type: text/plain') + 'call 0900 1234, install http://evil.test/fix.exe'),
                            'http-forbidden', has='http://evil.test/fix.exe'),
    'A19 no line end, web': http(web('HTTP/1.1 200 OK\r\nX: y'), 'connection-lost', has='X: y'),
    'A19 no line end, in the clear': http(web('HTTP/1.1 200 OK\r\nX: y', tls=False), 'connection-lost', scheme='http'),
    'A19 no line end, torn': http(web(say_and('HTTP/1.1 200 OK\r\nX: y', close)), 'connection-lost'),
    'A19 a piece of the status line': http(web('HTTP/1.1 200 O'), 'connection-lost'),
    'A19 a piece of the version': http(web('HTT'), 'connection-lost'),
    'A19 a whole line, no blank one': http(web('HTTP/1.1 200 OK\r\nX: y\r\n'), 'connection-lost'),
    'A19 a whole line, no blank one, in the clear': http(web('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n', tls=False),
                                                         'connection-lost', scheme='http'),
    'A19 a refusal without its end': http(web(say_and('HTTP/1.1 403 Forbidden\r\n', close)), 'connection-lost'),
    'A19 a whole head and no page': http(web(head('200 OK', 'Server: x')), FINE, most=2),
    'A19 an odd head and no page': http(web('HTTP/1.1 200 OK\nServer:   x  \nContent-Length:0\n\n'), FINE),
    'A20 a mail server behind TLS, web': http(in_tls('220 mx ESMTP\r\n'), 'wrong-service-on-port', timeout=6),
    'A20 a mailbox behind TLS, web': http(in_tls('* OK IMAP4rev1 ready\r\n'), 'wrong-service-on-port', timeout=6),
    'C3 a dripping handshake, web': http(first_well(web(head(), tls=False), lambda c: (
        c.raw.recv(5), c.say(b'\x16\x03\x03\x10\x00\x02\x00\x0f\xfc'), drip('\x03')(c))), 'server-too-slow', timeout=8),
    'C5 warnings for ever, web': http(first_well(web(head(), tls=False), lambda c: (
        c.raw.recv(4096), flood(b'\x15\x03\x03\x00\x02\x01\x70')(c))), 'tls-failed', timeout=8),
    'C19 a torn page': http(lambda c: (web(say_and(head() + 'half', close))(c)), 'connection-lost'),
    'C19 a torn page after the login': http(lambda c: web(head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), say_and(
        head() + 'half', close))(c), 'connection-lost', logins=1),
    'C19 torn before the head, web': http(web(close), 'connection-lost'),
    'C20 another one at the second connection, web': tls(('mx', 'stranger'), 'certificate-chain-incomplete', web(head()), job='http', options=(), has='another certificate than the first'),
    'C23 KeyUpdates without end, web': http(again_and_again(b'k', 'HTTP/1.1 200 OK'), 'tls-failed', timeout=10),
    'F1 the first address refuses, web': http(web(head('200 OK', 'Content-Length: 0')), FINE, addresses=('127.0.0.3', '127.0.0.1'), has='127.0.0.3'),
    'A14 no UTF-8, web': http(web(head('403 x').encode()[:-2] + b'Server: \xff\xc0\xaf\xed\xa0\x80\r\n\r\n\xff\xfe'), 'http-forbidden'),
    'A15 controls in a refusal, web': http(web(head(f'403 {EVIL}', f'Server: {EVIL}', f'Via: {EVIL}', f'Date: {EVIL}',
                                                    f'Content-Type: text/html; {EVIL}') + f'<h1>{EVIL}</h1>'), 'http-forbidden'),
    'A15 controls in a challenge, web': http(web(head('401 No', f'WWW-Authenticate: Digest realm="{EVIL}", nonce={EVIL}',
                                                      f'WWW-Authenticate: {EVIL}')), 'http-authentication-required'),
    'A20 a mail server, web': http(say_and('220 mx ESMTP\r\n', hold), 'wrong-service-on-port', timeout=6),
    'A21 an alert, web': http(lambda c: (c.say(ALERT + b'\x0a'), close(c)), 'plain-on-tls-port', scheme='http'),
    'E1 a loop': http(web(head('302 Found', 'Location: /again', 'Content-Length: 0')), 'http-redirect-loop'),
    'E1 without end': http(web(*[head('302 Found', f'Location: /{i}', 'Content-Length: 0') for i in range(30)]),
                           'http-redirect-loop'),
    'E2 another host': http(web(to_third(head('302 Found', 'Location: https://{third}/', 'Set-Cookie: a=b'))), 'http-redirect-elsewhere', logins=0),
    'E2 another host, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'),
        to_third(head('302 Found', 'Location: https://{third}/'))), 'http-redirect-elsewhere', logins=1, has='Whether the login is right is not known'),
    'E2 another page, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), head('302 Found', 'Location: /in', 'Content-Length: 0'),
        head('302 Found', 'Location: /further', 'Content-Length: 0')), (None,), logins=2, has='Whether the login is right is not known'),
    'E2 to the page itself, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), head('302 Found', 'Location: /in', 'Content-Length: 0'),
        head('200 OK', 'Content-Length: 2') + 'ok'), FINE, logins=2),
    'E2 to a page that wants another login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), head('302 Found', 'Location: /in', 'Content-Length: 0'),
        head('401 No', 'WWW-Authenticate: Basic realm=y', 'Content-Length: 0')), 'http-authentication-required', logins=2),
    'E2 in a circle, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), head('302 Found', 'Location: /', 'Content-Length: 0')),
        'http-redirect-loop', logins=1),
    'E3 to the clear, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'),
        lambda c: c.say(head('301 Moved', f'Location: http://mx.mail.test:{c.server.watch()}/'))), 'http-downgrade', logins=1),
    'E4 a file, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), head('302 Found', 'Location: file:///etc/passwd')),
        'http-redirect-refused', logins=1),
    'E10 a short page, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), head('200 OK', 'Content-Length: 99') + 'x'), 'connection-lost',
        logins=1),
    'E10 a chunk below nothing, after the login': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), head('200 OK', 'Transfer-Encoding: chunked') + '-5\r\nhello'),
        INVALID, logins=1),
    'E2 another host, in other headers': http(web(to_third(
        head('200 OK', 'Content-Location: http://{third}/', 'Refresh: 0; url=http://{third}/', 'Link: <http://{third}/>; '
             'rel=preload', 'Alt-Svc: h2="{third}"') + '<img src="http://{third}/"><meta http-equiv=refresh '
        'content="0;url=http://{third}/">')), FINE),
    'E3 to the clear': http(web(lambda c: c.say(head('301 Moved', f'Location: http://mx.mail.test:{c.server.watch()}/'))),
                            'http-downgrade', logins=0),
    'E4 a file': http(web(head('302 Found', 'Location: file:///etc/passwd')), 'http-redirect-refused'),
    'E4 data': http(web(head('302 Found', 'Location: data:text/html,<script>alert(1)</script>')), 'http-redirect-refused'),
    'E4 a file server': http(web(to_third(head('302 Found', 'Location: ftp://{third}/x'))), 'http-redirect-refused'),
    'E4 words that act': http(web(head('302 Found', f'Location: javascript:{EVIL}')),
                              'http-redirect-refused'),
    'E4 a place of 60 KB': http(web(head('302 Found', 'Location: /' + 'a' * 60000)), 'http-redirect-refused'),
    'E5 421 for ever': http(web(head('421 Misdirected', 'Content-Length: 0')), 'http-misdirected-permanent'),
    'E6 401 for ever': http(web(head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0')), 'auth-failed', logins=1),
    'E6 single sign-on': http(web(head('401 No', 'WWW-Authenticate: Negotiate', 'WWW-Authenticate: NTLM',
                                       'Content-Length: 0')), 'http-authentication-required', logins=0),
    'E7 one header without end': http(web(say_and('HTTP/1.1 200 OK\r\nX: ', flood('y'))), INVALID),
    'E7 100,000 headers': http(web('HTTP/1.1 200 OK\r\n' + ''.join(f'X-{i}: a\r\n' for i in range(100_000)) + '\r\n'), INVALID),
    'E7 early answers without end': http(web(flood('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n')), INVALID, timeout=5),
    'E8 an endless body': http(web(say_and(head(), flood('x'))), FINE, most_of=READ),
    'E8 a bomb': http(web(head('200 OK', 'Content-Encoding: gzip', f'Content-Length: {len(BOMB)}').encode() + BOMB), FINE, most_of=READ),
    'E8 a bomb in an error': http(web(head('500 Oh', 'Content-Encoding: gzip', f'Content-Length: {len(BOMB)}').encode() + BOMB),
                                  'server-error'),
    'E10 a chunk of all memory': http(chunked('ffffffffffffffff\r\nhello'), 'connection-lost'),
    'E10 a chunk of more than that': http(chunked('1' + '0' * 16 + '\r\nhello'), 'connection-lost'),
    'E10 a chunk of the largest signed number': http(chunked('7fffffffffffffff\r\nhello'), 'connection-lost'),
    'E10 a chunk below nothing': http(chunked('-5\r\nhello\r\n0\r\n\r\n'), INVALID),
    'E10 a chunk with a prefix': http(chunked('0x10\r\n' + 'x' * 16 + '\r\n0\r\n\r\n'), INVALID),
    'E10 a chunk of words': http(chunked('hello\r\n'), INVALID),
    'E10 a chunk without a size': http(chunked('\r\nhello\r\n0\r\n\r\n'), INVALID),
    'E10 a size with more behind it': http(chunked('5 hello\r\nhello\r\n0\r\n\r\n'), INVALID),
    'E10 a chunk longer than its size': http(chunked('3\r\nhello\r\n0\r\n\r\n'), INVALID),
    'E10 a chunk shorter than its size': http(chunked('9\r\nhello\r\n'), 'connection-lost'),
    'E10 no last chunk': http(chunked('5\r\nhello\r\n'), 'connection-lost'),
    'E10 a thousand zeros': http(chunked('0' * 1000 + '5\r\nhello\r\n0\r\n\r\n'), FINE, most_of=('http.body_bytes', 5)),
    'E10 something said of a chunk': http(chunked(f'5;x="{EVIL}"\r\nhello\r\n0\r\nX: {EVIL}\r\n\r\n'), FINE,
                                          most_of=('http.body_bytes', 5)),
    'E10 line feeds alone': http(chunked('5 \nhello\n0\n\n'), FINE, most_of=('http.body_bytes', 5)),
    'E10 megabytes said of a chunk': http(chunked('5;' + 'x' * 3_000_000 + '\r\nhello\r\n0\r\n\r\n'), INVALID),
    'E10 chunks without end': http(chunked(flood('1\r\nx\r\n')), INVALID),
    'E10 a chunk without end': http(chunked('ffffffffffffffff\r\n', flood('x')), FINE, most_of=READ),
    'E10 a line of a chunk without end': http(chunked(flood('0')), INVALID),
    'E10 trailers without end': http(chunked('0\r\n', flood('X: y\r\n')), INVALID, timeout=5),
    'E10 a trailer without end': http(chunked('0\r\nX: ', flood('y')), INVALID, timeout=5),
    'E10 silence in a chunk': http(chunked('9\r\nhello', hold), 'server-too-slow', timeout=4),
    'E10 a short body': http(web(head('200 OK', 'Content-Length: 99999') + 'x'), 'connection-lost'),
    'E10 two lengths': http(web(head('200 OK', 'Content-Length: 5', 'Content-Length: 7') + 'hello'), 'connection-lost'),
    'E10 a length below nothing': http(web(head('200 OK', 'Content-Length: -1') + 'hello'), 'connection-lost'),
    'E10 a length of all memory': http(web(head('200 OK', 'Content-Length: 18446744073709551615') + 'hello'), 'connection-lost'),
    'E11 a status from nowhere': http(web('HTTQ/1.1 200 OK\r\nServer: x\r\n\r\n'), INVALID),
    'E11 a status of 999999': http(web('HTTP/1.1 999999 OK\r\nContent-Length: 0\r\n\r\n'), INVALID),
    'E11 no head at all': http(web('<html>no head</html>'), INVALID),
    'E11 headers without names': http(web('HTTP/1.1 200 OK\r\n: x\r\n x\r\nno colon\r\nA B: c\r\n\r\nhello'), FINE),
    'E12 a dripping body': http(web(say_and(head(), drip('x'))), 'server-too-slow', timeout=4),
    'E12 a stall in the body': http(web(say_and(head('200 OK', 'Content-Length: 10') + 'x', hold)), 'server-too-slow', timeout=4),
    'E14 bait to be remembered': http(web(
        head('302 Found', 'Set-Cookie: spy=1; Path=/', 'Strict-Transport-Security: max-age=9999999',
             'Location: /next', 'Content-Length: 0'), head('200 OK', 'Content-Length: 2') + 'ok'), FINE, hears='Cookie:'),
    'E15 407': http(web(head('407 No', 'Proxy-Authenticate: Basic realm=x', 'Content-Length: 0')), 'http-proxy-authentication', logins=0),
    'B12 the password repeated, web': http(web(
        head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'),
        lambda c: c.say(head('403 No', f'X-Seen: {[l for l in c.server.lines if l.startswith("Authorization")]}',
                             f'Server: {PASSWORD}') + PASSWORD)), 'http-forbidden', logins=1),
    'A6 settings without end, web': http2(web2(flood(frame(4, 0, 0))), INVALID, timeout=5),
    'A6 pings without end, web': http2(web2(flood(frame(6, 0, 0, b'12345678'))), INVALID, timeout=5),
    'A6 empty data without end, web': http2(web2(frame(1, 4, 1, b'\x88'), flood(frame(0, 0, 1))), INVALID, timeout=5),
    'A6 resets of streams without end, web': http2(web2(flood(frame(3, 0, 1, b'\0\0\0\1'))), INVALID, timeout=5),
    'A6 windows without end, web': http2(web2(flood(frame(8, 0, 0, b'\x7f\xff\xff\xff'))), INVALID, timeout=5),
    'E7 continuations without end': http2(web2(frame(1, 0, 1, b'\x88'), flood(frame(9, 0, 1, FIELD))), INVALID, timeout=5),
    'E8 an endless body, HTTP/2': http2(web2(frame(1, 4, 1, b'\x88'), flood(frame(0, 0, 1, b'x' * 1000))), INVALID, timeout=5),
    'E11 a frame of 16 MB': http2(web2(b'\xff\xff\xff\x00\x00\x00\x00\x00\x01', flood(b'x')), INVALID, timeout=5),
    'E11 no frames': http2(web2('HTTP/1.1 200 OK\r\n\r\n'), INVALID, timeout=6),
    'E11 no frames, from the beginning': http2(lambda c: (c.start_tls(), c.receive(), c.say('HTTP/1.1 400 Bad Request\r\n\r\n'), hold(c)),
                                               INVALID, timeout=6),
    'E11 no frames, then the end': http2(lambda c: (c.start_tls(), c.receive(), c.say('HTTP/1.1 400 Bad Request\r\n\r\n'), close(c)), INVALID),
    'E11 frames of noise': http2(lambda c: (c.start_tls(), c.receive(), c.say(bytes(range(255, 55, -1))), hold(c)), INVALID, timeout=6),
    'E11 frames without settings': http2(lambda c: (c.start_tls(), c.receive(), c.say(frame(0, 0, 1, b'x')), hold(c)), INVALID, timeout=6),
    'E12 silence, HTTP/2': http2(web2(hold), 'server-too-slow', timeout=4),
}

TABLES = {'mail': MAIL, 'tls': SECURED, 'files': FILES, 'web': WEB}
