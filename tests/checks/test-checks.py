#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks themselves: each finds what it is there for, in small trees made for that. TAP."""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))

from again import MOST, play_each  # noqa: E402

COUNT = HERE.parent.parent / 'build-aux/count-tests.py'
SPDX = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'
FACTS = '| `tcp.state` | word | how it went |\n| `port.N.state`, `.connect_ms` | word | a sibling |\n'
PROBE = 'void f (void) { tl_run_begin (run, "tcp.connect", t); tl_run_fact (run, "tcp.state", s);\n' \
        'g_strdup_printf ("port.%u.state", p); g_strdup_printf ("port.%u.connect_ms", p); }\n'
GOOD = {'docs/facts.md': FACTS, 'src/probe/tl-a.c': PROBE,
        'src/knowledge/kb-a.c': 'static const TlKbRule r[] = {{0.9, "tcp.state=open '
                                'step:tcp.connect=ok port.25.state!=open", NULL}};\n'}


def catalogue(language, text):
    """A tree with a catalogue of one message."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    return {'po/LINGUAS': f'{language}\n', f'po/{language}.po': f'{head}\nmsgid "a"\nmsgstr "{text}"\n'}


def outcome(script, files, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding='utf-8')
        target = [str(root / a) for a in arguments] or [folder]
        return subprocess.run([sys.executable, '-B', str(script), *target], text=True,
                              capture_output=True, check=False)


def log(*tests):
    return {'log': ''.join(json.dumps(t) + '\n' for t in tests)}


def tap(result, stdout):
    return {'name': 'a', 'result': result, 'stdout': stdout}


# (title, script, files, what the output must hold, whether the check must fail)
CASES = [
    ('layers: an arrow upwards', 'check-layers.py',
     {'src/core/a.c': '#include "b.h"\n', 'src/net/b.h': ''}, 'core must not see net', True),
    ('layers: GTK below the window', 'check-layers.py',
     {'src/engine/a.c': '#include <gtk/gtk.h>\n'}, '<gtk/gtk.h>', True),
    ('layers: a socket in core', 'check-layers.py',
     {'src/core/a.c': 'int f (void) { return socket (1, 2, 3); }\n'}, 'calls socket', True),
    ('layers: gsasl outside its file', 'check-layers.py',
     {'src/probe/tl-ftp.c': '#include <gsasl.h>\n'}, '<gsasl.h>', True),
    ('layers: arrows downwards', 'check-layers.py',
     {'src/probe/a.c': '#include "b.h"\n#include <poll.h>\n', 'src/net/b.h': ''}, 'keep to', False),
    ('facts: all agree', 'check-facts.py', GOOD, 'all agree', False),
    ('facts: a probe records an unknown one', 'check-facts.py',
     GOOD | {'src/probe/tl-b.c': 'void g (void) { tl_run_fact (run, "tcp.sate", s); }\n'},
     'tcp.sate is not in', True),
    ('facts: a rule asks for an unknown one', 'check-facts.py',
     GOOD | {'src/knowledge/kb-b.c': 'static const TlKbRule r[] = {{0.9, "tcp.stat=open", NULL}};\n'},
     'no fact tcp.stat', True),
    ('facts: a rule inside the entry of its cause asks for an unknown one', 'check-facts.py',
     GOOD | {'src/knowledge/kb-b.c': 'static const TlCause c[] = {{.id = "a", .title = N_ ("b"),\n'
                                     ' TL_KB_CONTRARY ({0.9, "tcp.stat=open"}, )}};\n'},
     'no fact tcp.stat', True),
    ('facts: a rule asks for an unknown step', 'check-facts.py',
     GOOD | {'src/knowledge/kb-b.c': 'static const TlKbRule r[] = {{.9, "step:tcp.open=ok"}};\n'},
     'no step tcp.open', True),
    ('facts: a documented one that nothing records', 'check-facts.py',
     GOOD | {'docs/facts.md': FACTS + '| `tcp.lost` | word | never |\n'}, 'records tcp.lost', True),
    ('po: another word than the catalogue has', 'check-po.py', catalogue('ru', 'Спросите поставщика.'),
     'says провайдер', True),
    ('po: many people addressed', 'check-po.py', catalogue('ar', 'اسألوا المزوّد.'), 'one person', True),
    ('po: many people addressed, and a suffix', 'check-po.py', catalogue('ar', 'غيّروها هناك.'),
     'one person', True),
    ('po: a line that begins in Latin letters', 'check-po.py', catalogue('ar', 'IPv6 إلى جانب IPv4'),
     'U+200F', True),
    ('sizes: a long function', 'check-sizes.py',
     {'src/core/a.c': 'void\nf (void)\n{\n' + '  g ();\n' * 90 + '}\n'}, 'more than 80', True),
    ('tree: no licence header', 'check-tree.py', {'src/a.c': 'int a;\n'}, 'no SPDX header', True),
    ('tree: words of a .ui file not marked', 'check-tree.py',
     {'ui/a.ui': '<interface><property name="label">Next</property></interface>'},
     'not marked translatable', True),
    ('tree: a label that wraps, but asks for the room of its words', 'check-tree.py',
     {'ui/a.ui': '<interface><object class="GtkLabel" id="b"><property name="wrap">True</property>'
                 '</object></interface>'}, '"b" wraps without width-chars', True),
    ('tree: an unsorted list', 'check-tree.py',
     {'build-aux/packages-build.txt': 'meson\ngcc\n'}, 'not sorted', True),
    ('tree: all well', 'check-tree.py', {'src/a.c': SPDX}, 'as it should be', False),
    ('count: subtests one by one', COUNT,
     log(tap('OK', 'TAP version 13\n1..3\nok 1 /a\nok 2 /b # SKIP no\nok 3 /c\n')),
     '2 passed, 0 failed, 1 skipped', False),
    ('count: a failing subtest', COUNT, log(tap('FAIL', '1..2\nok 1 /a\nnot ok 2 /b\n')),
     '1 passed, 1 failed', True),
    ('count: why it failed', COUNT, log(tap('FAIL', '1..1\nnot ok 1 /a\n# the wire was cut\n')),
     '# the wire was cut', True),
    ('count: what was played again', COUNT,
     log(tap('OK', '1..1\n# /a FAILED AMONG OTHERS\n#   too late\nok 1 /a\n')), 'too late', False),
    ('count: a crash after the last subtest', COUNT, log(tap('ERROR', '1..1\nok 1 /a\n')),
     '1 passed, 1 failed', True),
    ('count: no test at all is a failure', COUNT, {'log': ''}, '0 passed, 0 failed', True),
]


def again():
    """What fails among others is played once more, alone and last; what fails twice, or where nothing
    is played again, fails; and so does what fails in great numbers."""
    played = []

    def play(item):
        played.append(item)
        return item == 'bad' or (item == 'busy' and played.count(item) == 1)

    once = list(play_each(2, ['busy', 'bad', 'good'], play, bool))
    played.clear()
    never = list(play_each(2, ['busy', 'good'], play, bool, again=False))
    played.clear()
    many = [result for _, result, _ in play_each(2, ['bad'] * (MOST + 1), play, bool)]
    return (once == [('good', False, None), ('busy', False, True), ('bad', True, True)]
            and never == [('busy', True, None), ('good', False, None)]
            and many == [True] * (MOST + 1) and len(played) == MOST + 1)


def main():
    print(f'1..{len(CASES) + 1}')
    failed = 0
    for number, (title, script, files, words, must_fail) in enumerate(CASES, 1):
        done = outcome(HERE / script, files, *(['log'] if script is COUNT else []))
        good = words in done.stdout and (done.returncode != 0) == must_fail
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {title}")
        if not good:
            print('\n'.join(f'#   {line}' for line in (done.stdout + done.stderr).splitlines()))
    good = again()
    failed += not good
    print(f"{'ok' if good else 'not ok'} {len(CASES) + 1} - again: once more, alone and last")
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
