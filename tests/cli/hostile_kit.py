# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that misbehave, for the tests of the whole program: what one plays to everybody who comes, put
together from small actions. Each action takes the Client that it is played to."""

import base64
import os
import re
import secrets
import select
import socket
import struct
import subprocess
import threading
import time

HOST = 'mx.mail.test'
THIRD = '127.0.0.2'  # where nobody is to go because a server said so
EVIL = ('\x1b[2J\x1b]52;c;ZXZpbA==\x07\x9b31m <i>x</i><script>alert(1)</script> %s%n http://evil.test/ '
        '\u202eevil\u202c \u200b\u200f\u061c\u2066x\u2067\u2028\U000e0041\ufeff')
USER = f'ann{secrets.token_hex(4)}@mail.test'
PASSWORD = f'Xq{secrets.token_hex(6)}7Zk'
PLAIN = '250-mx\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 SIZE 1000000\r\n'
SECURE = '250-mx\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000000\r\n'


def forms(secret):
    """How a secret could be written down: as it is, in hexadecimal, in base64 at each offset."""
    raw = secret.encode()
    coded = {base64.b64encode(b'\0' * shift + raw).decode()[4:-4] for shift in range(3)}
    return {secret, raw.hex(), *coded}


class Gone(Exception):
    """The client left, or this connection has been ended."""


class Client:
    """One connection to a server of a row. Text is sent as UTF-8, bytes as they are."""

    def __init__(self, connection, number, server):
        self.raw = self.connection = connection
        self.number, self.server, self.waiting = number, server, b''
        self.data, self.back, self.private = None, None, False
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def secure(self):
        return self.connection is not self.raw

    def receive(self, size=65536):
        """b'' at the end. What comes in the clear is kept."""
        more = self.connection.recv(size)
        if not self.secure():
            self.server.in_clear.append(more)
        return more

    def say(self, words):
        self.connection.sendall(words.encode() if isinstance(words, str) else words)

    def line(self):
        while b'\n' not in self.waiting:
            more = self.receive()
            if not more:
                raise Gone
            self.waiting += more
        line, self.waiting = self.waiting.split(b'\n', 1)
        self.server.lines.append(line.decode('latin-1').rstrip('\r'))
        return self.server.lines[-1]

    def data_connection(self):
        """The one that was agreed on last: theirs to our port, or ours to theirs."""
        if self.back:
            return socket.create_connection(self.back, 30, ('127.0.0.1', 0))
        with self.data:
            self.data.settimeout(30)
            return self.data.accept()[0]

    def start_tls(self, certificate=None):
        context = self.server.contexts[certificate] if certificate else self.server.context_of(self.number)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.server.handshakes += 1


# What a server does in the place of an answer.

def hold(client):
    while client.receive():
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
    return lambda client: (client.say('220 go\r\n'), client.receive(5), client.say(words),
                           hold(client))


def again_and_again(command, words, *options):
    """Behind the handshake `words`, and then without end what `openssl s_server` does at a letter: k is a
    KeyUpdate, r a HelloRequest of TLS 1.2."""
    def play(client):
        with socket.create_server(('127.0.0.1', 0)) as free:
            port = free.getsockname()[1]
        folder = client.server.folder
        server = subprocess.Popen(
            ['openssl', 's_server', '-accept', f'127.0.0.1:{port}', '-naccept', '1', '-cert', folder / 'mx.pem', '-key',
             folder / 'mx.key', '-crlf', *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            server.stdout.readline()
            while not (line := server.stdout.readline()).startswith(b'ACCEPT'):
                if not line:
                    raise Gone
            relay(client, port, server, command, words)
        finally:
            server.kill()
            server.wait()
    return play


def relay(client, port, server, command, words):
    """Bytes to and from the other server, which is told what to do once its handshake has ended."""
    def tell():
        try:
            while not server.stdout.readline().startswith(b'CIPHER'):
                pass
            threading.Thread(target=drain, daemon=True).start()
            server.stdin.write(words.encode() + b'\n')
            while True:
                server.stdin.flush()
                time.sleep(0.001)
                server.stdin.write(command + b'\n')
        except (OSError, ValueError):
            pass

    def drain():
        while server.stdout.readline():
            client.server.told += 1

    with socket.create_connection(('127.0.0.1', port)) as other:
        threading.Thread(target=tell, daemon=True).start()
        while True:
            ready, _, _ = select.select([client.raw, other], [], [])
            for one, two in ((client.raw, other), (other, client.raw)):
                if one in ready:
                    more = one.recv(65536)
                    if not more:
                        raise Gone
                    two.sendall(more)


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
            act(client, usual.get('ehlo2' if client.secure() and word == 'ehlo' else word, '250 ok\r\n'))
            if word == 'starttls' and usual[word] == '220 go\r\n':
                client.start_tls()
            if word == 'data' and usual[word] == '354 go\r\n':
                while client.line() != '.':
                    pass
                act(client, usual['dot'])
    return play


# What belongs to a data connection of FTP.

def passive(words):
    """Listens, and says so: {port}, {high}, {low}. Whoever goes to THIRD instead is counted."""
    def play(client):
        client.data, client.back = socket.create_server(('127.0.0.1', 0)), None
        port = client.data.getsockname()[1]
        client.server.watch(port)
        client.say(words.format(port=port, high=port // 256, low=port % 256))
    return play


def transfer(data, begin='150 here\r\n', end='226 done\r\n', certificate=None):
    """One transfer over the connection that was agreed on: `data` is played to it, or goes out and ends well."""
    def play(client):
        act(client, begin)
        other = Client(client.data_connection(), client.number, client.server)
        client.server.data_connections += 1
        other.connection.settimeout(30)
        try:
            if client.private:
                other.start_tls(certificate)
            act(other, data)
            if other.secure():
                other.connection = other.connection.unwrap()
        except (Gone, OSError):
            pass
        other.connection.close()
        act(client, end)
    return play


def active(client):
    """Takes the port that the client listens on."""
    host, port = re.search(r'\|1\|([\d.]+)\|(\d+)\|', client.server.lines[-1]).groups()
    client.back = host, int(port)
    client.say('200 ok\r\n')


def from_third(client):
    """In active mode, from another address than the one of the control connection."""
    client.say('150 here\r\n')
    with socket.create_connection(client.back, 10, (THIRD, 0)) as other:
        other.settimeout(10)
        client.server.reached.append(other.recv(100))
    client.say('226 done\r\n')


def protect(client):
    client.private = client.server.lines[-1].upper().endswith('P')
    client.say('200 ok\r\n')


def files(data='notes.txt\r\n', **answers):
    """A file server that is well but for the answers to these words, with `data` as its listing."""
    usual = {'greeting': '220 ready\r\n', 'auth': '234 go\r\n', 'user': '331 go on\r\n',
             'pass': '230 in\r\n', 'pbsz': '200 ok\r\n', 'prot': protect, 'pwd': '257 "/"\r\n',
             'feat': '211-Has\r\n EPSV\r\n SIZE\r\n211 End\r\n', 'cwd': '250 ok\r\n', 'type': '200 ok\r\n',
             'noop': '200 ok\r\n', 'eprt': active, 'epsv': passive('229 there (|||{port}|)\r\n'),
             'pasv': passive('227 there (127,0,0,1,{high},{low})\r\n'), 'list': transfer(data),
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


# What a web server does.

def head(status='200 OK', *lines):
    return '\r\n'.join([f'HTTP/1.1 {status}', 'Connection: close', *lines, '', ''])


def to_third(words):
    """A head with {third} in it: the address of somebody else, where whoever comes is counted."""
    return lambda client: client.say(words.format(third=f'{THIRD}:{client.server.watch()}'))


def web(*answers, tls=True):
    """The n-th request gets the n-th answer, all further ones the last; then the connection ends."""
    def play(client):
        if tls:
            client.start_tls()
        while client.line():
            pass
        client.server.requests += 1
        act(client, answers[min(client.server.requests, len(answers)) - 1])
        if client.secure():
            client.connection = client.connection.unwrap()
    return play


def first_well(page, then):
    """The first handshake that anybody brings goes well, and has `page` behind it; `then` meets all who come later.
    Who comes meanwhile waits for how that ends: neither the number of connections decides nor who is quicker."""
    def play(client):
        with client.server.turn:
            first = client.server.handshakes == 0
            if first:
                client.start_tls()
        (page if first else then)(client)
    return play


def frame(kind, flags, stream, payload=b''):
    """One frame of HTTP/2 (RFC 9113 4.1)."""
    return struct.pack('>I', len(payload))[1:] + struct.pack('>BBI', kind, flags, stream) + payload


SETTINGS, ACKNOWLEDGED = frame(4, 0, 0), frame(4, 1, 0)
# ":status: 200" of the static table, then a literal field without indexing (RFC 7541).
FIELD = b'\0\4more' + b'\x7f\x81\x00' + b'y' * 256


def web2(*answers):
    """HTTP/2: after the preface of the client and our settings, these answers."""
    def play(client):
        client.start_tls()
        if client.connection.selected_alpn_protocol() != 'h2' or not client.receive():
            raise Gone
        client.server.requests += 1
        client.say(SETTINGS + ACKNOWLEDGED)
        for answer in answers:
            act(client, answer)
        hold(client)
    return play


class Server:
    """Plays one row to everybody who comes."""

    def __init__(self, play, contexts, certificate='mx', folder=None):
        """`certificate`: its name, or one name for each connection. `folder`: where the files of all are."""
        self.folder = folder
        self.play, self.contexts, self.certificate = play, contexts, certificate
        self.lines, self.in_clear, self.connections, self.reached, self.watches = [], [], [], [], []
        self.data_connections = self.requests = self.handshakes = self.told = 0
        self.turn = threading.Lock()
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def context_of(self, number):
        names = self.certificate if isinstance(self.certificate, tuple) else (self.certificate,)
        return self.contexts[names[min(number, len(names)) - 1]]

    def watch(self, port=0):
        """Somebody else's port, of which we want to know who comes there."""
        third = socket.create_server((THIRD, port))
        third.settimeout(0)
        self.watches.append(third)
        return third.getsockname()[1]

    def led_away(self):
        """How many went where they had no business."""
        count = 0
        for third in self.watches:
            try:
                third.accept()[0].close()
                count += 1
            except OSError:
                pass
        return count

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
        for third in self.watches:
            third.close()
