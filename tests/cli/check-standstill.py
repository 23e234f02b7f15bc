#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program is stopped in the middle of a test for longer than the whole test may take, and goes on; and its
clock jumps. What the server says meanwhile is heard, time that passed so is nobody's fault. Speaks TAP.

usage: check-standstill.py THROUGHLINE-CLI"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

import hostile_certificates
import hostile_kit as hostile

TIMEOUT = 4  # seconds that the test may take
STOPPED = 10  # seconds that it stands still
GUARD = 120


class Turn:
    """The server has come to the step in question, and waits for what is done to the program there."""

    def __init__(self, then):
        self.come, self.go, self.then = threading.Event(), threading.Event(), then

    def __call__(self, client):
        self.come.set()
        self.go.wait(GUARD)
        hostile.act(client, self.then)


def run(cli, folder, server, turn, during, environment=None):
    """during (process) is called when the server has come so far."""
    words = [cli, 'check', 'smtp', hostile.HOST, '--port', str(server.port), '--security', 'starttls', '--resolve',
             f'{hostile.HOST}:127.0.0.1', '--ca-file', str(folder / 'ca.pem'), '--user', hostile.USER,
             '--password-file', str(folder / 'password'), '--timeout', str(TIMEOUT), '--no-environment',
             '--format', 'json', '--lang', 'en']
    surroundings = os.environ | {'HOME': str(folder), 'LC_ALL': 'C.UTF-8', 'LANGUAGE': ''} | (environment or {})
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(words, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=errors)
        turn.come.wait(GUARD)
        during(process)
        begin = time.monotonic()
        try:
            out = process.communicate(timeout=GUARD)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None, [f'it did not end within {GUARD} s']
        took = time.monotonic() - begin
        errors.seek(0)
        said = errors.read().decode('utf-8', 'replace')
    try:
        report = json.loads(out)
    except ValueError:
        return None, [f'status {process.returncode}, no report: {said[-800:]}']
    print(f'# {took:.1f} s after that: {report["verdict"]}, {[(c["id"], c["confidence"]) for c in report["causes"]]}')
    return report, []


def stop(turn, meanwhile):
    """SIGSTOP, then the server's turn, and SIGCONT when the time of the test is long over."""
    def during(process):
        # A stopped process is one that the kernel says is stopped.
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        if meanwhile:
            turn.go.set()
        time.sleep(STOPPED)
        turn.go.set()
        process.send_signal(signal.SIGCONT)
    return during


def jump(turn, clock, offset):
    def during(process):
        clock.write_text(f'{offset}\n', 'ascii')
        turn.go.set()
    return during


def expect(report, verdict, cause, stood):
    first = report['causes'][0]['id'] if report['causes'] else None
    if report['verdict'] != verdict or first != cause:
        yield f'expected {verdict}, {cause}'
    if stood != ('local.stopped_ms' in report['facts']):
        yield f'stopped for {report["facts"].get("local.stopped_ms")} ms'
    if not stood and report['elapsed_ms'] > GUARD * 1000:
        yield f'it says that it took {report["elapsed_ms"]} ms'


def play(cli, folder, contexts, row):
    then, during, verdict, cause = ROWS[row]
    turn = Turn(then)
    stood = not isinstance(during, str)
    server = hostile.Server(hostile.mail(ehlo2=turn), contexts)
    environment, clock = {}, folder / 'clock'
    if not stood:
        clock.write_text('+0\n', 'ascii')
        order = ':'.join(filter(None, [os.environ.get('ASAN_OPTIONS'), 'verify_asan_link_order=0']))
        environment = {'LD_PRELOAD': str(faketime()), 'FAKETIME_TIMESTAMP_FILE': str(clock),
                       'FAKETIME_NO_CACHE': '1', 'FAKETIME_DONT_FAKE_MONOTONIC': '1',
                       'DONT_FAKE_MONOTONIC': '1', 'ASAN_OPTIONS': order}
    action = stop(turn, during) if stood else jump(turn, clock, during)
    report, problems = run(cli, folder, server, turn, action, environment)
    server.stop()
    return problems + (list(expect(report, verdict, cause, stood)) if report else [])


def faketime():
    return next(pathlib.Path('/usr/lib').glob('*/faketime/libfaketime.so.1'), None)


# What the server then does; whether it does so while the program is stopped, or where the clock jumps to; what
# must come out.
ROWS = {
    'stopped, and answered meanwhile': (hostile.SECURE, True, 'ok', None),
    'stopped, and answered afterwards': (hostile.SECURE, False, 'ok', None),
    'stopped, and hung up meanwhile': (hostile.close, True, 'inconclusive', 'test-disturbed'),
    'stopped, and never answered': (hostile.hold, False, 'inconclusive', 'test-disturbed'),
    'stopped, and refused meanwhile': ('554 5.3.2 no service here\r\n', True, 'problem', 'host-does-not-accept-mail'),
    'the clock jumps ahead': (hostile.SECURE, '+200d', 'ok', None),
    'the clock jumps back': (hostile.SECURE, '-200d', 'ok', None),
}


def main():
    cli, rows, bad = sys.argv[1], sys.argv[2:] or list(ROWS), 0
    print(f'1..{len(rows)}')
    with hostile_certificates.prepare() as (folder, contexts):
        for number, row in enumerate(rows, 1):
            if isinstance(ROWS[row][1], str) and faketime() is None:
                print(f'ok {number} - {row} # SKIP faketime is not here')
                continue
            problems = play(cli, folder, contexts, row)
            print('not ok' if problems else 'ok', number, '-', row)
            for problem in problems:
                print('#', problem)
            sys.stdout.flush()
            bad += bool(problems)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
