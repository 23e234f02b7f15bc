# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benches of the explainer: they need no server and no network, only one core."""

import itertools
import json
import pathlib
import shutil
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
from make_log import lines as log_lines  # noqa: E402

REPLY = '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints'
MOST_MIB, LEAST_REPLIES, LEAST_BOUNCES, LEAST_LINES, LEAST_SHARE = 24, 40_000, 8_000, 500_000, 0.5
MOST_OF_PFLOGSUMM = 0.5
ONCE_MS, ONCE_MIB = 15, 20


def judge(name, what, value, goal, reached):
    print(f"{name:18} {what}: {value}, goal {goal}{'   reached' if reached else '   MISSED'}")
    return not reached


def measure(base, command, source, rounds, choose=statistics.median):
    """Medians of (wall ms, CPU ms, peak KiB)."""
    rows = []
    for _ in range(rounds):
        with open(source, 'rb') as lines:
            words = subprocess.run([base / 'measure', *command], stdin=lines, check=True,
                                   capture_output=True, text=True).stdout
        rows.append(tuple(map(float, words.split()[-3:])))
    return [choose(row[i] for row in rows) for i in range(3)]


def once(base, cli, rounds, _cases):
    """One reply explained, the whole program."""
    _, cpu, peak = measure(base, [cli, 'explain', REPLY], '/dev/null', rounds)
    return (judge('explain', 'CPU ms', f'{cpu:.1f}', f'≤ {ONCE_MS}', cpu <= ONCE_MS) +
            judge('explain', 'MiB', f'{peak / 1024:.1f}', f'≤ {ONCE_MIB}', peak / 1024 <= ONCE_MIB))


def program(cli, name):
    return cli.parent.parent.parent / 'tests/bench' / name


def example_replies(cli):
    return subprocess.run([program(cli, 'bench-examples')], check=True, capture_output=True,
                          text=True).stdout.splitlines()


def bounce_around(number, case):
    """A report on it as a server writes it, with the message that it returns; one in three in free
    words, as older systems have it."""
    words = ' '.join(case['text'].split())
    boundary = f'{number:08X}.4F1B2/mx.example.net'
    returned = ''.join(f'Received: from relay{i}.example.net (relay{i}.example.net [192.0.2.{i}])\n'
                       f'\tby mx.example.net (Postfix) with ESMTPS id 4F1B{i}\n'
                       f'\tfor <bob@example.org>; Sat, 21 Nov 2026 10:00:0{i} +0000 (UTC)\n'
                       for i in range(6))
    returned += ('From: Ann <ann@example.net>\nTo: Bob <bob@example.org>\nSubject: Minutes\n'
                 'Message-ID: <1@example.net>\nMIME-Version: 1.0\n\n' +
                 'What we talked about on Monday, point by point.\n' * 12)
    head = ('Return-Path: <>\nReceived: by mx.example.net (Postfix) id 4F1B2; Sat, 21 Nov 2026 10:00:00'
            ' +0000 (UTC)\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.net>\n'
            'To: ann@example.net\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n')
    if number % 3 == 2:
        return (f'{head}Content-Type: text/plain; charset=utf-8\n\nI am afraid that your message could '
                f'not be delivered.\n\n<bob@example.org>:\n{words}\n\n--- Below this line is a copy of '
                f'the message.\n\n{returned}')
    return (f'{head}Content-Type: multipart/report; report-type=delivery-status;\n'
            f'\tboundary="{boundary}"\n\nThis is a MIME-encapsulated message.\n\n--{boundary}\n'
            'Content-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n'
            'This is the mail system at host mx.example.net.\n\nI am sorry to have to tell you that '
            'your message could not be delivered to one or more recipients.\n\n'
            f'<bob@example.org>: host mx.example.org[192.0.2.9] said: {words} (in reply to RCPT TO '
            f'command)\n\n--{boundary}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; '
            'mx.example.net\nArrival-Date: Sat, 21 Nov 2026 10:00:00 +0000 (UTC)\n\nFinal-Recipient: '
            'rfc822; bob@example.org\nAction: failed\nStatus: 5.0.0\nRemote-MTA: dns; mx.example.org\n'
            f'Diagnostic-Code: smtp; {words}\n\n--{boundary}\nContent-Type: message/rfc822\n\n'
            f'{returned}\n--{boundary}--\n')


def example_bounces(cli):
    cases = [json.loads(line) for line in example_replies(cli)]
    return [json.dumps({**case, 'stage': None, 'text': bounce_around(i, case)})
            for i, case in enumerate(c for c in cases if c['protocol'] == 'smtp')]


def jsonl(base, cli, rounds, cases, what, made, least):
    """Texts a second, start-up apart: those of FOLDER/WHAT-dev.jsonl, or of the tables' examples. The
    best round counts, because whatever else the computer does only adds."""
    count = least
    given = cases / f'{what}-dev.jsonl' if cases else None
    found = given is not None and given.exists()
    texts = given.read_text('utf-8').splitlines() if found else made(cli)
    one, many = base / 'one.jsonl', base / 'many.jsonl'
    one.write_text(texts[0] + '\n', encoding='utf-8')
    with many.open('w', encoding='utf-8') as out:
        out.writelines(line + '\n' for line in itertools.islice(itertools.cycle(texts), count))
    start = measure(base, [cli, 'explain', '--jsonl'], one, rounds, min)
    whole = measure(base, [cli, 'explain', '--jsonl'], many, rounds, min)
    rate = count / (whole[1] - start[1]) * 1000
    name = f'explain-{what}'
    print(f'{name:18} {len(texts)} different ones, {given if found else "of the examples in the tables"}')
    return (judge(name, 'a second', f'{rate:,.0f}', f'≥ {least:,}', rate >= least) +
            judge(name, 'MiB', f'{whole[2] / 1024:.1f}', f'≤ {MOST_MIB}', whole[2] / 1024 <= MOST_MIB))


def replies(base, cli, rounds, cases):
    return jsonl(base, cli, rounds, cases, 'reply', example_replies, LEAST_REPLIES)


def bounces(base, cli, rounds, cases):
    return jsonl(base, cli, rounds, cases, 'bounce', example_bounces, LEAST_BOUNCES)


def log(base, cli, rounds, _cases):
    """A mail log of 100,000 lines; the memory of one ten times as long."""
    files = {count: base / f'log-{count}' for count in (100_000, 1_000_000)}
    for count, path in files.items():
        with path.open('w', encoding='ascii') as out:
            out.writelines(f'{line}\n' for line in log_lines(count))
    missed = 0
    for words in (['--kind', 'log', '-'], ['-']):
        name = 'explain-log' if len(words) > 1 else 'explain-log-auto'
        ours = measure(base, [cli, 'explain', *words], files[100_000], rounds)
        long = measure(base, [cli, 'explain', *words], files[1_000_000], 1)
        for peak, lines in ((ours[2], '100,000'), (long[2], '1,000,000')):
            missed += judge(name, f'MiB, {lines} lines', f'{peak / 1024:.1f}', f'≤ {MOST_MIB}',
                            peak / 1024 <= MOST_MIB)
        if not shutil.which('pflogsumm'):
            print(f'{name:18} pflogsumm is not installed: not compared')
            continue
        theirs = measure(base, ['pflogsumm', files[100_000]], '/dev/null', rounds)
        for i, what in enumerate(('wall', 'CPU')):
            ratio = ours[i] / theirs[i]
            missed += judge(name, f'ours / pflogsumm, {what}', f'{ratio:.2f}',
                            f'≤ {MOST_OF_PFLOGSUMM:.2f}', ratio <= MOST_OF_PFLOGSUMM)
    return missed


def matching(_base, cli, _rounds, _cases):
    """Lines of a log a second inside the process, against an automaton with expressions behind it."""
    words = subprocess.run([program(cli, 'bench-matching')], check=True, capture_output=True,
                           text=True).stdout.split()
    ours, floor, automaton = (float(word) for word in words[1::2])
    print(f'{"matching":18} ours / automaton alone, without an expression: {ours / automaton:.2f}')
    return (judge('matching', 'lines/s', f'{ours:,.0f}', f'≥ {LEAST_LINES:,}', ours >= LEAST_LINES) +
            judge('matching', 'ours / automaton and expressions', f'{ours / floor:.2f}',
                  f'≥ {LEAST_SHARE:.2f}', ours / floor >= LEAST_SHARE))


BENCHES = {'explain': once, 'explain-reply': replies, 'explain-bounce': bounces, 'explain-log': log,
           'matching': matching}
