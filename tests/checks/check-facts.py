#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts, held together: every name that a probe records or a rule asks stands in docs/facts.md, and
what stands there is recorded somewhere, unless its meaning says "(not yet recorded)".

usage: check-facts.py SOURCE-ROOT"""

import pathlib
import re
import sys

RECORDERS = ('net', 'probe', 'accounts', 'engine', 'knowledge', 'cli', 'gui')
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(r'/\*.*?\*/', re.S)
STEP_CALL = re.compile(r'(?:tl_run_(?:begin|skip|fact_of|add_step)\s*\(\s*run\s*,'
                       r'|\bTlStepRecord\s+\w+\s*=\s*\{(?:\s*\(\s*char\s*\*\s*\))?)\s*"([^"]+)"')
STEP_LIST = re.compile(r'\bsteps\w*\[\]\s*=\s*\{(.*?)\}', re.S)
# A table by its type, or a list inside the entry of a cause; the field that holds the condition.
TABLE = re.compile(r'\b(TlKbRule|TlKbFix|TlKbBearing)\b\s*\w*\s*\[\]\s*\)?\s*=?\s*\{'
                   r'|\b(TL_KB_RULES|TL_KB_CONTRARY|TL_KB_FIXES)\s*\((?!\.\.\.)')
# Names in the files of other programs that look like facts: user.id is an operand of OpenSnitch.
FOREIGN = {'user.id'}
FIELD = {'TlKbFix': 3, 'TL_KB_FIXES': 3}
CONDITION = re.compile(r'^!?(?:before:)?([a-z_]+(?:\.[a-z0-9_N]+)+)(?:!=|!~|\^=|=|~|<|>|$)')


def read_list(path):
    """Documented names, with the marked ones apart. A name that begins with a dot or has the parent
    of the one before it takes that one's beginning: `tls.chain.N.subject`, `.issuer`."""
    names, marked = [], set()
    for line in path.read_text(encoding='utf-8').splitlines():
        cells = line.split(' | ')
        if not line.startswith('| `') or len(cells) < 3:
            continue
        for name in re.findall(r'`([^`]+)`', cells[0]):
            if name.startswith('.'):
                name = names[-1].rsplit('.', 1)[0] + name
            names.append(name)
            if '(not yet recorded)' in line:
                marked.add(name)
    return names, marked


def shape(name):
    """A name, a format or a documented name with N, all in one shape to compare: numbers are N."""
    return re.sub(r'%[a-z0-9]*[dui]\b|(?<=\.)\d+(?=\.|$)|%" G_G[A-Z]+_FORMAT "', 'N',
                  name.replace('%zu', 'N'))


def literals(path):
    text = COMMENT.sub('', path.read_text(encoding='utf-8'))
    text = re.sub(r'%"\s*G_G\w+_FORMAT\s*"', '%u', text)
    text = re.sub(r'(?m)^\s*#\s*include.*$', '', text)
    return text, LITERAL.findall(text)


def steps_of(files):
    found = set()
    for path in files:
        text, _ = literals(path)
        found.update(STEP_CALL.findall(text))
        for body in STEP_LIST.findall(text):
            found.update(LITERAL.findall(body))
    return found


def block(text, start):
    """The text from start to the brace or parenthesis that closes it."""
    depth, quoted, position = 1, False, start
    while position < len(text) and depth:
        letter = text[position]
        if letter == '\\' and quoted:
            position += 1
        elif letter == '"':
            quoted = not quoted
        elif not quoted:
            depth += {'{': 1, '(': 1, '}': -1, ')': -1}.get(letter, 0)
        position += 1
    return text[start:position - 1]


def entries(body):
    """The fields of each { … } of a table, string literals joined, everything else as it stands."""
    position = 0
    while (start := body.find('{', position)) >= 0:
        inside = block(body, start + 1)
        position = start + len(inside) + 2
        strings = LITERAL.findall(inside)
        plain = LITERAL.sub('\0', inside)
        fields, at = [], 0
        for field in plain.split(','):
            count = field.count('\0')
            fields.append(''.join(strings[at:at + count]) if count else None)
            at += count
        yield fields


def conditions(path):
    """(condition, name) of every rule and every fix of one table file."""
    text, _ = literals(path)
    for match in TABLE.finditer(text):
        field = FIELD.get(match.group(1) or match.group(2), 1)
        for fields in entries(block(text, match.end())):
            when = fields[field] if len(fields) > field else None
            for condition in (when or '').split():
                yield condition


def conditions_in_words(path):
    """Conditions outside the tables: literals all of whose words are such, and one of them a list."""
    for text in literals(path)[1]:
        words = text.split()
        if (len(words) > 1 or re.search('[=~<>]', text)) and all(map(CONDITION.match, words)):
            yield from words


def check_rules(root, facts, steps):
    for path in sorted((root / 'src/knowledge').glob('*.c')):
        in_table = path.name.startswith('kb-')
        for condition in conditions(path) if in_table else conditions_in_words(path):
            step = re.match(r'!?(?:before:)?step:([a-z0-9.-]+)!?=', condition)
            match = CONDITION.match(condition)
            if step:
                if steps and step.group(1) not in steps:
                    yield f'{path.name}: no step {step.group(1)} in "{condition}"'
            elif not match:
                yield f'{path.name}: not a condition: "{condition}"'
            elif shape(match.group(1)) not in facts:
                yield f'{path.name}: no fact {match.group(1)} in docs/facts.md'


def check_probes(root, facts, steps, prefixes, files):
    """Problems, and all shapes and unfinished beginnings that were seen recorded."""
    problems, seen, begun = [], set(), set()
    name_like = re.compile(rf'(?:{"|".join(sorted(prefixes))})(?:\.[a-z0-9_%]+)+\.?$')
    for path in files:
        if path.name.startswith('kb-') or path.name == 'tl-next-tests.c':
            continue
        # A front end records what a person answers, and nothing else; the rest there are other names.
        answers_only = path.relative_to(root).parts[1] in ('cli', 'gui')
        for text in literals(path)[1]:
            if not name_like.match(text) or (answers_only and not text.startswith('user.')):
                continue
            found = shape(text)
            seen.add(found)
            if text.endswith('.') or '%s' in text:
                begun.add(re.escape(found).replace('%s', '[a-z0-9_.]+')
                          + ('.*' if text.endswith('.') else ''))
            elif found not in facts and text not in steps and text not in FOREIGN:
                if not any(f.startswith(found + '.') for f in facts):
                    problems.append(f'{path.relative_to(root)}: {text} is not in docs/facts.md')
    return problems, seen, begun


def main(root):
    root = pathlib.Path(root)
    names, marked = read_list(root / 'docs/facts.md')
    facts = set(names)
    files = sorted(p for layer in RECORDERS for p in (root / 'src' / layer).glob('**/*.c'))
    steps = steps_of(files)
    prefixes = {n.split('.')[0] for n in names}
    problems, seen, begun = check_probes(root, facts, steps, prefixes, files)
    problems += check_rules(root, facts, steps)
    tails = {s for p in files for s in literals(p)[1] if re.fullmatch(r'[a-z0-9_]+(\.[a-z0-9_]+)*', s)}
    for name in sorted(facts - seen - marked):
        # Put together from a beginning and an ending that both stand in the sources.
        whole = any(re.fullmatch(b, name) for b in begun) and name.rsplit('.', 1)[1] in tails
        if not whole:
            problems.append(f'docs/facts.md: nothing records {name}')
    if len(names) != len(facts):
        problems.append('docs/facts.md: a name stands twice: '
                        + ', '.join(sorted({n for n in names if names.count(n) > 1})))
    print('\n'.join(problems) or f'{len(facts)} facts, {len(steps)} steps: all agree')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
