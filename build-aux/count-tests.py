#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases in meson's JSON log, TAP subtests one by one; the last line says how many.

A test program that dies after its last "ok" has no failing subtest: its own result counts then. What
failed, and what failed before it was played again (tests/support/again.py), is shown with its reasons."""

import json
import re
import sys

LINE = re.compile(r'^(not )?ok\b[ \t]*\d*[ \t]*-?[ \t]*([^#\n]*)(#[ \t]*SKIP.*)?', re.I | re.M)
TAP = re.compile(r'^(TAP version \d+|1\.\.\d+|(not )?ok 1\b)', re.M)
# The comments behind a failure, and those behind what was played again.
REASONS = re.compile(r'^(?:not ok\b|# .* FAILED\b).*\n(?:#(?! .* FAILED\b).*\n?)*', re.M)
GOOD = ('OK', 'EXPECTEDFAIL')
MOST = 20  # lines of a reason


def cases(test):
    """(name, outcome) of every case of one test program."""
    name, result = test['name'], test['result']
    output = test.get('stdout', '')
    if not TAP.search(output):
        outcome = {'OK': 'passed', 'EXPECTEDFAIL': 'passed', 'SKIP': 'skipped'}.get(result, 'failed')
        return [(name, outcome)]
    found = []
    for bad, title, directive in LINE.findall(output):
        outcome = 'skipped' if directive else 'failed' if bad else 'passed'
        found.append((f'{name}: {title.strip()}', outcome))
    if result not in GOOD + ('SKIP',) and not any(o == 'failed' for _, o in found):
        found.append((f'{name}: {result}', 'failed'))
    return found


def main(path):
    with open(path, encoding='utf-8') as log:
        tests = [json.loads(line) for line in log if line.strip()]
    for reason in (r for test in tests for r in REASONS.findall(test.get('stdout', ''))):
        print('\n'.join(reason.splitlines()[:MOST]))
    found = [case for test in tests for case in cases(test)]
    count = {o: [n for n, x in found if x == o] for o in ('passed', 'failed', 'skipped')}
    for outcome in ('skipped', 'failed'):
        for name in count[outcome]:
            print(f'{outcome}: {name}')
    tail = f", {len(count['skipped'])} skipped" if count['skipped'] else ''
    print(f"{len(count['passed'])} passed, {len(count['failed'])} failed{tail}")
    return 1 if count['failed'] or not count['passed'] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
