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
import re
import subprocess
import sys
import tempfile
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


def run(cli, words, pieces, more=()):
    """(status, output, errors, bytes that were taken, peak KiB when the input ended)."""
    environment = {**os.environ, 'LC_ALL': 'C', 'LANGUAGE': '', **dict(more),
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


ESC, TURN = '\x1b]0;evil\x07', '\u202e'
ACTS = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\u200b]')
NOWHERE = ['--no-environment', '--resolve', 'mx.mail.test:127.0.0.1', '--timeout', '5', 'check', 'smtp', 'mx.mail.test']
# A loopback port on which nobody listens, as its number and in Arabic digits.
CLOSED, CLOSED_ARABIC = '9', '\u0669'


def smtp(*words):
    return [*NOWHERE, '--port', CLOSED, *words]


# name: (words, environment, status, words that come out). Names in angle brackets: see make_files.
COMMANDS = {
    'a host with control characters': (['check', 'smtp', f'mx{ESC}.mail.test'], {}, 3, []),
    'a host turned round': (['check', 'smtp', f'mx{TURN}.mail.test'], {}, 3, []),
    'a host with a line end': (['check', 'smtp', 'mx.mail.test\r\nQUIT'], {}, 3, []),
    'a host of 300 letters': (['check', 'smtp', 'a' * 300 + '.test'], {}, 3, []),
    'a host of 100 KB': (['check', 'smtp', 'a' * 100_000], {}, 3, []),
    'a host like an option': (['check', 'smtp', '--', '-oProxyCommand=x'], {}, 3, []),
    'a host that is no UTF-8': (['check', 'smtp', b'mx\xff\xfe.test'], {}, 3, []),
    'a host that is a command': (['check', 'smtp', '$(touch hacked);`id`'], {}, 3, []),
    'an empty host': (['check', 'smtp', ''], {}, 3, []),
    'a host that is a web address': (['--no-environment', '--timeout', '5', '--resolve', 'mx.mail.test:127.0.0.1', 'check',
                                      'smtp', f'smtp://mx.mail.test:{CLOSED}/'], {}, 2, ['mx.mail.test']),
    'port 0': (smtp('--port', '0'), {}, 3, []),
    'port 65536': (smtp('--port', '65536'), {}, 3, []),
    'port -1': (smtp('--port', '-1'), {}, 3, []),
    'port 25x': (smtp('--port', '25x'), {}, 3, []),
    'a port of a thousand digits': (smtp('--port', '9' * 1000), {}, 3, []),
    'a port in Arabic digits': ([*NOWHERE, '--port', CLOSED_ARABIC], {}, 2, [f'port {CLOSED}']),
    'no time': (smtp('--timeout', '0'), {}, 3, []),
    'much time': (smtp('--timeout', '1e9'), {}, 3, []),
    'no number of seconds': (smtp('--timeout', 'nan'), {}, 3, []),
    'a user with a line end': (smtp('--user', 'ann\r\nQUIT', '--password-file', '<password>'), {}, 3, []),
    'a user of 10 KB': (smtp('--user', 'a' * 10240, '--password-file', '<password>'), {}, 3, []),
    'a recipient with a command': (smtp('--to', 'bob@other.test>\r\nDATA'), {}, 3, []),
    'a password with a NUL': (smtp('--user', 'ann', '--password-file', '<nul>'), {}, 3, []),
    'a password of 10 MB': (smtp('--user', 'ann', '--password-file', '<noise>'), {}, 3, []),
    'a password file without end': (smtp('--user', 'ann', '--password-file', '/dev/zero'), {}, 3, []),
    'a password file that is a pipe': (smtp('--user', 'ann', '--password-file', '<pipe>'), {}, 3, []),
    'a password file that is a folder': (smtp('--user', 'ann', '--password-file', '<folder>'), {}, 3, []),
    'a password file that leads to itself': (smtp('--user', 'ann', '--password-file', '<loop>'), {}, 3, []),
    'authorities that are noise': (smtp('--ca-file', '<noise>'), {}, 3, []),
    'authorities that are a pipe': (smtp('--ca-file', '<pipe>'), {}, 3, []),
    'authorities without end': (smtp('--ca-file', '/dev/zero'), {}, 3, []),
    'authorities that lead to themselves': (smtp('--ca-file', '<loop>'), {}, 3, []),
    'a report that is a pipe': (['report', '<pipe>'], {}, 3, []),
    'a report without end': (['report', '/dev/zero'], {}, 3, []),
    'a report that is a folder': (['report', '<folder>'], {}, 3, []),
    'a report that leads to itself': (['report', '<loop>'], {}, 3, []),
    'a report of noise': (['report', '<noise>'], {}, 3, []),
    'a report of 20 MB': (['report', '<large>'], {}, 3, []),
    'a report of 100,000 brackets': (['report', '<deep>'], {}, 3, []),
    'a report of another kind': (['report', '<other>'], {}, 3, []),
    'a report to replay that is a pipe': (['replay', '<pipe>'], {}, 3, []),
    'settings of FileZilla without end': (smtp('--filezilla', '/dev/zero'), {}, 3, []),
    'words of no encoding': (['explain', b'550 5.1.1 \xff\xfe'], {}, 3, []),
    'an option that acts': (['causes', f'--{ESC}{TURN}'], {}, 3, []),
    'a cause that acts': (['causes', f'{ESC}{TURN}'], {}, 1, []),
    'a language that acts': (['causes', '--lang', f'{ESC}'], {}, 3, []),
    'an option twice': (smtp('--port', '1', '--port', CLOSED), {}, 3, []),
    'no home': (smtp(), {'HOME': ''}, 2, []),
    'a home that is no folder': (smtp(), {'HOME': '/dev/null', 'XDG_CONFIG_HOME': '/dev/null', 'XDG_DATA_DIRS': '/dev/zero',
                                          'XDG_RUNTIME_DIR': '/nonexistent', 'XDG_CACHE_HOME': 'a' * 10000}, 2, []),
    'a language that is none': (smtp(), {'LC_ALL': 'xx_YY.klingon', 'LANG': '../../etc', 'LANGUAGE': '/dev/zero:' * 99}, 2, []),
    'a proxy that acts': (smtp(), {'http_proxy': f'http://x{ESC}{TURN}:1/', 'no_proxy': ESC * 99}, 2, []),
    'a bus that is none': (smtp(), {'DBUS_SYSTEM_BUS_ADDRESS': 'unix:path=/dev/null',
                                    'DBUS_SESSION_BUS_ADDRESS': 'unixexec:path=/bin/touch,argv1=hacked'}, 2, []),
    'a clock of nowhere': (smtp(), {'TZ': ':/dev/zero'}, 2, []),
}


def make_files(folder):
    """Files that are no good, by name."""
    (folder / 'folder').mkdir()
    os.mkfifo(folder / 'pipe')
    (folder / 'loop').symlink_to(folder / 'loop')
    (folder / 'nul').write_bytes(b'hush\0hush\n')
    (folder / 'noise').write_bytes(noise(10 * MIB).replace(b'\n', b''))
    (folder / 'password').write_bytes(b'hush\n')
    (folder / 'large').write_bytes(b'{"schema":"' + b'x' * 20 * MIB + b'"}')
    (folder / 'deep').write_bytes(b'[' * 100_000)
    (folder / 'other').write_text(json.dumps({'schema': f'other{ESC}{TURN}', 'version': 1e308, 'a': [[[]]]}), 'utf-8')
    return {f'<{path.name}>': str(path) for path in folder.iterdir()}


def check_command(cli, case, files, folder):
    words, environment, expected, wanted = case
    words = [files.get(word, word) for word in words]
    status, out, err, _, _ = run(cli, words, [], {'HOME': str(folder), 'G_DEBUG': 'fatal-criticals', **environment})
    problems = [f'{w!r} does not come out' for w in wanted if w not in out]
    if status != expected:
        problems.append(f'status {status} instead of {expected}: {err[-1500:]} {out[:300]}')
    if expected == 3 and not err.strip():
        problems.append('not a word')
    if len(err) > 20_000:
        problems.append(f'{len(err)} characters of errors')
    for what, text in (('output', out), ('errors', err)):
        if ACTS.search(text):
            problems.append(f'{ACTS.search(text).group()!r} in the {what}: {text[:300]!r}')
    if list(folder.rglob('hacked')) or os.path.exists('hacked'):
        problems.append('a command was run')
    return problems


def check_streams(cli):
    """Closed and broken standard streams: a status of the contract, no death by a signal."""
    problems = []
    for redirection, expected in (('>&-', (3,)), ('>&- 2>&-', (3,)), ('2>&-', (0,)), ('<&-', (0,)), ('</', (0,)),
                                  ('>/dev/full 2>&1', (3,)), ('| true', (0, 3))):
        with tempfile.NamedTemporaryFile('r', encoding='ascii') as told:
            subprocess.run(['bash', '-c', f'"$0" causes {redirection}; echo ${{PIPESTATUS[0]}} >"$1"', cli, told.name],
                           stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=SECONDS)
            status = int(told.read())
        if status not in expected:
            problems.append(f'{redirection}: status {status} instead of {expected}')
    return problems


def main(cli, root):
    checks = {name: lambda case=case: check_case(cli, case) for name, case in CASES.items()}
    checks['lines of JSON'] = lambda: check_lines(cli)
    checks['memory of a long log'] = lambda: check_growth(cli, root)
    checks['closed streams'] = lambda: check_streams(cli)
    with tempfile.TemporaryDirectory() as name:
        files = make_files(pathlib.Path(name))
        home = pathlib.Path(name, 'home')
        home.mkdir()
        checks |= {name: lambda case=case: check_command(cli, case, files, home) for name, case in COMMANDS.items()}
        return play(checks)


def play(checks):
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
