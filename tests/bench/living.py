# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How live the programs stay: what holds their main loops while a test runs, and how long Ctrl-C, Cancel
and closing take wherever a test can hang. Limits in ms, not ratios: a person feels them."""

import json
import pathlib
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


BENCHES = {'live-window': window, 'live-terminal': terminal}
