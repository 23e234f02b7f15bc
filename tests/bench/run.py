#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures jobs side by side with other programs on the lab's servers, and prints ratios.

Absolute times move with the load of the machine: each round runs every program once, in turn, and
only the ratios of the medians are held against a goal."""

import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path.insert(0, str(SOURCE / 'tests/lab'))

from lablib import tools as lab_tools  # noqa: E402
from lablib.accounts import ALICE, BOB, smtp  # noqa: E402
from lablib.network import HOST  # noqa: E402
from lablib.postfix import Postfix  # noqa: E402
from lablib.scenario import Lab, Scenario  # noqa: E402

WHAT = ('wall', 'CPU', 'memory')


def measure(command, environment):
    """(wall ms, CPU ms, peak KiB) of one run, which must go well."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = (time.perf_counter() - begin) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f'{" ".join(command)}: exit status {process.returncode}')
    return wall, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss


def account_check(lab, cli, port):
    """The same account check, ours and others: TLS, login, recipient."""
    password = lab.password_file.read_text(encoding='ascii').strip()
    authority = str(lab.tools.authority.ca_file)
    programs = {'throughline': [str(cli), *smtp(port=port), '--no-environment', '--user', ALICE,
                                '--password-file', str(lab.password_file), '--ca-file', authority]}
    if shutil.which('swaks'):
        programs['swaks'] = ['swaks', '--server', HOST, '--port', str(port), '--pipeline',
                             '--tls-on-connect' if port == 465 else '--tls', '--tls-verify',
                             '--tls-ca-path', authority, '--auth', 'PLAIN', '--auth-user', ALICE,
                             '--auth-password', password, '--from', ALICE, '--to', BOB,
                             '--quit-after', 'RCPT', '--helo', '[192.168.77.2]']
    return programs


BENCHES = {
    'account-587': (587, {'swaks': (0.45, 0.45, 0.85)}),
    'account-465': (465, {'swaks': (0.45, 0.45, 0.85)}),
}


def play(tools, name, rounds):
    port, goals = BENCHES[name]
    scenario = Scenario(title=name, args=[], cause=None, verdict='ok', user=ALICE,
                        servers=lambda: [Postfix()])
    lab = Lab(scenario, tools)
    try:
        programs = account_check(lab, tools.cli, port)
        environment = {'PATH': '/usr/bin:/bin', 'HOME': str(tools.base), 'LC_ALL': 'C.UTF-8'}
        runs = {program: [] for program in programs}
        for _ in range(rounds + 1):
            for program, command in programs.items():
                runs[program].append(measure(lab.network.client.command(command), environment))
    finally:
        lab.close()
    # The first round warms the caches of all alike.
    medians = {p: [statistics.median(r[i] for r in rows[1:]) for i in range(3)]
               for p, rows in runs.items()}
    return report(name, medians, goals)


def report(name, medians, goals):
    """Prints one bench; returns how many goals were missed."""
    missed = 0
    for program, (wall, cpu, memory) in medians.items():
        print(f'{name:14} {program:12} {wall:8.1f} ms wall {cpu:8.1f} ms CPU {memory / 1024:7.1f} MiB')
    for other, limits in goals.items():
        if other not in medians:
            print(f'{name:14} {other} is not installed: not compared')
            continue
        for what, limit, ours, theirs in zip(WHAT, limits, medians['throughline'], medians[other]):
            ratio = ours / theirs
            missed += ratio > limit
            print(f"{name:14} ours / {other}, {what}: {ratio:.2f}, goal ≤ {limit:.2f}"
                  f"{'   MISSED' if ratio > limit else ''}")
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('names', nargs='*', help=f'of {", ".join(BENCHES)}; all where none is named')
    parser.add_argument('--rounds', type=int, default=9)
    parser.add_argument('--cli', type=pathlib.Path, default=SOURCE / '_build/src/cli/throughline-cli')
    parser.add_argument('--root', type=pathlib.Path, default=SOURCE / '_lab/root')
    options = parser.parse_args()
    why = lab_tools.obstacle(options.root)
    if why:
        print(f'BENCH NOT RUN: {why}', file=sys.stderr)
        return 0
    lab_tools.enter_namespace(__file__)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix='throughline-bench-') as base:
        tools = lab_tools.Tools(pathlib.Path(base), options.cli.resolve(), options.root.resolve())
        try:
            missed = sum(play(tools, n, options.rounds) for n in options.names or BENCHES)
        finally:
            tools.close()
    print(f'{missed} goals missed' if missed else 'every goal reached')
    return 0


if __name__ == '__main__':
    sys.exit(main())
