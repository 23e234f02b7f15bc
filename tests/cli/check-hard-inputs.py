#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs that hurt, through the whole program: bounded in time and memory, with an exit status of
the contract and a sentence where something was left out.

usage: check-hard-inputs.py THROUGHLINE-CLI SOURCE-ROOT"""

import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import threading

MIB = 1024 * 1024
SECONDS = 60  # nothing of this takes a second where nobody else computes
CUT = 'only its first part was looked at'
HEAD = ('From: MAILER-DAEMON@mx.example.net\nTo: ann@example.net\nSubject: failed\n'
        'MIME-Version: 1.0\n')
REPLY = '550 5.1.1 <bob@example.net>: User unknown'
TIME = 'Nov 21 10:00:00 mx postfix/smtp[7]: 4F1B2: to=<bob@example.net>, relay=mx.example.net, '
REFUSED = f'{TIME}dsn=5.1.1, status=bounced (host mx.example.net said: {REPLY} (in reply to RCPT TO))\n'
GROWTH_KIB = 8 * 1024


def peak_of(pid):
    """KiB. (What the parent gets at the end counts its own memory, too: that of before exec.)"""
    for line in pathlib.Path(f'/proc/{pid}/status').read_text('ascii').splitlines():
        if line.startswith('VmHWM:'):
            return int(line.split()[1])
    return 0


def run(cli, words, pieces):
    """(status, output, errors, bytes that were taken, peak KiB when the input ended)."""
    environment = {**os.environ, 'LC_ALL': 'C', 'LANGUAGE': '',
                   'ASAN_OPTIONS': 'quarantine_size_mb=1:' + os.environ.get('ASAN_OPTIONS', '')}
    process = subprocess.Popen([cli, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=environment)
    taken, peak = [0], [0]

    def feed():
        try:
            for piece in pieces:
                process.stdin.write(piece)
                taken[0] += len(piece)
            process.stdin.flush()
            peak[0] = peak_of(process.pid)
            process.stdin.close()
        except BrokenPipeError:
            pass

    texts = {}
    threads = [threading.Thread(target=feed)] + [
        threading.Thread(target=lambda s=s: texts.update({s: s.read()}))
        for s in (process.stdout, process.stderr)]
    killer = threading.Timer(SECONDS, process.kill)
    killer.start()
    for thread in threads:
        thread.start()
    status = process.wait()
    killer.cancel()
    for thread in threads:
        thread.join()
    out, err = (texts[s].decode('utf-8') for s in (process.stdout, process.stderr))
    return status, out, err, taken[0], peak[0]


def text(*words):
    return [''.join(words).encode('utf-8')]


def endless(piece, most):
    """Up to `most` bytes: who reads on and on is seen by how much it took."""
    return itertools.repeat(piece, most // len(piece))


def noise(size):
    return random.Random(94).randbytes(size)


def nested(count):
    return ''.join(f'Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n' for i in range(count))


# name: (words behind "explain", input, status, words that come out, words that do not)
CASES = {
    'a bounce of 50 MB': (['-'], text(HEAD, '\n', REPLY, '\n', 'y' * 66 + '\n') +
                          [b'y' * 66 + b'\n'] * (50 * MIB // 67), 0, ['does not exist', CUT], []),
    '10,000 parts inside each other': (['-'], text(HEAD, nested(10000), '\n', REPLY), 1, [CUT], []),
    '200,000 fields': (['-'], text(HEAD, *(f'X-{i}: a\n' for i in range(200000)), '\n', REPLY), 0,
                       ['does not exist'], []),
    'a boundary of 10 kB': (['-'], text(HEAD, 'Content-Type: multipart/mixed; boundary=', 'b' * 10240,
                                        '\n\n--', 'b' * 10240, '\n\n', REPLY), 0, ['does not exist'], []),
    'base64 cut off': (['-'], text(HEAD, 'Content-Transfer-Encoding: base64\n\n',
                                   'NTUwIDUuMS4xIFVzZXIgdW5rbm93bgo=NTUwIDUuM'), 0,
                       ['does not exist'], []),
    'base64 without end': (['-'], text(HEAD, 'Content-Transfer-Encoding: base64\n\n') +
                           [b'QUJD' * 25000] * 120, 1, [CUT], []),
    'a line of 1 MB': (['-'], text(REPLY, ' ', 'x' * MIB), 0, ['does not exist'], []),
    'a line of 1 MB in a log': (['-'], text(REFUSED * 3, 'z' * MIB, '\n', REFUSED), 0,
                                ['- 4 ', 'does not exist'], []),
    'text without end': (['-'], endless(b'nothing of meaning, again and again\n' * 1820, 1024 * MIB), 1,
                         [CUT], []),
    'zeros without end': (['-'], endless(bytes(65536), 1024 * MIB), 3, [], []),
    'a log that is one line without end': (['--kind', 'log', '-'], endless(b'x' * 65536, 64 * MIB), 1,
                                           [CUT], []),
    'noise': (['-'], [noise(MIB)], 1, [], []),
    'noise in a log': (['--kind', 'log', '-'], text(REFUSED) + [noise(MIB), b'\n'] + text(REFUSED), 0,
                       ['does not exist'], ['\x1b', '\x07']),
    'NUL bytes': (['-'], text('\0' * 1000, REPLY.replace(' ', '\0 '), '\0'), 0, ['does not exist'],
                  ['\0']),
    'NUL bytes in a log': (['-'], text(REFUSED * 2, '\0\0\n', REFUSED.replace('User', 'User\0')), 0,
                           ['does not exist'], ['\0']),
    'a log in UTF-16': (['-'], [(chr(0xfeff) + REFUSED * 3).encode('utf-16-le')], 0,
                        ['- 3 ', 'does not exist'], []),
    'a log in UTF-16, the other order': (['-'], [(chr(0xfeff) + REFUSED * 3).encode('utf-16-be')], 0,
                                         ['- 3 '], []),
    'UTF-16 torn': (['-'], [(chr(0xfeff) + REPLY).encode('utf-16-le'), b'\xd8'], 0,
                    ['does not exist'], []),
    'CR LF': (['-'], text((REFUSED * 3).replace('\n', '\r\n')), 0, ['- 3 '], []),
    'CR alone in a log': (['-'], text((REFUSED * 3).replace('\n', '\r')), 0, ['- 3 '], []),
    'CR alone in a bounce': (['-'], text((HEAD + '\n' + REPLY).replace('\n', '\r')), 0,
                             ['does not exist'], []),
    'nothing': (['-'], [], 3, [], []),
}


def check_case(cli, case):
    words, pieces, expected, wanted, unwanted = case
    status, out, err, taken, _ = run(cli, ['explain', *words], pieces)
    problems = [f'{w!r} does not come out' for w in wanted if w not in out]
    problems += [f'{w!r} comes out' for w in unwanted if w in out]
    if status != expected:
        problems.append(f'status {status} instead of {expected}')
    if taken > 100 * MIB:
        problems.append(f'{taken} bytes were taken')
    if (status == 3) != bool(err):
        problems.append(f'errors: {err[:200]}')
    return problems


def check_lines(cli):
    """Of bad lines of --jsonl each is answered in its place, and those between them well."""
    good = json.dumps({'id': 'good', 'text': REPLY})
    bad = ['', '{', 'null', '[' * 100000, '{"a":' * 100000, '{"text":"' + 'x' * 9 * MIB + '"}',
           '{"text":"\\ud800"}', '{"text":"\0"}', '{"text":7}', '{"text":""}',
           noise(MIB).replace(b'\n', b'').decode('latin-1')]
    large = [json.dumps({'id': 'large', 'text': REPLY + ' x' * (MIB // 2)}),
             json.dumps({'id': 'deep', 'text': HEAD + nested(1000)}),
             '{"id":"twice","text":"x","text":' + json.dumps(REPLY) + '}']
    lines = [part for line in bad + large for part in (line, good)]
    status, out, err, _, _ = run(cli, ['explain', '--jsonl'],
                                 [(line + '\n').encode('utf-8') for line in lines])
    answers = [json.loads(line) for line in out.splitlines()]
    problems = [f'status {status}, {err}'] if status or err else []
    if len(answers) != len(lines):
        return problems + [f'{len(answers)} answers to {len(lines)} lines']
    for number, answer in enumerate(answers):
        expected = 'good' if number % 2 else None if number // 2 < len(bad) else ('large', 'deep', 'twice')[
            number // 2 - len(bad)]
        if answer['id'] != expected or ('error' in answer) != (expected is None):
            problems.append(f'line {number}: {str(answer)[:200]}')
        elif expected in ('good', 'large', 'twice') and answer['cause'] != 'no-such-mailbox':
            problems.append(f'line {number}: {answer["cause"]}')
    return problems


def check_growth(cli, root):
    """Twenty times the log takes no more memory."""
    sys.path.insert(0, str(pathlib.Path(root) / 'tests/support'))
    from make_log import lines  # pylint: disable=import-outside-toplevel

    problems = []
    for words in (['--kind', 'log', '-'], ['-']):
        peaks = []
        for count in (10_000, 200_000):
            status, out, err, _, peak = run(cli, ['explain', *words],
                                            (f'{line}\n'.encode('ascii') for line in lines(count)))
            peaks.append(peak)
            if status != 0 or 'Lines by cause' not in out:
                problems.append(f'{words} {count}: status {status} {err}')
        print("#", *words, *peaks)
        if peaks[1] - peaks[0] > GROWTH_KIB:
            problems.append(f'{words}: from {peaks[0]} to {peaks[1]} KiB')
    return problems


def main(cli, root):
    checks = {name: lambda case=case: check_case(cli, case) for name, case in CASES.items()}
    checks['lines of JSON'] = lambda: check_lines(cli)
    checks['memory of a long log'] = lambda: check_growth(cli, root)
    bad = 0
    print(f'1..{len(checks)}')
    for number, (name, check) in enumerate(checks.items(), 1):
        problems = check()
        print('not ok' if problems else 'ok', number, '-', name)
        for problem in problems:
            print('#', problem)
        bad += bool(problems)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
