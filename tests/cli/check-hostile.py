#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile servers against the whole program: what it names, how long it takes, how many connections it
makes, and what of it all comes out. Each row is a server that misbehaves in one way.

usage: check-hostile.py THROUGHLINE-CLI"""

import base64
import concurrent.futures
import json
import os
import pathlib
import re
import secrets
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

HOST = 'mx.mail.test'
USER = f'ann{secrets.token_hex(4)}@mail.test'
PASSWORD = f'Xq{secrets.token_hex(6)}7Zk'
SLACK = 15  # seconds beyond the limit of a row, where others compute beside it
PEAK_KIB = 200 * 1024  # of the sanitised program; the plain one takes a quarter of it
EVIL = ('\x1b[2J\x1b]52;c;ZXZpbA==\x07\x9b31m <i>x</i><script>alert(1)</script> %s%n '
        '\u202eevil\u202c \u200b\u2066x\u2067')
PLAIN = '250-mx\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 SIZE 1000000\r\n'
SECURE = '250-mx\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000000\r\n'
CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b\ufeff]')


class Gone(Exception):
    """The client left, or this connection has been ended."""


class Client:
    """One connection to a server of a row. Text is sent as UTF-8, bytes as they are."""

    def __init__(self, connection, number, server):
        self.raw = self.connection = connection
        self.number, self.server, self.waiting = number, server, b''
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def say(self, words):
        self.connection.sendall(words.encode() if isinstance(words, str) else words)

    def line(self):
        while b'\n' not in self.waiting:
            more = self.connection.recv(65536)
            if not more:
                raise Gone
            if self.connection is self.raw:
                self.server.in_clear.append(more)
            self.waiting += more
        line, self.waiting = self.waiting.split(b'\n', 1)
        self.server.lines.append(line.decode('latin-1').rstrip('\r'))
        return self.server.lines[-1]

    def start_tls(self):
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)


# What a server does in the place of an answer.

def hold(client):
    while client.connection.recv(65536):
        pass
    raise Gone


def close(client):
    client.raw.shutdown(socket.SHUT_RDWR)
    raise Gone


def reset(client):
    client.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    client.connection.close()
    raise Gone


def say_and(words, then):
    return lambda client: (client.say(words), then(client))


def late(words, seconds):
    return lambda client: (time.sleep(seconds), client.say(words))


def drip(words, ms=20, times=None):
    def play(client):
        while times is None:
            one_by_one(client)
        one_by_one(client)

    def one_by_one(client):
        for byte in words.encode():
            client.say(bytes([byte]))
            time.sleep(ms / 1000)
    return play


def flood(words, size=None):
    def play(client):
        sent = 0
        while size is None or sent < size:
            client.say(words * 1000)
            sent += len(words) * 1000
    return play


def in_tls(*answers):
    """Answers one line each behind the handshake."""
    def play(client):
        client.start_tls()
        for answer in answers:
            act(client, answer)
            client.line()
    return play


def behind_go_ahead(words):
    return lambda client: (client.say('220 go\r\n'), client.raw.recv(5), client.say(words),
                           hold(client))


def challenge_for_ever(client):
    while True:
        client.say(f'334 {base64.b64encode(os.urandom(9)).decode()}\r\n')
        client.line()


def scram(rounds):
    def play(client):
        first = base64.b64decode(client.server.lines[-1].split()[-1]).decode().split('r=')[1]
        salt = base64.b64encode(b'salt' * 4).decode()
        words = f'r={first}x,s={salt},i={rounds}'
        client.say(f'334 {base64.b64encode(words.encode()).decode()}\r\n')
        client.say('501 no\r\n' if client.line() == '*' else '235 ok\r\n')
    return play


def act(client, answer):
    if callable(answer):
        answer(client)
    else:
        client.say(answer)


def mail(implicit=False, **answers):
    """A mail server that is well but for the answers to these words (ehlo2: the one under TLS)."""
    usual = {'greeting': '220 mx ESMTP\r\n', 'ehlo': PLAIN, 'ehlo2': SECURE, 'helo': '250 mx\r\n',
             'auth': '235 ok\r\n', 'starttls': '220 go\r\n', 'data': '354 go\r\n', 'quit': '221 bye\r\n',
             'dot': '250 ok\r\n'} | answers

    def play(client):
        if implicit:
            client.start_tls()
        act(client, usual['greeting'])
        word = ''
        while word != 'quit':
            word = client.line().split(' ')[0].lower()
            secure = client.connection is not client.raw
            act(client, usual.get('ehlo2' if secure and word == 'ehlo' else word, '250 ok\r\n'))
            if word == 'starttls' and usual[word] == '220 go\r\n':
                client.start_tls()
            if word == 'data' and usual[word] == '354 go\r\n':
                while client.line() != '.':
                    pass
                act(client, usual['dot'])
    return play


def files(**answers):
    """A file server that knows nothing but the login."""
    usual = {'greeting': '220 ready\r\n', 'auth': '234 go\r\n', 'user': '331 go on\r\n',
             'pass': '230 in\r\n', 'pbsz': '200 ok\r\n', 'prot': '200 ok\r\n', 'pwd': '257 "/"\r\n',
             'quit': '221 bye\r\n'} | answers

    def play(client):
        act(client, usual['greeting'])
        word = ''
        while word != 'quit':
            word = client.line().split(' ')[0].lower()
            act(client, usual.get(word, '502 no\r\n'))
            if word == 'auth' and usual[word] == '234 go\r\n':
                client.start_tls()
    return play


class Server:
    """Plays one row to everybody who comes."""

    def __init__(self, play, context):
        self.play, self.context = play, context
        self.lines, self.in_clear, self.connections = [], [], []
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            self.connections.append(connection)
            client = Client(connection, len(self.connections), self)
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            self.play(client)
        except (Gone, OSError):
            pass
        client.connection.close()

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


TLS = ('--security', 'tls')
TO = ('--to', 'bob@other.test')
SEND = (*TO, '--send')
FTP = ('ftp',)
ALERT = b'\x15\x03\x03\x00\x02\x02'
FINE = None
DOWN = ('service-unavailable', 'smtp-too-many-connections', 'server-error')
NO_TLS = ('starttls-unavailable', 'tls-failed')
INVALID = 'server-reply-invalid'
LOST = ('connection-lost', 'server-too-slow')

# row of the list of hostile servers, what it is: (server, causes of which one comes first, options, then
# "timeout": of the job, "most": connections, "has": words in the text report). FINE: the job goes through.
ROWS = {
    'A1 silence': (hold, 'greeting-missing', {'timeout': 3, 'most': 2}),
    'A1 a late greeting': (mail(greeting=late('220 mx\r\n', 2)), FINE, {'most': 2}),
    'A2 closed': (close, 'closed-before-greeting', {'most': 2}),
    'A3 reset': (reset, 'closed-before-greeting', {'most': 2}),
    'A4 dripping bytes': (drip('2'), 'server-too-slow', {'timeout': 3}),
    'A4 dripping lines': (drip('220-x\r\n'), 'server-too-slow', {'timeout': 3}),
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
    'B1 421 at the greeting': (say_and('421 4.3.2 shutting down\r\n', close), DOWN, {'most': 2}),
    'B1 421 at STARTTLS': (mail(starttls=say_and('421 4.7.0 too many connections\r\n', close)), DOWN,
                           {'most': 1}),
    'B1 554 at EHLO': (mail(ehlo='554 5.3.2 no service here\r\n', helo='554 5.3.2 no service here\r\n'),
                       ('host-does-not-accept-mail', *DOWN), {}),
    'B1 451 at the login': (mail(auth='451 4.3.0 internal fault\r\n'), 'server-error', {}),
    'B2 a stall at MAIL': (mail(mail=hold), LOST, {'timeout': 3}),
    'B2 a stall at RSET': (mail(rset=hold), FINE, {'timeout': 20, 'within': 8}),
    'B2 closed after the dot': (mail(dot=close), 'connection-lost',
                                {'options': SEND, 'has': 'may have been accepted'}),
    'B3 HELO alone': (mail(ehlo='502 no\r\n'), ('protocol-error', 'starttls-not-offered', 'starttls-stripped'),
                      {}),
    'B4 no STARTTLS': (mail(ehlo='250-mx\r\n250 AUTH PLAIN\r\n'), ('starttls-not-offered', 'starttls-stripped'),
                       {}),
    'B5 454': (mail(starttls='454 4.7.0 not now\r\n', ehlo='250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n'), NO_TLS, {}),
    'B6 stars': (mail(greeting='220 ********************\r\n', ehlo='250-mx\r\n250 XXXXXXXA\r\n'),
                 'starttls-stripped', {}),
    'B7 injected': (mail(starttls='220 go\r\n250 in\r\n'), 'reply-injected', {}),
    'B8 words in the place of TLS': (mail(starttls=behind_go_ahead('454 TLS broken\r\n')),
                                     'starttls-unavailable', {}),
    'B10 a login before TLS only': (mail(ehlo='250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n', ehlo2='250 mx\r\n'),
                                    ('auth-method-rejected', 'auth-not-offered'), {}),
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
    'B17 no goodbye': (mail(quit=hold), FINE, {'within': 5}),
    'B18 no TLS, no consent': (mail(ehlo='250-mx\r\n250 AUTH PLAIN\r\n'), ('password-sent-in-clear', None),
                               {'options': ('--security', 'none')}),
    'C1 no ServerHello': (hold, ('tls-failed', 'greeting-missing'), {'options': TLS, 'timeout': 3}),
    'C3 a dripping handshake': (lambda c: (c.raw.recv(5), c.say(b'\x16\x03\x03\x10\x00\x02\x00\x0f\xfc'),
                                           drip('\x03')(c)), ('tls-failed', 'server-too-slow'),
                                {'options': TLS, 'timeout': 3}),
    'C4 an alert': (lambda c: (c.raw.recv(4096), c.say(ALERT + b'\x46'), close(c)), 'tls-version-unsupported',
                    {'options': TLS}),
    'C5 warnings for ever': (lambda c: (c.raw.recv(4096), flood(b'\x15\x03\x03\x00\x02\x01\x70')(c)),
                             'tls-failed', {'options': TLS}),
    'C9 plain text': (mail(), 'tls-on-plain-port', {'options': TLS, 'most': 2}),
    'C19 a torn reply': (lambda c: (c.start_tls(), c.say('220 mx\r\n'), c.line(), c.say('250-mx\r\n'), close(c)),
                         'connection-lost', {'options': TLS}),
    'A1 silence, files': (hold, 'greeting-missing', {'job': 'ftp', 'timeout': 3}),
    'A5 an endless line, files': (flood('220 aaaa'), INVALID, {'job': 'ftp'}),
    'A15 controls, files': (files(**{'pass': f'530 Login incorrect {EVIL}\r\n'}), 'auth-failed',
                            {'job': 'ftp', 'logins': 1}),
    'A20 a mail server, files': (say_and('220 mx ESMTP Postfix\r\n', hold), 'wrong-service-on-port',
                                 {'job': 'ftp', 'timeout': 5}),
    'B7 injected, files': (files(auth='234 go\r\n230 in\r\n'), 'reply-injected', {'job': 'ftp'}),
    'B12 the password repeated, files': (files(**{'pass': f'530 Login incorrect: {PASSWORD}\r\n'}), 'auth-failed',
                                         {'job': 'ftp', 'logins': 1}),
    'A4 dripping, web': (in_tls(drip('HTTP/1.1 200 OK\r\nX: ')), ('server-too-slow', INVALID),
                         {'job': 'http', 'timeout': 3}),
    'A6 endless, web': (in_tls(flood('X-A: bbbbbbbbbbbbbbb\r\n')), INVALID, {'job': 'http'}),
    'A15 controls, web': (in_tls(f'HTTP/1.1 500 {EVIL}\r\nServer: {EVIL}\r\nContent-Length: 0\r\n\r\n'),
                          'server-error', {'job': 'http'}),
}


def make_certificate(folder):
    """An authority and the certificate of HOST."""
    def certtool(*words):
        subprocess.run(['certtool', *words], cwd=folder, check=True, capture_output=True)

    (folder / 'ca.tmpl').write_text('cn = "Root"\nca\ncert_signing_key\nexpiration_days = 9\n', 'ascii')
    (folder / 'mx.tmpl').write_text(f'cn = "{HOST}"\ndns_name = "{HOST}"\ntls_www_server\nsigning_key\n'
                                    'expiration_days = 9\n', 'ascii')
    for name in ('ca', 'mx'):
        certtool('--generate-privkey', '--key-type=ecdsa', '--outfile', f'{name}.key')
    certtool('--generate-self-signed', '--template', 'ca.tmpl', '--load-privkey', 'ca.key', '--outfile', 'ca.pem')
    certtool('--generate-certificate', '--template', 'mx.tmpl', '--load-privkey', 'mx.key',
             '--load-ca-certificate', 'ca.pem', '--load-ca-privkey', 'ca.key', '--outfile', 'mx.pem')


def run(cli, folder, words, limit):
    """(status, output, errors, seconds, peak KiB)"""
    environment = {'HOME': str(folder), 'XDG_CONFIG_HOME': str(folder), 'PATH': '/usr/bin:/bin',
                   'LC_ALL': 'C.UTF-8', 'G_DEBUG': 'fatal-criticals'}
    environment |= {k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.monotonic()
        process = subprocess.Popen([cli, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                   env=environment)
        killer = threading.Timer(limit, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        killer.cancel()
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode('utf-8'))
    return process.returncode, *texts, time.monotonic() - begin, usage.ru_maxrss


def forms(secret):
    raw = secret.encode()
    coded = {base64.b64encode(b'\0' * shift + raw).decode()[4:-4] for shift in range(3)}
    return {secret, raw.hex(), *coded}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def unclean(what, text):
    """What must stand in no output: secrets, and characters that act instead of being shown."""
    problems = [f'the password stands in {what}' for form in forms(PASSWORD) if form in text]
    acting = CONTROL.search(text)
    if acting:
        problems.append(f'{acting.group()!r} stands in {what}: {text[acting.start() - 30:acting.end()]!r}')
    if sum(map(text.count, '\u2066\u2067\u2068')) != text.count('\u2069'):
        problems.append(f'isolates are left open in {what}')
    return problems


def compare(row, server, report, errors):
    _, causes, more = row
    first = report['causes'][0]['id'] if report['causes'] else None
    wanted = causes if isinstance(causes, tuple) else (causes,)
    found = ', '.join(f'{c["id"]} {c["confidence"]:.2f}' for c in report['causes'][:3])
    if causes is FINE and report['verdict'] not in ('ok', 'warning'):
        yield f'it does not go through: {report["verdict"]}, {found}'
    if causes is not FINE and first not in wanted:
        yield f'{found} instead of {causes}'
    if causes != 'auth-failed' and any(c['id'] == 'auth-failed' and c['confidence'] > 0.5 for c in report['causes']):
        yield f'the password is blamed: {found}'
    announced = sum(map(int, re.findall(r'(\d+) (?:data )?connections?\b', errors)))
    if len(server.connections) > min(announced, more.get('most', announced)):
        yield f'{len(server.connections)} connections, {announced} announced'
    logins = sum(line.upper().startswith(('AUTH P', 'AUTH L', 'PASS')) for line in server.lines)
    if logins > more.get('logins', 2):
        yield f'{logins} logins'
    clear = b''.join(server.in_clear).decode('latin-1')
    if any(form in clear for form in forms(PASSWORD) | forms(USER)):
        yield 'user name or password went out in the clear'


def play(cli, folder, context, row):
    serve, _, more = row
    server = Server(serve, context)
    job, timeout = more.get('job', 'smtp'), more.get('timeout', 20)
    options = ['--user', USER, '--password-file', str(folder / 'password'), '--resolve', f'{HOST}:127.0.0.1',
               '--ca-file', str(folder / 'ca.pem'), *more.get('options', ())]
    target = [f'https://{HOST}:{server.port}/'] if job == 'http' else [HOST, '--port', str(server.port)]
    if job != 'http' and '--security' not in options:
        options += ['--security', 'starttls']
    status, out, errors, seconds, peak = run(
        cli, folder, ['--no-environment', '--verbose', '--format', 'json', '--lang', 'en', '--timeout', str(timeout),
                      'check', job, *target, *options], timeout + 2 * SLACK)
    server.stop()
    problems = []
    if status not in range(4) or 'Sanitizer' in errors or 'runtime error' in errors:
        return [f'status {status}: {errors[-3000:]}']
    if seconds > more.get('within', timeout + 1) + SLACK:
        problems.append(f'{seconds:.1f} s')
    if peak > PEAK_KIB:
        problems.append(f'{peak} KiB')
    report = json.loads(out)
    if status != {'ok': 0, 'warning': 1, 'problem': 2, 'inconclusive': 3}[report['verdict']]:
        problems.append(f'status {status} for {report["verdict"]}')
    problems += compare(row, server, report, errors)
    problems += unclean('JSON', '\n'.join(strings(report))) + unclean('standard error', errors)
    saved = folder / f'{server.port}.json'
    saved.write_text(out, 'utf-8')
    for form, language in (('text', 'en'), ('html', 'ru')):
        status, shown, errors, _, _ = run(cli, folder, ['--format', form, '--lang', language, 'report', str(saved)],
                                          2 * SLACK)
        problems += unclean(form, shown)
        if status not in range(4) or 'Sanitizer' in errors:
            problems.append(f'{form}: status {status} {errors[-1000:]}')
        if form == 'html' and re.search('<script|<i>x', shown):
            problems.append('a server wrote into the page')
        if form == 'text' and more.get('has', '') not in shown:
            problems.append(f'{more["has"]!r} is not in the text')
    return problems


def main(cli, *names):
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_certificate(folder)
        (folder / 'password').touch(0o600)
        (folder / 'password').write_text(PASSWORD + '\n', 'ascii')
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / 'mx.pem', folder / 'mx.key')
        rows = {k: v for k, v in ROWS.items() if not names or k.startswith(names)}
        print(f'1..{len(rows)}')
        # They wait more than they work.
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            results = pool.map(lambda row: play(cli, folder, context, row), rows.values())
            for number, (row, problems) in enumerate(zip(rows, results), 1):
                print('not ok' if problems else 'ok', number, '-', row)
                for problem in dict.fromkeys(problems):
                    print('\n'.join(f'# {line}' for line in problem.splitlines()), flush=True)
                bad += bool(problems)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
