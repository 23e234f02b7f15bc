# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benches of the explainer: they need no server and no network, only one core."""

import json
import statistics
import subprocess

REPLIES = (
    '550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown in local recipient table',
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints',
    'host mx.example.net[192.0.2.9] said: 450 4.2.0 <bob@example.net>: Recipient address rejected: '
    'Greylisted, see http://example.net/help (in reply to RCPT TO command)',
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example.org',
    '552-5.2.2 The email account that you tried to reach is over quota.\n552 5.2.2 Try again later',
    '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6',
    '530 Must issue a STARTTLS command first',
    'SMTP error from remote mail server after end of data: 451 Temporary local problem',
)
MOST_MIB, LEAST_REPLIES, LEAST_LINES, LEAST_SHARE = 24, 40_000, 500_000, 0.5
ONCE_MS, ONCE_MIB = 15, 20


def judge(name, what, value, goal, reached):
    print(f"{name:18} {what}: {value}, goal {goal}{'' if reached else '   MISSED'}")
    return not reached


def measure(base, command, source, rounds):
    """Medians of (wall ms, CPU ms, peak KiB)."""
    rows = []
    for _ in range(rounds):
        with open(source, 'rb') as lines:
            words = subprocess.run([base / 'measure', *command], stdin=lines, check=True,
                                   capture_output=True, text=True).stdout
        rows.append(tuple(map(float, words.split()[-3:])))
    return [statistics.median(row[i] for row in rows) for i in range(3)]


def once(base, cli, rounds):
    """One reply explained, the whole program."""
    _, cpu, peak = measure(base, [cli, 'explain', REPLIES[1]], '/dev/null', rounds)
    return (judge('explain', 'CPU ms', f'{cpu:.1f}', f'≤ {ONCE_MS}', cpu <= ONCE_MS) +
            judge('explain', 'MiB', f'{peak / 1024:.1f}', f'≤ {ONCE_MIB}', peak / 1024 <= ONCE_MIB))


def jsonl(base, cli, rounds):
    """Replies a second, start-up apart."""
    many = 16_000
    files = {}
    for count in (1, many):
        files[count] = base / f'replies-{count}.jsonl'
        files[count].write_text(''.join(
            json.dumps({'id': str(i), 'protocol': 'smtp', 'text': REPLIES[i % len(REPLIES)]}) + '\n'
            for i in range(count)), encoding='utf-8')
    start = measure(base, [cli, 'explain', '--jsonl'], files[1], rounds)
    whole = measure(base, [cli, 'explain', '--jsonl'], files[many], rounds)
    rate = many / (whole[1] - start[1]) * 1000
    return (judge('explain-jsonl', 'replies/s', f'{rate:,.0f}', f'≥ {LEAST_REPLIES:,}',
                  rate >= LEAST_REPLIES) +
            judge('explain-jsonl', 'MiB', f'{whole[2] / 1024:.1f}', f'≤ {MOST_MIB}',
                  whole[2] / 1024 <= MOST_MIB))


def matching(_base, cli, _rounds):
    """Lines of a log a second inside the process, against an automaton alone."""
    program = cli.parent.parent.parent / 'tests/bench/bench-matching'
    words = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    ours, floor = float(words[1]), float(words[3])
    return (judge('matching', 'lines/s', f'{ours:,.0f}', f'≥ {LEAST_LINES:,}', ours >= LEAST_LINES) +
            judge('matching', 'ours / automaton alone', f'{ours / floor:.2f}', f'≥ {LEAST_SHARE:.2f}',
                  ours / floor >= LEAST_SHARE))


BENCHES = {'explain': once, 'explain-jsonl': jsonl, 'matching': matching}
