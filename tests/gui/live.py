#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window stays live while a test runs: what holds its main loop when the practice server stalls and
when it does not, how long Cancel takes, how long closing takes. Speaks TAP; ten times the bar is borne.

usage: live.py PROGRAM LOOP-WATCH.so [--figures FILE]

Actions go over D-Bus and nothing walks the accessible tree meanwhile: what a walk costs the window is
not the window's fault."""

import argparse
import json
import pathlib
import sys
import tempfile
import threading
import time

from uidrive import APPLICATION, GLib, Window, wait

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))

import loopwatch  # noqa: E402

HANG = 2.0  # seconds in which the test only waits
CALM = 1.0  # seconds until all is drawn


class Watched:
    """The window with loop-watch.so inside, and what each part of its life held the loop."""

    def __init__(self, program, watch, folder):
        self.log = folder / 'loop.log'
        self.log.write_text('', 'ascii')
        self.window = Window(program, environment=loopwatch.environment(watch, self.log))
        self.parts = {}

    def __enter__(self):
        self.window.__enter__()
        time.sleep(CALM)
        return self

    def __exit__(self, *error):
        return self.window.__exit__(*error)

    def part(self, name, play):
        """Plays it; what held the loop counts until all is drawn. Its result is play's."""
        begin = time.monotonic()
        result = play(self.window)
        time.sleep(CALM)
        self.parts[name] = loopwatch.read(self.log, begin, time.monotonic())
        return result


def hang(window):
    window.act('run-test')
    wait('the test', lambda: window.enabled('cancel'))
    time.sleep(HANG)


def cancel(window):
    """How long until the result is there, ms."""
    begin = time.monotonic()
    window.act('cancel')
    while not window.enabled('export'):
        if time.monotonic() - begin > 30:
            break
    return (time.monotonic() - begin) * 1000


def go_through(window):
    window.act('run-test')
    wait('the result', lambda: not window.enabled('cancel') and window.enabled('export'))


def close(window):
    """How long until the program is gone, ms."""
    begin = time.monotonic()
    try:
        window.act('quit', path=APPLICATION)
    except GLib.Error:
        pass  # gone before it could answer
    # With a limit of its own, waiting would look at the process now and then only.
    killer = threading.Timer(30, window.process.kill)
    killer.start()
    window.process.wait()
    killer.cancel()
    return (time.monotonic() - begin) * 1000


def measure(program, watch):
    """({part: Held}, {what: ms})"""
    took = {}
    with tempfile.TemporaryDirectory() as name, Watched(program, watch, pathlib.Path(name)) as watched:
        def practise(window, scenario):
            window.act('practice', scenario)
            window.act('go', 'test')

        practise(watched.window, 'silent-server')
        time.sleep(CALM)
        watched.part('a test that hangs', hang)
        took['cancel'] = watched.part('its end', cancel)
        watched.part('its explanation', lambda window: window.act('go', 'explanation'))
        practise(watched.window, 'greylisting')
        time.sleep(CALM)
        watched.part('a test that ends', go_through)
        watched.part('its explanation at last', lambda window: window.act('go', 'explanation'))
        practise(watched.window, 'silent-server')
        time.sleep(CALM)
        watched.part('another that hangs', hang)
        took['close'] = close(watched.window)
    return watched.parts, took


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('program')
    parser.add_argument('watch')
    parser.add_argument('--figures', type=pathlib.Path)
    options = parser.parse_args()
    parts, took = measure(options.program, options.watch)
    results = {}
    for part, held in parts.items():
        print(f'# {part}: callback {held.callback:.1f} ms ({held.name}), iteration {held.iteration:.1f} ms')
        results[f'the loop in {part}'] = list(loopwatch.problems(held))
    borne = loopwatch.borne_ms(options.program, '--help')
    for what, ms in took.items():
        print(f'# {what}: {ms:.0f} ms of {borne:.0f}')
        results[what] = [f'it took {ms:.0f} ms'] if ms > borne else []
    print(f'1..{len(results)}')
    for number, (name, problems) in enumerate(results.items(), 1):
        print('not ok' if problems else 'ok', number, '-', name)
        for problem in problems:
            print('#', problem)
    if options.figures:
        options.figures.write_text(json.dumps({
            'callback': max(held.callback for held in parts.values()),
            'iteration': max(held.iteration for held in parts.values()), **took}), 'ascii')
    return any(results.values())


if __name__ == '__main__':
    sys.exit(main())
