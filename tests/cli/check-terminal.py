#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at a terminal sees: the countdown of a wait.

usage: check-terminal.py THROUGHLINE-CLI"""

import json
import os
import pty
import re
import subprocess
import sys

import hostile_certificates
import hostile_kit as hostile

WAIT = 3  # seconds of the wait that counts down


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


def main(cli):
    with hostile_certificates.prepare() as (folder, contexts):
        problems = check_countdown(cli, folder, contexts)
    print('1..1')
    print('not ok' if problems else 'ok', '1 - countdown')
    for problem in problems:
        print('#', problem)
    return bool(problems)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
