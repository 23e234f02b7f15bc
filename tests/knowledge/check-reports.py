#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real output of the terminal program against docs/report.schema.json, and docs/causes.md against
the tables.

usage: check-reports.py THROUGHLINE-CLI SOURCE-ROOT"""

import json
import pathlib
import subprocess
import sys


def main(cli, root):
    root = pathlib.Path(root)
    sys.path.insert(0, str(root / 'tests/lab'))
    from lablib.schema import Validator  # pylint: disable=import-outside-toplevel

    validator = Validator(json.loads((root / 'docs/report.schema.json').read_text('utf-8')))
    commands = [
        ['explain', '550 5.1.1 <bob@example.org>: User unknown'],
        ['explain', 'nothing of meaning'],
        ['explain', '--protocol', 'ftp', '421 Too many connections (8) from this IP'],
        ['explain', 'a\x1b[2J\u202e "quoted" \\ 421 <b>busy</b>'],
        ['explain', '--program', 'filezilla', '--protocol', 'ftp', '421 Too many connections'],
        ['explain', '--program', 'outlook-new', '535 5.7.8 Authentication failed'],
        ['check', 'smtp', '127.0.0.1', '--port', '1', '--no-environment', '--timeout', '5'],
        ['practice', 'greylisting'],
        ['practice', 'ftp-passive-unreachable'],
    ]
    commands += [['replay', str(path)] for path in sorted((root / 'tests/replay').glob('*.json'))]
    bad = 0
    print(f'1..{len(commands) * 2 + 1}')
    for number, command in enumerate(commands):
        for offset, language in enumerate(('en', 'ar')):
            done = subprocess.run([cli, '--format', 'json', '--lang', language, *command],
                                  check=False, capture_output=True, text=True, timeout=120)
            problems = validator.check(json.loads(done.stdout)) if done.stdout else [done.stderr]
            name = pathlib.Path(command[-1]).name if command[0] == 'replay' else command[0]
            print('not ok' if problems else 'ok', number * 2 + offset + 1, '-', language, name)
            for problem in problems:
                print('#', problem)
            bad += bool(problems)
    done = subprocess.run([sys.executable, str(root / 'build-aux/write-causes.py'), cli, str(root),
                           '--check'], check=False, capture_output=True, text=True)
    print('not ok' if done.returncode else 'ok', len(commands) * 2 + 1, '- causes', done.stdout)
    return 1 if bad or done.returncode else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
