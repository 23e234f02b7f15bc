#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues: template and POTFILES are what the sources say, every catalogue of po/LINGUAS is well
formed, keeps the placeholders of each sentence and the words chosen for its language, and is whole. A
line "# unfinished: xx" in po/LINGUAS excuses a language that is still being translated from the last.

usage: check-po.py SOURCE-ROOT"""

import gettext
import pathlib
import re
import subprocess
import sys
import tempfile

PLACEHOLDER = re.compile(r'\{[a-z][a-z0-9_.]*\}')

# One word for one thing, and one way to address the reader: (what must not stand, what stands in its
# place). A message that needs such a word all the same is said in another way.
WORDS = {
    'ru': (
        (re.compile(r'\bпоставщик', re.I), 'провайдер'),
        (re.compile(r'\bтест', re.I), 'проверка'),
        (re.compile(r'\bпрокси-сервер', re.I), 'прокси'),
        (re.compile(r'\bмаршрутизатор', re.I), 'роутер'),
        (re.compile(r'недости[жг]', re.I), 'недоступен'),
        (re.compile(r'\bсервер\w* получател', re.I), 'получающий сервер'),
        (re.compile(r'["“”]'), '«…»'),
    ),
    'ar': (
        (re.compile(r'تعمي|معمّ'), 'تشفير، مشفّر'),
        (re.compile(r'المُصدِرة'), 'جهة الإصدار'),
        (re.compile(r'كمبيوتر'), 'حاسوب'),
        (re.compile(r'مدير\w* (?:ال)?(?:شبك|نظام|نطاق|خادم)'), 'مسؤول'),
        (re.compile(r'(?<!\w)(?!ي|كانوا)\w+و(?:ا|ها|هم|هما)(?!\w)'),
         'the reader is one person: أدخل، اسأل'),
        (re.compile(r'[?,](?=\s|$)'), '؟ ،'),
        (re.compile(r'[٠-٩]'), '0-9'),
        (re.compile(r'["“”]'), '«…»'),
        # Whatever has a direction and stands first gives it to the whole line.
        (re.compile(r'\A(?:\{[^}]*\}|%[\w$]+(?![\w$])|[^\u0600-\u06ffA-Za-z\u200e\u200f{%])*[A-Za-z\u200e]+'
                    r'(?=.*[\u0621-\u064a])', re.S), 'U+200F before it, or an Arabic word'),
    ),
}


def languages(linguas):
    """(languages, those of them that may have gaps)."""
    names, unfinished = [], set()
    for line in linguas.read_text(encoding='utf-8').splitlines():
        if line.startswith('# unfinished:'):
            unfinished.update(line.split(':')[1].split())
        elif line.strip() and not line.startswith('#'):
            names.append(line.strip())
    return names, unfinished


def entries(compiled):
    """(msgid, msgstr, whether one of several plural forms) of a compiled catalogue."""
    with open(compiled, 'rb') as file:
        # The one way in the standard library to the pairs of a catalogue.
        catalog = gettext.GNUTranslations(file)._catalog  # pylint: disable=protected-access
    for key, text in catalog.items():
        plural = isinstance(key, tuple)
        yield key[0] if plural else key, text, plural


def check_placeholders(language, compiled):
    for msgid, text, plural in entries(compiled):
        wanted = set(PLACEHOLDER.findall(msgid))
        found = set(PLACEHOLDER.findall(text))
        # "One connection" need not repeat the number.
        missing = wanted - found - ({'{count}'} if plural else set())
        if msgid and (missing or found - wanted):
            yield f'{language}: placeholders of "{msgid[:60]}": {sorted(wanted ^ found)}'


def check_words(language, compiled):
    for msgid, text, _ in entries(compiled):
        for pattern, instead in WORDS.get(language, ()):
            found = pattern.search(text) if msgid else None
            if found:
                yield f'{language}: "{found[0]}" in "{msgid[:60]}": the catalogue says {instead}'


def check_whole(language, po):
    for what, option in (('fuzzy', '--only-fuzzy'), ('untranslated', '--untranslated')):
        found = subprocess.run(['msgattrib', option, '--no-obsolete', po], check=True,
                               capture_output=True, text=True).stdout
        count = len(re.findall(r'^msgid (?!""\n(?!"))', found, re.M))
        if count:
            yield f'{language}: {count} {what}'


def check(root):
    po = root / 'po'
    names, unfinished = languages(po / 'LINGUAS')
    refresh = subprocess.run(['sh', str(root / 'build-aux/update-pot.sh'), '--check'], check=False,
                             capture_output=True, text=True)
    if refresh.returncode:
        yield refresh.stderr.strip()
    for name in names:
        with tempfile.NamedTemporaryFile(suffix='.mo') as compiled:
            done = subprocess.run(['msgfmt', '-c', '-o', compiled.name, str(po / f'{name}.po')],
                                  check=False, capture_output=True, text=True)
            if done.returncode:
                yield f'{name}: {done.stderr.strip()}'
                continue
            yield from check_placeholders(name, compiled.name)
            yield from check_words(name, compiled.name)
        if name not in unfinished:
            yield from check_whole(name, str(po / f'{name}.po'))


def main(root):
    problems = list(check(pathlib.Path(root)))
    print('\n'.join(problems) or 'catalogues are whole')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]))
