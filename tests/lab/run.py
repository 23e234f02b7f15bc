#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the scenarios of the lab: real servers in namespaces, the program as a person would run it.

Needs root, for the namespaces; where they cannot be made, every scenario is skipped, loudly."""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path.insert(0, str(HERE))

from lablib import certs, judge  # noqa: E402
from lablib.network import HOST, NAMES4, OTHER_HOST  # noqa: E402
from lablib.node import run  # noqa: E402
from lablib.scenario import Lab, load  # noqa: E402

INSIDE = 'TL_LAB_INSIDE'


class Tools:
    """What all scenarios of one run share: folders in memory, certificates, the program under test."""

    def __init__(self, base, cli, root):
        self.base, self.cli, self.source = base, str(cli), SOURCE
        run(['mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', str(base)])
        # Not in place: an overlay may not have a folder and its own parent as layers.
        run(['cp', '-a', str(root), str(base / 'layer')])
        self.layers = f'{base}/layer:/'
        self.etc = base / 'etc'
        self.etc.mkdir()
        (self.etc / 'resolv.conf').write_text(f'nameserver {NAMES4}\noptions timeout:2\n')
        (self.etc / 'nsswitch.conf').write_text('passwd: files\ngroup: files\nhosts: files dns\n')
        self.authority = certs.make(base / 'certs', HOST, OTHER_HOST)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('names', nargs='*', help='scenarios; all where none is named')
    parser.add_argument('--repeat', type=int, default=1, metavar='N', help='play each N times')
    parser.add_argument('--jobs', type=int, default=min(4, os.cpu_count() or 1), metavar='N')
    parser.add_argument('--list', action='store_true', help='names and titles, nothing else')
    parser.add_argument('--cli', type=pathlib.Path, help='the program under test')
    parser.add_argument('--root', type=pathlib.Path, default=SOURCE / '_lab/root',
                        help='the unpacked servers')
    parser.add_argument('--verbose', action='store_true', help='the whole report of each scenario')
    parser.add_argument('--within', nargs=argparse.REMAINDER, metavar='COMMAND',
                        help='run a command on the client of the one scenario named, instead')
    return parser.parse_args()


def obstacle(options):
    """Why the lab cannot be played here, or None."""
    if sys.platform != 'linux':
        return 'namespaces are a matter of Linux'
    if os.geteuid() != 0:
        return 'namespaces with real servers need root: run "./dev lab", or this with sudo'
    if not options.root.is_dir():
        return f'{options.root} is missing: "./dev lab" fetches the servers'
    for tool in ('unshare', 'nsenter', 'ip', 'nft', 'certtool', 'ss'):
        if not shutil.which(tool):
            return f'{tool} is missing: see build-aux/packages-test.txt'
    probe = subprocess.run(['unshare', '--net', '--mount', '--uts', '--ipc', '--pid', '--fork', 'sh', '-c',
                            'mount -t tmpfs tmpfs /mnt && nft add table inet t'],
                           capture_output=True, text=True, check=False)
    return f'namespaces cannot be made here: {probe.stderr.strip()}' if probe.returncode else None


def play(tools, scenario):
    """(problems, report, seconds); a failure of the lab itself is a problem, too."""
    begin = time.monotonic()
    lab = None
    try:
        lab = Lab(scenario, tools)
        problems, report = judge.judge(lab, scenario)
        if problems:
            problems.append('the servers said:\n' + lab.logs()[-3000:])
    except Exception:  # noqa: BLE001: whatever it is, it must not pass for a success
        problems, report = [traceback.format_exc()], None
    finally:
        if lab is not None:
            lab.close()
    return problems, report, time.monotonic() - begin


def say(number, scenario, result, verbose):
    problems, report, seconds = result
    first = report['causes'][0] if report and report['causes'] else None
    found = f"{first['id']} {first['confidence']:.2f}" if first else 'no cause'
    verdict = report['verdict'] if report else 'no report'
    print(f"{'not ok' if problems else 'ok'} {number} - {scenario.name}")
    print(f'# {scenario.title}: expected {scenario.verdict}, {scenario.cause}; '
          f'found {verdict}, {found} ({seconds:.1f} s)')
    for problem in problems:
        print('\n'.join(f'#   {line}' for line in problem.splitlines()))
    if verbose and report:
        import pprint
        print('\n'.join(f'# {line}' for line in pprint.pformat(report, width=110).splitlines()))
    sys.stdout.flush()


def within(tools, scenario, command):
    """Runs a command on the client, the scenario's servers up, told of them by its environment."""
    lab = Lab(scenario, tools)
    try:
        told = {'TL_LAB_HOST': HOST, 'TL_LAB_CA_FILE': str(tools.authority.ca_file),
                'TL_LAB_USER': scenario.user or '', 'TL_LAB_PASSWORD_FILE': str(lab.password_file),
                'TL_LAB_SCENARIO': scenario.name}
        return subprocess.run(lab.network.client.command(['env', f'--chdir={os.getcwd()}', *command]),
                              env=os.environ | told, check=False).returncode
    finally:
        lab.close()


def main():
    options = arguments()
    scenarios = load(HERE / 'scenarios')
    unknown = set(options.names) - {s.name for s in scenarios}
    if unknown:
        sys.exit(f'no such scenario: {", ".join(sorted(unknown))}')
    chosen = [s for s in scenarios if not options.names or s.name in options.names] * options.repeat
    if options.list:
        print('\n'.join(f'{s.name:34} {s.title}' for s in chosen))
        return 0
    why = obstacle(options)
    if why:
        print(f'LAB NOT RUN: {why}', file=sys.stderr)
        print(f'1..{len(chosen)}')
        for number, scenario in enumerate(chosen, 1):
            print(f'ok {number} - {scenario.name} # SKIP NOT RUN: {why}')
        return 0
    if INSIDE not in os.environ:
        os.environ[INSIDE] = '1'
        os.execvp('unshare', ['unshare', '--mount', '--propagation', 'private', sys.executable, '-B',
                              __file__, *sys.argv[1:]])
    with tempfile.TemporaryDirectory(prefix='throughline-lab-') as base:
        return play_all(options, chosen, pathlib.Path(base))


def play_all(options, chosen, base):
    cli = options.cli or next((p for p in (SOURCE / '_test/src/cli/throughline-cli',
                                           SOURCE / '_build/src/cli/throughline-cli') if p.exists()), None)
    tools = Tools(base, cli and cli.resolve(), options.root.resolve())
    try:
        if options.within:
            return within(tools, chosen[0], options.within)
        if cli is None:
            sys.exit('throughline-cli is not built')
        print(f'1..{len(chosen)}', flush=True)
        failed = 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = pool.map(lambda s: play(tools, s), chosen)
            for number, (scenario, result) in enumerate(zip(chosen, results), 1):
                say(number, scenario, result, options.verbose)
                failed += bool(result[0])
        return 1 if failed else 0
    finally:
        run(['umount', '--lazy', str(base)])


if __name__ == '__main__':
    sys.exit(main())
