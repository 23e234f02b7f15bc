#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at a terminal sees and does: the countdown of a wait, and Ctrl-C wherever a server stalls.

usage: check-terminal.py THROUGHLINE-CLI"""

import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time

import hostile_certificates
import hostile_kit as hostile

GOAL = 0.05  # seconds from Ctrl-C to the end of the job; ten times that is borne
WAIT = 3  # seconds of the wait that counts down
STALLS = {'greeting': 'smtp.greeting', 'ehlo': 'smtp.ehlo', 'starttls': 'smtp.starttls',
          'ehlo2': 'smtp.ehlo.tls', 'auth': 'smtp.auth', 'mail': 'smtp.mail', 'rcpt': 'smtp.rcpt',
          'data': 'smtp.data', 'dot': 'smtp.message'}


def words(folder, server, *options):
    return ['--no-environment', '--format', 'json', '--lang', 'en', 'check', 'smtp', hostile.HOST, '--port',
            str(server.port), '--security', 'starttls', '--resolve', f'{hostile.HOST}:127.0.0.1', '--ca-file',
            str(folder / 'ca.pem'), '--user', hostile.USER, '--password-file', str(folder / 'password'),
            '--to', 'bob@other.test', *options]


def start(cli, folder, arguments, errors):
    environment = os.environ | {'HOME': str(folder), 'LC_ALL': 'C.UTF-8', 'LANGUAGE': '', 'TERM': 'xterm'}
    return subprocess.Popen([cli, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                            env=environment)


def read_terminal(descriptor):
    """All that is written to it until its last writer has gone."""
    pieces = []
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # what Linux says of a terminal without a writer
            piece = b''
        if not piece:
            return b''.join(pieces).decode('utf-8')
        pieces.append(piece)


def check_countdown(cli, folder, contexts):
    """A bar that grows, a time that runs down, and nothing left of both."""
    refusals = ['450 4.2.0 Greylisted, try again\r\n', '250 ok\r\n']
    server = hostile.Server(hostile.mail(rcpt=lambda client: client.say(refusals.pop(0))), contexts)
    leader, follower = pty.openpty()
    process = start(cli, folder, words(folder, server, '--retry-greylist', str(WAIT)), follower)
    os.close(follower)
    seen = read_terminal(leader)
    out = process.communicate()[0]
    server.stop()
    drawn = re.findall(r'\r  \[([#.]+)\] (\d+):(\d\d) ', seen)
    left = [int(minutes) * 60 + int(seconds) for _, minutes, seconds in drawn]
    done = [bar.count('#') for bar, _, _ in drawn]
    problems = []
    if not drawn or left[0] != WAIT or left[-1] > 1:
        problems.append(f'it counts {left}')
    if left != sorted(left, reverse=True) or done != sorted(done):
        problems.append(f'it runs backwards: {left} {done}')
    if {len(bar) for bar, _, _ in drawn} != {20}:
        problems.append('the bar changes its width')
    if drawn and not re.search(r'\] \d+:\d\d \r +\r', seen):
        problems.append('it is not wiped away')
    if json.loads(out)['verdict'] not in ('ok', 'warning'):
        problems.append(f'the second try: {json.loads(out)["verdict"]}')
    return problems


def usual_seconds(cli):
    """How long a start and an end take where this much is computed beside it."""
    begin = time.monotonic()
    subprocess.run([cli, 'code', '550'], check=True, capture_output=True)
    return time.monotonic() - begin


def check_cancel(cli, folder, contexts, stage):
    """Ctrl-C in a stalled step ends the job at once, and the result says how far it came."""
    stalled = []
    server = hostile.Server(hostile.mail(**{stage: lambda client: (stalled.append(1), hostile.hold(client))}),
                            contexts)
    sends = ('--send',) if stage in ('data', 'dot') else ()
    with tempfile.TemporaryFile() as errors:
        process = start(cli, folder, words(folder, server, '--timeout', '60', *sends), errors)
        until = time.monotonic() + 50
        while not stalled and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        begin = time.monotonic()
        out = process.communicate()[0]
    took = time.monotonic() - begin
    server.stop()
    report = json.loads(out)
    borne = 10 * GOAL + 3 * usual_seconds(cli)
    print(f'# {stage}: {took * 1000:.0f} ms of {borne * 1000:.0f}')
    problems = []
    if took > borne:
        problems.append(f'it took {took:.2f} s to end')
    if process.returncode != 3 or not report['cancelled']:
        problems.append(f'status {process.returncode}, cancelled {report["cancelled"]}')
    if not any(step['id'] == STALLS[stage] for step in report['steps']):
        problems.append(f'{STALLS[stage]} is not among the steps')
    return problems


def main(cli):
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        contexts = hostile_certificates.make(folder, only=('ca', 'mx'))
        (folder / 'password').touch(0o600)
        (folder / 'password').write_text(hostile.PASSWORD + '\n', 'ascii')
        checks = {'countdown': lambda: check_countdown(cli, folder, contexts)}
        checks |= {f'Ctrl-C at {stage}': lambda stage=stage: check_cancel(cli, folder, contexts, stage)
                   for stage in STALLS}
        print(f'1..{len(checks)}')
        for number, (title, check) in enumerate(checks.items(), 1):
            problems = check()
            print('not ok' if problems else 'ok', number, '-', title)
            for problem in problems:
                print('#', problem)
            bad += bool(problems)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
