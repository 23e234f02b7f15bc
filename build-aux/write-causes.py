#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/causes.md, the list of all causes, from the tables that the program was built with.

usage: write-causes.py THROUGHLINE-CLI SOURCE-ROOT [--check]"""

import json
import pathlib
import subprocess
import sys

HEAD = """# Causes

Every cause that Throughline can name, with its spoken code (what a person reads to an agent over the
phone), how bad it is where a job fails for it, and who has to act. Generated from the tables in
`src/knowledge/kb-*.c` by `build-aux/write-causes.py`; a code once given to a cause stays with it.
"""
SECTIONS = {'E': 'This computer, the way out, host and port', 'D': 'Names', 'T': 'Encryption',
            'S': 'Any server, and mail', 'F': 'File transfer', 'H': 'Web address',
            'A': 'Account and files'}


def write(cli):
    done = subprocess.run([cli, '--lang', 'en', '--format', 'json', 'causes'], check=True,
                          capture_output=True, text=True)
    causes = json.loads(done.stdout)['causes']
    lines = [HEAD]
    for letter, title in SECTIONS.items():
        lines += [f'## {title} ({letter})', '', '| code | id | severity | who acts | title |',
                  '| --- | --- | --- | --- | --- |']
        lines += [f'| {c["spoken"]} | `{c["id"]}` | {c["severity"]} | {c["actor"]} | {c["title"]} |'
                  for c in sorted(causes, key=lambda c: c['spoken']) if c['spoken'][0] == letter]
        lines.append('')
    return '\n'.join(lines)


def main(cli, root, *options):
    path = pathlib.Path(root) / 'docs/causes.md'
    text = write(cli)
    if '--check' not in options:
        path.write_text(text, encoding='utf-8')
        return 0
    if path.exists() and path.read_text(encoding='utf-8') == text:
        return 0
    print('docs/causes.md is out of date: build-aux/write-causes.py refreshes it')
    return 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
