#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C wherever a test can hang: how long until the program has ended, its report written, and what
held its main loop meanwhile. Speaks TAP; ten times the bar is borne.

usage: check-cancel.py THROUGHLINE-CLI LOOP-WATCH.so [--figures FILE] [ROW…]

With --figures the figures of every row become a JSON file. A name server that says nothing and ports
of fixed numbers need a network of our own; where that cannot be had, their rows are skipped."""

import argparse
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))

import hostile_certificates  # noqa: E402
import hostile_kit as hostile  # noqa: E402
import loopwatch  # noqa: E402

INSIDE = 'TL_CANCEL_INSIDE'
PATIENCE = 50  # seconds until a test hangs where it should
SETTLE = 0.1  # seconds that it then hangs
HOST = hostile.HOST


class Stalled(threading.Event):
    """Set as soon as the test hangs."""

    def hold(self, client):
        self.set()
        hostile.hold(client)

    def then(self, words):
        return lambda client: (client.say(words), self.hold(client))


class Silence:
    """A port that takes nothing: its queue is full, so that Linux drops what comes."""

    def __init__(self, stalled):
        self.listener = socket.socket()
        self.listener.bind(('127.0.0.1', 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.filling = []
        for _ in range(2):
            self.filling.append(socket.socket())
            self.filling[-1].setblocking(False)
            self.filling[-1].connect_ex(('127.0.0.1', self.port))
        self.stalled, self.ended = stalled, False
        threading.Thread(target=self.look, daemon=True).start()

    def look(self):
        """Until somebody else's connection waits for an answer (proc(5): state 02)."""
        time.sleep(0.05)
        before = self.waiting()
        while not self.ended and not self.waiting() - before:
            time.sleep(0.01)
        self.stalled.set()

    def waiting(self):
        with open('/proc/net/tcp', encoding='ascii') as table:
            rows = [line.split() for line in table]
        return {row[1] for row in rows if row[2].endswith(f':{self.port:04X}') and row[3] == '02'}

    def stop(self):
        self.ended = True
        for each in (self.listener, *self.filling):
            each.close()


class SilentNames:
    """A name server that reads and does not answer."""

    def __init__(self, stalled):
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 53))
        self.port, self.stalled = 587, stalled
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        try:
            self.socket.recv(4096)
        except OSError:
            return
        self.stalled.set()

    def stop(self):
        self.socket.close()


class Ports:
    """All the usual ports of mail hold their callers."""

    def __init__(self, stalled):
        self.listeners = [socket.create_server(('127.0.0.1', port)) for port in (25, 465, 587, 2525)]
        self.port, self.held, self.stalled = 587, [], stalled
        for listener in self.listeners:
            threading.Thread(target=self.accept, args=(listener,), daemon=True).start()

    def accept(self, listener):
        while True:
            try:
                self.held.append(listener.accept()[0])
            except OSError:
                return
            self.stalled.set()

    def stop(self):
        for each in (*self.listeners, *self.held):
            each.close()


def talking(play):
    return lambda stalled, contexts: hostile.Server(play(stalled), contexts)


def mail(word):
    return talking(lambda stalled: hostile.mail(**{word: stalled.hold}))


def passive(stalled, contexts):
    """Names a data port that takes nothing."""
    data = Silence(stalled)
    high, low = divmod(data.port, 256)
    server = hostile.Server(hostile.files(pasv=f'227 go (127,0,0,1,{high},{low})\r\n'), contexts)
    server.silence = data
    return server


MAIL = ('check', 'smtp', HOST, '--security', 'starttls', '--to', 'bob@other.test')
TLS = ('check', 'smtp', HOST, '--security', 'tls')
FILES = ('check', 'ftp', HOST, '--security', 'starttls', '--mode', 'pasv')
WEB = ('check', 'http')
LOGIN = '--login'  # stands for user, password and authority
ALONE = '--no-environment'
# row: (where it hangs, step that must be told, words, whether a network of our own is needed)
ROWS = {
    'connect': (lambda stalled, contexts: Silence(stalled), 'tcp.connect', (*MAIL, LOGIN, ALONE), False),
    'greeting': (mail('greeting'), 'smtp.greeting', (*MAIL, LOGIN, ALONE), False),
    'ehlo': (mail('ehlo'), 'smtp.ehlo', (*MAIL, LOGIN, ALONE), False),
    'starttls': (mail('starttls'), 'smtp.starttls', (*MAIL, LOGIN, ALONE), False),
    'handshake': (talking(lambda s: hostile.mail(starttls=s.then('220 go\r\n'))), 'tls.handshake',
                  (*MAIL, LOGIN, ALONE), False),
    'handshake-tls': (talking(lambda s: s.hold), 'tls.handshake', (*TLS, LOGIN, ALONE), False),
    'ehlo2': (mail('ehlo2'), 'smtp.ehlo.tls', (*MAIL, LOGIN, ALONE), False),
    'auth': (mail('auth'), 'smtp.auth', (*MAIL, LOGIN, ALONE), False),
    'mail': (mail('mail'), 'smtp.mail', (*MAIL, LOGIN, ALONE), False),
    'rcpt': (mail('rcpt'), 'smtp.rcpt', (*MAIL, LOGIN, ALONE), False),
    'data': (mail('data'), 'smtp.data', (*MAIL, LOGIN, ALONE, '--send'), False),
    'dot': (mail('dot'), 'smtp.message', (*MAIL, LOGIN, ALONE, '--send'), False),
    'ftp-greeting': (talking(lambda s: hostile.files(greeting=s.hold)), 'ftp.greeting', (*FILES, LOGIN, ALONE),
                     False),
    'ftp-data': (passive, 'ftp.data.passive', (*FILES, LOGIN, ALONE), False),
    'ftp-list': (talking(lambda s: hostile.files(list=s.then('150 here it comes\r\n'))), 'ftp.list',
                 (*FILES, LOGIN, ALONE), False),
    'http': (talking(lambda s: lambda client: (client.start_tls(), client.line(), s.hold(client))), 'http.request',
             (*WEB, LOGIN, ALONE), False),
    'survey': (lambda stalled, contexts: Ports(stalled), 'ports.siblings',
               ('survey', 'smtp', HOST, '--resolve', f'{HOST}:127.0.0.1', ALONE), True),
    'names': (lambda stalled, contexts: SilentNames(stalled), 'dns.resolve', (*MAIL, ALONE), True),
    'names-account': (lambda stalled, contexts: SilentNames(stalled), 'account.discover',
                      ('check', 'account', 'ann@mail.test'), True),
    'environment': (lambda stalled, contexts: SilentNames(stalled), None, MAIL, True),
    'domain': (lambda stalled, contexts: SilentNames(stalled), 'domain.lookup', ('domain', 'mail.test'), True),
}


def enter_network():
    """Begins anew with a network, a resolv.conf and a name service of our own, where that is allowed."""
    if INSIDE in os.environ:
        return
    os.environ[INSIDE] = ''
    command = ['unshare', *(() if os.geteuid() == 0 else ('--map-root-user',)), '--mount', '--net']
    ways = 'ip link set lo up && mount --bind "$0" /etc/resolv.conf && mount --bind "$1" /etc/nsswitch.conf'
    if not shutil.which('unshare') or subprocess.run([*command, 'ip', 'link', 'set', 'lo', 'up'],
                                                     capture_output=True, check=False).returncode != 0:
        return
    with tempfile.TemporaryDirectory() as name:
        names, order = pathlib.Path(name, 'resolv.conf'), pathlib.Path(name, 'nsswitch.conf')
        names.write_text('nameserver 127.0.0.1\n', 'ascii')
        order.write_text('hosts: files dns\n', 'ascii')
        os.environ[INSIDE] = '1'
        sys.exit(subprocess.run([*command, 'sh', '-c', f'{ways} && shift && exec "$@"', str(names), str(order),
                                 sys.executable, '-B', __file__, *sys.argv[1:]], check=False).returncode)


def arguments(folder, port, template):
    words = []
    for word in template:
        if word == LOGIN:
            words += ['--user', hostile.USER, '--password-file', str(folder / 'password'), '--ca-file',
                      str(folder / 'ca.pem'), '--resolve', f'{HOST}:127.0.0.1']
        else:
            words.append(word)
    if template[:2] == WEB:
        words.insert(2, f'https://{HOST}:{port}/')
    elif HOST in template and template[0] == 'check':
        words += ['--port', str(port)]
    return ['--format', 'json', '--lang', 'en', '--timeout', '60', *words]


def play(options, folder, contexts, row):
    """(figures, problems) of one row."""
    make, step, template, _ = ROWS[row]
    stalled = Stalled()
    server = make(stalled, contexts)
    log = folder / 'loop.log'
    log.write_text('', 'ascii')
    environment = os.environ | {'HOME': str(folder), 'LC_ALL': 'C.UTF-8', 'LANGUAGE': ''}
    environment |= loopwatch.environment(options.watch, log)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([options.cli, *arguments(folder, server.port, template)], env=environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        hangs = stalled.wait(PATIENCE)
        time.sleep(SETTLE)
        process.send_signal(signal.SIGINT)
        begin = time.monotonic()
        out = process.communicate()[0]
        took = (time.monotonic() - begin) * 1000
        errors.seek(0)
        words = errors.read().decode('utf-8')
    for each in (server, getattr(server, 'silence', None)):
        if each is not None:
            each.stop()
    held = loopwatch.read(log)
    borne = loopwatch.borne_ms(options.cli, 'code', '550')
    print(f'# {row}: {took:.0f} ms of {borne:.0f}, callback {held.callback:.1f} ms ({held.name}), '
          f'iteration {held.iteration:.1f} ms')
    problems = [*loopwatch.problems(held)]
    if not hangs:
        problems.append('it did not come to where it hangs')
    if took > borne:
        problems.append(f'it took {took:.0f} ms to end')
    try:
        report = json.loads(out)
    except ValueError:
        problems.append(f'status {process.returncode}, no report: {words[-500:]}')
    else:
        if process.returncode != 3 or not report['cancelled']:
            problems.append(f'status {process.returncode}, cancelled {report["cancelled"]}')
        if step is not None and not any(s['id'] == step for s in report['steps']):
            problems.append(f'{step} is not among the steps: {[s["id"] for s in report["steps"]]}')
    return {'cancel': took, 'callback': held.callback, 'iteration': held.iteration}, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('cli')
    parser.add_argument('watch')
    parser.add_argument('--figures', type=pathlib.Path)
    parser.add_argument('rows', nargs='*')
    options = parser.parse_args()
    enter_network()
    rows = options.rows or list(ROWS)
    figures, bad = {}, 0
    print(f'1..{len(rows)}')
    with hostile_certificates.prepare() as (folder, contexts):
        for number, row in enumerate(rows, 1):
            if ROWS[row][3] and not os.environ[INSIDE]:
                print(f'ok {number} - Ctrl-C at {row} # SKIP no network of our own can be had')
                continue
            figures[row], problems = play(options, folder, contexts, row)
            print('not ok' if problems else 'ok', number, '-', f'Ctrl-C at {row}')
            for problem in problems:
                print('#', problem)
            sys.stdout.flush()
            bad += bool(problems)
    if options.figures:
        options.figures.write_text(json.dumps(figures), 'ascii')
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
