#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every file of the tree keeps to: licence header, no unfinished ends, nothing of one machine,
translatable words and labels that can get narrow in .ui files, sorted package lists that the README names.

usage: check-tree.py SOURCE-ROOT"""

import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SOURCES = ('.c', '.h', '.py', '.sh')
# Written apart, so that this file does not find itself.
UNFINISHED = re.compile(r'\b(TO' + r'DO|FIX' + r'ME)\b')
MACHINE = re.compile(r'(^|[^A-Za-z0-9_.])/(wo' + r'rk|fa' + r'rm)/')
REGISTRY = re.compile('|'.join((r'deb\.' + r'debian\.org', r'snapshot\.' + r'debian\.org',
                                r'registry\.' + r'npmjs', r'py' + r'pi\.org', r'crates' + r'\.io')))
PROSE = {'label', 'title', 'subtitle', 'description', 'tooltip-text', 'placeholder-text', 'body',
         'heading'}
BINARY = ('.png', '.mo', '.gz')


def tracked(root):
    """The files of the tree: git's where there is git, else all but build folders."""
    try:
        names = subprocess.run(['git', '-c', f'safe.directory={root}', '-C', str(root), 'ls-files',
                                '-co', '--exclude-standard'],
                               capture_output=True, text=True, check=True).stdout.splitlines()
        return [root / n for n in names if (root / n).is_file()]
    except (OSError, subprocess.CalledProcessError):
        return [p for p in root.rglob('*') if p.is_file()
                and not re.match(r'[._]', p.relative_to(root).parts[0])]


def check_text(relative, text):
    suffix = pathlib.PurePath(relative).suffix
    if suffix in SOURCES or relative in ('dev', '.ci/run'):
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in text[:400]:
            yield f'{relative}: no SPDX header'
        for match in UNFINISHED.finditer(text):
            yield f'{relative}: unfinished: {match.group(0)}'
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            yield f'{relative}:{number}: names a folder of one machine'
        if REGISTRY.search(line):
            yield f'{relative}:{number}: names a host of a package registry'


def check_ui(relative, path):
    for node in ElementTree.parse(path).getroot().iter('property'):
        words = (node.text or '').strip()
        if node.get('name') in PROSE and re.search(r'[A-Za-z]{3}', words):
            if node.get('translatable') != 'yes' and node.get('bind-source') is None:
                yield f'{relative}: "{words}" is not marked translatable'
    for node in ElementTree.parse(path).getroot().iter('object'):
        own = {p.get('name'): (p.text or '').strip() for p in node.findall('property')}
        # Without it GTK guesses, and may ask for more room than a telephone has.
        if node.get('class') == 'GtkLabel' and own.get('wrap') == 'True' and 'width-chars' not in own:
            yield f'{relative}: the label "{node.get("id") or own.get("label", "")}" wraps without width-chars'


def check_lists(root):
    readme = root / 'README.md'
    for path in sorted((root / 'build-aux').glob('packages-*.txt')):
        names = [l for l in path.read_text(encoding='utf-8').splitlines() if l and l[0] != '#']
        if names != sorted(set(names)):
            yield f'{path.name}: not sorted, or a name twice'
        # "root: name…" is explained in build-aux/lab-root.sh.
        name = r'[a-z0-9][a-z0-9+.-]+'
        if not all(re.fullmatch(rf'{name}|[a-z0-9]+:( {name})+', line) for line in names):
            yield f'{path.name}: one package name a line'
        if readme.exists() and 'build-aux/packages-' not in readme.read_text(encoding='utf-8'):
            yield 'README.md: does not point to build-aux/packages-*.txt'


def main(root):
    root = pathlib.Path(root).resolve()
    problems = list(check_lists(root))
    for path in tracked(root):
        relative = path.relative_to(root).as_posix()
        if path.suffix in BINARY:
            continue
        try:
            text = path.read_text(encoding='utf-8')
        except UnicodeDecodeError:
            if not relative.startswith('tests/'):
                problems.append(f'{relative}: not UTF-8')
            continue
        problems += check_text(relative, text)
        if path.suffix == '.ui':
            problems += check_ui(relative, path)
    print('\n'.join(problems) or 'the tree is as it should be')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
