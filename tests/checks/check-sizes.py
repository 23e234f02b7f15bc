#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes of files and functions: a note past the wanted size, a failure past the limit.

usage: check-sizes.py SOURCE-ROOT"""

import pathlib
import re
import sys

FILE_NOTE, FILE_LIMIT, TABLE_FILE_LIMIT = 500, 800, 1500
FUNCTION_NOTE, FUNCTION_LIMIT, TABLE_FUNCTION_LIMIT = 60, 80, 120
UI_LIMIT = 300

# Functions that are lists rather than flow: the limit of a table.
TABLE_FUNCTION = re.compile(r'class_init$|_init$|main$|^add_tests$')
# Tables of knowledge: entries, not flow.
TABLE_FILE = re.compile(r'src/knowledge/(kb-|tl-codes).*\.c$')
NAME = re.compile(r'^([A-Za-z_]\w*)\s*\(')


def functions(lines):
    """(name, first line, length) of each function; the body's braces stand in column one."""
    name, start = None, 0
    for number, line in enumerate(lines, 1):
        match = NAME.match(line)
        if match:
            name = match.group(1)
        elif line == '{' and name:
            start = number
        elif line == '}' and start:
            yield name, start, number - start
            name, start = None, 0


def check(path, relative):
    lines = path.read_text(encoding='utf-8').splitlines()
    limit = TABLE_FILE_LIMIT if TABLE_FILE.search(relative) else FILE_LIMIT
    if path.suffix == '.ui':
        limit = UI_LIMIT
    if len(lines) > limit:
        yield True, f'{relative}: {len(lines)} lines, more than {limit}'
    elif len(lines) > FILE_NOTE and limit == FILE_LIMIT:
        yield False, f'{relative}: {len(lines)} lines, wanted are {FILE_NOTE}'
    if path.suffix != '.c':
        return
    for name, start, length in functions(lines):
        top = TABLE_FUNCTION_LIMIT if TABLE_FUNCTION.search(name) else FUNCTION_LIMIT
        if length > top:
            yield True, f'{relative}:{start}: {name} has {length} lines, more than {top}'
        elif length > FUNCTION_NOTE and top == FUNCTION_LIMIT:
            yield False, f'{relative}:{start}: {name} has {length} lines, wanted are {FUNCTION_NOTE}'


def main(root):
    root = pathlib.Path(root)
    files = [p for d in ('src', 'tests') for p in (root / d).rglob('*') if p.suffix in ('.c', '.h')]
    files += (root / 'ui').glob('**/*.ui')
    bad = False
    for path in sorted(files):
        for failure, text in check(path, path.relative_to(root).as_posix()):
            print(('FAILURE ' if failure else 'note    ') + text)
            bad = bad or failure
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
