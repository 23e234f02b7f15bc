# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program with loop-watch.so inside, and reads what that wrote down."""

import dataclasses
import os
import subprocess
import time

# What a window that feels live allows, in ms; the tests bear TOLERANCE times as much.
CALLBACK = 8
ITERATION = 50
CANCEL = 50
TOLERANCE = 10


@dataclasses.dataclass
class Held:
    """The worst of a time: a callback with our code in it, its name, a whole iteration; ms."""
    callback: float = 0
    name: str = '-'
    iteration: float = 0
    iterations: int = 0


def environment(watch, log):
    """What is added to a program's environment, so that it writes the file `log`."""
    return {'LD_PRELOAD': os.path.abspath(watch), 'TL_LOOP_LOG': str(log),
            'ASAN_OPTIONS': ':'.join(filter(None, [os.environ.get('ASAN_OPTIONS'), 'verify_asan_link_order=0']))}


def read(log, begin=0.0, end=float('inf')):
    """What held the loop in iterations that began between these times (time.monotonic)."""
    held = Held()
    with open(log, encoding='utf-8') as file:
        if file.readline() != ' watching\n':
            raise ValueError('loop-watch.so was not loaded')
        for line in file:
            if line.startswith(' '):
                continue
            began, _, own, _, callback, name = line.split(' ', 5)
            if not begin <= float(began) < end:
                continue
            held.iterations += 1
            held.iteration = max(held.iteration, float(own))
            if float(callback) > held.callback:
                held.callback, held.name = float(callback), name.strip()
    return held


def problems(held, tolerance=TOLERANCE):
    """What is beyond the bars, in words."""
    if held.callback > CALLBACK * tolerance:
        yield f'a callback of ours ({held.name}) held the loop {held.callback:.1f} ms'
    if held.iteration > ITERATION * tolerance:
        yield f'an iteration took {held.iteration:.1f} ms'


def borne_ms(*command):
    """How long an end may take in a test: the bar many times over, and what it takes to start and to end
    the program at all where this much is computed beside it."""
    begin = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return CANCEL * TOLERANCE + 3 * (time.monotonic() - begin) * 1000
