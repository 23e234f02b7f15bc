# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How live the programs stay: what holds their main loops while a test runs, and how long Ctrl-C, Cancel
and closing take wherever a test can hang: limits in ms, not ratios, for a person feels them. And how soon
the window shows something, beside other windows."""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parent
sys.path.insert(0, str(TESTS / 'support'))

import loopwatch  # noqa: E402
from lablib.node import run  # noqa: E402

LIMITS = {'callback': loopwatch.CALLBACK, 'iteration': loopwatch.ITERATION, 'cancel': loopwatch.CANCEL,
          'close': loopwatch.CANCEL}


def build_watch(base):
    watch = base / 'loop-watch.so'
    flags = run(['pkg-config', '--cflags', '--libs', 'glib-2.0']).split()
    run(['cc', '-O2', '-shared', '-fPIC', '-D_GNU_SOURCE', '-o', str(watch), str(TESTS / 'support/loop-watch.c'),
         *flags])
    return watch


def rounds_of(base, command, rounds):
    """What each round wrote into its file of figures."""
    figures = base / 'figures.json'
    for _ in range(rounds):
        done = subprocess.run([*command, '--figures', str(figures)], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)
        if not figures.exists():
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        yield json.loads(figures.read_text('ascii'))
        figures.unlink()


def medians(rows):
    return {what: statistics.median(row[what] for row in rows) for what in rows[0]}


def judge(name, what, ms):
    """Prints one figure; returns whether it is beyond its limit."""
    missed = ms > LIMITS[what]
    print(f'{name:30} {what:10} {ms:7.1f} ms, goal ≤ {LIMITS[what]}{"   MISSED" if missed else ""}')
    return missed


def window(base, cli, rounds, _cases):
    """The wizard's window, against the practice server that stalls and one that does not."""
    command = ['sh', str(TESTS / 'gui/ui-session.sh'), '/usr/bin/python3', '-W', 'ignore', '-B', str(TESTS / 'gui/live.py'),
               str(cli.parent.parent / 'gui/throughline'), str(build_watch(base))]
    found = medians(list(rounds_of(base, command, rounds)))
    return sum(judge('live-window', what, ms) for what, ms in found.items())


def terminal(base, cli, rounds, _cases):
    """The terminal program, wherever a server, a network or a name server can stall."""
    command = [sys.executable, '-B', str(TESTS / 'cli/check-cancel.py'), str(cli), str(build_watch(base))]
    rows = list(rounds_of(base, command, rounds))
    stages = {stage: medians([row[stage] for row in rows]) for stage in rows[0]}
    missed = sum(judge(f'live-terminal {stage}', 'cancel', found['cancel']) for stage, found in stages.items())
    return missed + sum(judge('live-terminal, the worst', what, max(found[what] for found in stages.values()))
                        for what in ('callback', 'iteration'))


# The first painted frame, the memory a second later (PSS)
MOST_OF_BARE, MOST_OF_CALCULATOR = (1.5, 1.35), (1.0, 1.0)


def start(base, cli, rounds, _cases):
    """The window's first frame and its memory, against a bare window of libadwaita and a calculator."""
    floor, first = base / 'floor-window', base / 'first-frame'
    run(['cc', '-O2', '-o', str(first), str(HERE / 'first-frame.c'), '-lX11'])
    run(['cc', '-O2', '-o', str(floor), str(HERE / 'floor-window.c'),
         *run(['pkg-config', '--cflags', '--libs', 'libadwaita-1']).split()])
    programs = {'throughline': str(cli.parent.parent / 'gui/throughline'), 'bare': str(floor)}
    if shutil.which('gnome-calculator'):
        programs['calculator'] = 'gnome-calculator'
    else:
        print('window-start       gnome-calculator is not installed: not compared')
    # One session for all: the first round starts what they share.
    script = f'for n in {" ".join(map(str, range(rounds + 1)))}; do for p; do {first} "$p"; done; done'
    words = subprocess.run(['sh', str(TESTS / 'gui/ui-session.sh'), 'sh', '-c', script, 'sh', *programs.values()],
                           check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.split()
    figures = [tuple(map(float, words[i:i + 2])) for i in range(0, len(words), 2)][len(programs):]
    found = {name: [statistics.median(row[i] for row in figures[at::len(programs)]) for i in (0, 1)]
             for at, name in enumerate(programs)}
    missed = 0
    for name, (ms, kib) in found.items():
        print(f'window-start       {name:12} {ms:7.1f} ms {kib / 1024:7.1f} MiB')
    for name, limits in (('bare', MOST_OF_BARE), ('calculator', MOST_OF_CALCULATOR)):
        for i, what in enumerate(('first frame', 'memory') if name in found else ()):
            ratio = found['throughline'][i] / found[name][i]
            missed += ratio > limits[i]
            print(f'window-start       ours / {name}, {what}: {ratio:.2f}, goal ≤ {limits[i]:.2f}'
                  f'{"   MISSED" if ratio > limits[i] else ""}')
    return missed


BENCHES = {'window-start': start, 'live-window': window, 'live-terminal': terminal}
