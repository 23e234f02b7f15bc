#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The libraries that are opened late: the program starts without them, each is there, and has every
function that is listed for it. Speaks TAP.

usage: check-late.py PROGRAM CONFIG-H SOURCE-ROOT"""

import ctypes
import os
import pathlib
import re
import subprocess
import sys


def lists(root):
    """{name of the library's soname in config.h: its functions}"""
    for path in sorted(root.glob('src/*/*late*.c')):
        text = path.read_text('utf-8')
        used = re.search(r'^TL_LATE_LIBRARY \((\w+), FUNCTIONS\)', text, re.M)
        if used:
            yield used[1], re.findall(r'X \([^,()]*, (\w+),', text)


def problems(program, sonames, name, functions):
    soname = sonames[name]
    # The loader itself tells what it would map.
    mapped = subprocess.run([program], env=os.environ | {'LD_TRACE_LOADED_OBJECTS': '1'}, check=True,
                            capture_output=True, text=True).stdout
    if 'libglib-2.0' not in mapped:
        yield 'the loader did not tell what it maps'
    if soname in mapped:
        yield f'the program is linked to {soname}'
    library = ctypes.CDLL(soname)
    if not functions:
        yield 'no function is listed'
    for function in functions:
        if not hasattr(library, function):
            yield f'{soname} has no {function}'


def main():
    program, config, root = sys.argv[1:]
    sonames = dict(re.findall(r'#define (TL_SONAME_\w+) "([^"]+)"', pathlib.Path(config).read_text('utf-8')))
    found = dict(lists(pathlib.Path(root)))
    results = {f'{sonames[name]} is opened late': list(problems(program, sonames, name, functions))
               for name, functions in found.items()}
    results['every library that is opened late has a list'] = sorted(sonames.keys() ^ found.keys())
    print(f'1..{len(results)}')
    for number, (name, wrong) in enumerate(results.items(), 1):
        print('not ok' if wrong else 'ok', number, '-', name)
        for problem in wrong:
            print('#', problem)
    return any(results.values())


if __name__ == '__main__':
    sys.exit(main())
