#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures jobs side by side with other programs on the lab's servers, and prints ratios.

Absolute times move with the load of the machine: each round runs every program once, in turn, and
only the ratios of the medians are held against a goal."""

import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path[:0] = [str(HERE), str(SOURCE / 'tests/lab')]

import explaining  # noqa: E402
import living  # noqa: E402
import naming  # noqa: E402
import surveying  # noqa: E402
from lablib import tools as lab_tools  # noqa: E402
from lablib.accounts import ALICE, BOB, CAROL, ftp, smtp  # noqa: E402
from lablib.network import CLIENT4, FTP_HOST, HOST  # noqa: E402
from lablib.node import run  # noqa: E402
from lablib.postfix import Postfix  # noqa: E402
from lablib.scenario import Lab, Scenario  # noqa: E402
from lablib.vsftpd import Vsftpd  # noqa: E402

WHAT = ('wall', 'CPU', 'memory')


def measure(lab, command):
    """(wall ms, CPU ms, peak KiB) of one run on the client, which must go well."""
    environment = {'PATH': '/usr/bin:/bin', 'HOME': str(lab.tools.base), 'LC_ALL': 'C.UTF-8'}
    words = run(lab.network.client.command([lab.tools.base / 'measure', *command]), env=environment)
    return tuple(map(float, words.split()[-3:]))


class SlowLine:
    """Everything between client and router takes half a round trip longer, there and back."""

    def __init__(self, network, round_trip):
        pids = [str(network.client.pid), str(network.router.pid)]
        self.process = subprocess.Popen([sys.executable, '-B', str(HERE / 'delay.py'), *pids,
                                         str(round_trip / 2)], stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        for node in (network.client, network.router):
            node.run(['ip', 'link', 'set', 'slow0', 'up'])
        network.client.run(['ip', 'route', 'replace', 'default', 'dev', 'slow0', 'src', CLIENT4])
        network.router.run(['ip', 'route', 'add', f'{CLIENT4}/32', 'dev', 'slow0'])

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def account_check(lab, port):
    """The same account check, ours, the floor's and others': TLS, login, recipient."""
    password = lab.password_file.read_text(encoding='ascii').strip()
    authority, secret = str(lab.tools.authority.ca_file), str(lab.password_file)
    programs = {
        'throughline': [lab.tools.cli, *smtp(port=port), '--no-environment', '--user', ALICE,
                        '--password-file', secret, '--ca-file', authority],
        'floor': [str(lab.tools.base / 'floor-smtp'), HOST, str(port), authority, ALICE, secret, BOB],
    }
    if shutil.which('swaks'):
        programs['swaks'] = ['swaks', '--server', HOST, '--port', str(port), '--pipeline',
                             '--tls-on-connect' if port == 465 else '--tls', '--tls-verify',
                             '--tls-ca-path', authority, '--auth', 'PLAIN', '--auth-user', ALICE,
                             '--auth-password', password, '--from', ALICE, '--to', BOB,
                             '--quit-after', 'RCPT', '--helo', f'[{CLIENT4}]']
    return programs


def listing(lab, port):
    """Login and listing over TLS."""
    password = lab.password_file.read_text(encoding='ascii').strip()
    authority, secret = str(lab.tools.authority.ca_file), str(lab.password_file)
    programs = {
        'throughline': [lab.tools.cli, *ftp(port=port), '--no-environment', '--user', CAROL,
                        '--password-file', secret, '--ca-file', authority],
        'floor': [str(lab.tools.base / 'floor-ftp'), FTP_HOST, str(port), authority, CAROL, secret],
        'curl': ['curl', '--silent', '--ssl-reqd', '--cacert', authority, '--user',
                 f'{CAROL}:{password}', f'ftp://{FTP_HOST}:{port}/'],
        'lftp': ['lftp', '-c', f'set ssl:ca-file {authority}; set ftp:ssl-force true; '
                 f'open -u {CAROL},{password} ftp://{FTP_HOST}:{port}; ls'],
    }
    return {p: c for p, c in programs.items() if p in ('throughline', 'floor') or shutil.which(c[0])}


AT_ONCE = {'floor': (4, 5, 3), 'swaks': (0.45, 0.45, 0.85)}
# name: server, job, port, round trip in ms, goals against each other program as (wall, CPU, memory),
# None where there is no goal
BENCHES = {
    'account-587': (Postfix, account_check, 587, 0, AT_ONCE),
    'account-465': (Postfix, account_check, 465, 0, AT_ONCE),
}
for _trip, _share in ((20, 0.80), (100, 0.85), (200, 0.95)):
    for _port in (587, 465):
        BENCHES[f'account-{_port}-{_trip}ms'] = (
            Postfix, account_check, _port, _trip,
            {'floor': (1.10, None, None), 'swaks': (_share, None, None)})
    BENCHES[f'listing-21-{_trip}ms'] = (Vsftpd, listing, 21, _trip,
                                         {'floor': (1.10, None, None), 'curl': (1.0, None, None),
                                          'lftp': (0.60, None, None)})


def rounds_of(lab, programs, rounds):
    """Medians of (wall, CPU, memory) of each program; the first round warms the caches of all."""
    runs = {program: [] for program in programs}
    for _ in range(rounds + 1):
        for program, command in programs.items():
            runs[program].append(measure(lab, command))
    return {p: [statistics.median(r[i] for r in rows[1:]) for i in range(3)]
            for p, rows in runs.items()}


def play(tools, name, rounds):
    server, job, port, round_trip, goals = BENCHES[name]
    lab = Lab(Scenario(title=name, args=[], cause=None, verdict='ok', servers=lambda: [server()]),
              tools)
    line = None
    try:
        line = SlowLine(lab.network, round_trip) if round_trip else None
        medians = rounds_of(lab, job(lab, port), rounds)
    finally:
        if line:
            line.close()
        lab.close()
    return report(name, medians, goals)


LINES = surveying.BENCHES | naming.BENCHES  # those that see to everything themselves


def play_line(tools, name, rounds):
    bench, round_trip = LINES[name]
    lab = Lab(Scenario(title=name, args=[], cause=None, verdict='ok',
                       servers=lambda: [surveying.server()]), tools)
    line = None
    try:
        line = SlowLine(lab.network, round_trip) if round_trip else None
        return bench(name, lab, tools.cli, round_trip, rounds)
    finally:
        if line:
            line.close()
        lab.close()


def report(name, medians, goals):
    """Prints one bench; returns how many goals were missed."""
    missed = 0
    for program, (wall, cpu, memory) in medians.items():
        print(f'{name:18} {program:12} {wall:8.1f} ms wall {cpu:8.1f} ms CPU {memory / 1024:7.1f} MiB')
    for other, limits in goals.items():
        if other not in medians:
            print(f'{name:18} {other} is not installed: not compared')
            continue
        for what, limit, ours, theirs in zip(WHAT, limits, medians['throughline'], medians[other]):
            if limit is None:
                continue
            ratio = ours / theirs
            missed += ratio > limit
            print(f"{name:18} ours / {other}, {what}: {ratio:.2f}, goal ≤ {limit:.2f}"
                  f"{'   MISSED' if ratio > limit else ''}")
    return missed


ALONE = explaining.BENCHES | living.BENCHES  # those that need none of the lab's servers


def play_without_servers(cli, names, rounds, cases):
    missed = 0
    with tempfile.TemporaryDirectory(prefix='throughline-bench-') as folder:
        base = pathlib.Path(folder)
        run(['cc', '-O2', '-o', str(base / 'measure'), str(HERE / 'measure.c')])
        for name in names:
            missed += ALONE[name](base, cli, rounds, cases)
    return missed


def play_with_servers(options, names):
    with tempfile.TemporaryDirectory(prefix='throughline-bench-') as base:
        tools = lab_tools.Tools(pathlib.Path(base), options.cli.resolve(), options.root.resolve())
        flags = run(['pkg-config', '--cflags', '--libs', 'gnutls']).split()
        for name in ('measure', 'floor-smtp', 'floor-ftp', 'floor-survey'):
            run(['cc', '-O2', '-o', str(tools.base / name), str(HERE / f'{name}.c'), *flags])
        try:
            return sum((play_line if n in LINES else play)(tools, n, options.rounds)
                       for n in names)
        finally:
            tools.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('names', nargs='*', help=f'of {", ".join([*ALONE, *BENCHES, *LINES])}; all where none is named')
    parser.add_argument('--rounds', type=int, default=9, metavar='N')
    parser.add_argument('--cli', type=pathlib.Path, default=SOURCE / '_build/src/cli/throughline-cli')
    parser.add_argument('--root', type=pathlib.Path, default=SOURCE / '_lab/root')
    parser.add_argument('--cases', type=pathlib.Path, metavar='FOLDER',
                        help='reply-dev.jsonl and bounce-dev.jsonl, lines for explain --jsonl, in the '
                        'place of the examples of the tables')
    options = parser.parse_args()
    if not options.cli.exists():
        sys.exit(f'{options.cli} is not built')
    alone = [n for n in options.names or ALONE if n in ALONE]
    served = [n for n in options.names or [*BENCHES, *LINES]
              if n not in ALONE]
    if served:
        lab_tools.become_root(__file__)
    why = lab_tools.obstacle(options.root) if served else None
    if served and not why:
        lab_tools.enter_namespace(__file__)
    missed = play_without_servers(options.cli.resolve(), alone, options.rounds,
                                  options.cases)
    if why:
        print(f'BENCH NOT RUN: {why}', file=sys.stderr)
    elif served:
        missed += play_with_servers(options, served)
    print(f'{missed} goals missed' if missed else 'every goal reached')
    return 0


if __name__ == '__main__':
    sys.exit(main())
