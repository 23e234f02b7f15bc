#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the scenarios of the lab: real servers in namespaces, the program as a person would run it.

Needs root, for the namespaces; where they cannot be made, every scenario is skipped, loudly."""

import argparse
import dataclasses
import json
import os
import pathlib
import pprint
import subprocess
import sys
import tempfile
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'support')]

from again import play_each  # noqa: E402
from lablib import judge  # noqa: E402
from lablib.network import HOST  # noqa: E402
from lablib.scenario import Lab, load  # noqa: E402
from lablib.tools import Tools, become_root, enter_namespace, obstacle  # noqa: E402

def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('names', nargs='*', help='scenarios; all where none is named')
    parser.add_argument('--repeat', type=int, default=1, metavar='N', help='play each N times')
    parser.add_argument('--again', action='store_true', help='play what fails among the others once more by '
                        'itself, and go by that (said in the output); for a machine that is busy')
    parser.add_argument('--jobs', type=int, default=9, metavar='N',
                        help='at the same time; they wait more than they work')
    parser.add_argument('--list', action='store_true', help='names and titles, nothing else')
    parser.add_argument('--cli', type=pathlib.Path, help='the program under test')
    parser.add_argument('--root', type=pathlib.Path, default=SOURCE / '_lab/root',
                        help='the unpacked servers')
    parser.add_argument('--languages', metavar='LL,…', help='those of the further live runs, "" for none; '
                        'where left out, every third scenario has one')
    parser.add_argument('--save', type=pathlib.Path, metavar='DIR',
                        help='the evidence of what went well, for tests/replay')
    parser.add_argument('--verbose', action='store_true', help='the whole report of each scenario')
    parser.add_argument('--within', nargs=argparse.REMAINDER, metavar='COMMAND',
                        help='run a command on the client of the one scenario named, instead')
    return parser.parse_args()


def play(tools, scenario):
    """(problems, report, seconds); a failure of the lab itself is a problem, too. problems is None
    where something that it needs is not here; then the report is what."""
    begin = time.monotonic()
    lab = None
    try:
        missing = tools.missing(scenario.servers())
        if missing:
            return None, missing, 0
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


def say(number, scenario, result, earlier, verbose):
    problems, report, seconds = result
    if earlier:
        print(f'# {scenario.name} FAILED AMONG OTHERS, played again by itself; the first time:')
        print('\n'.join(f'#   {line}' for problem in earlier[0] for line in problem.splitlines()))
    if problems is None:
        print(f'ok {number} - {scenario.name} # SKIP NOT RUN: not here: {", ".join(report)} '
              '("./dev lab" fetches servers)', flush=True)
        return
    first = report['causes'][0] if report and report['causes'] else None
    found = f"{first['id']} {first['confidence']:.2f}" if first else 'no cause'
    verdict = report['verdict'] if report else 'no report'
    print(f"{'not ok' if problems else 'ok'} {number} - {scenario.name}")
    print(f'# {scenario.title}: expected {scenario.verdict}, {scenario.cause}; '
          f'found {verdict}, {found} ({seconds:.1f} s)')
    for problem in problems:
        print('\n'.join(f'#   {line}' for line in problem.splitlines()))
    if verbose and report:
        print('\n'.join(f'# {line}' for line in pprint.pformat(report, width=110).splitlines()))
    sys.stdout.flush()


def one_record_a_line(saved):
    """JSON that can be read and compared: a line for each member, step and record."""
    def lay_out(value):
        if isinstance(value, list) and value:
            return '[\n  ' + ',\n  '.join(json.dumps(v, ensure_ascii=False) for v in value) + '\n ]'
        return json.dumps(value, ensure_ascii=False)
    return '{\n' + ',\n'.join(f' "{key}": {lay_out(value)}' for key, value in saved.items()) + '\n}\n'


def save(folder, scenario, report):
    """The evidence of a run with what must come out of it. Nothing of this computer goes along."""
    kept = {key: report[key] for key in ('job', 'started', 'elapsed_ms', 'steps', 'evidence', 'cancelled')}
    kept['evidence'] = [record for record in report['evidence'] if record['source'] != 'local'
                        or record['fact'] == 'local.connections']
    first = report['causes'][0]['id'] if report['causes'] else None
    expected = {'verdict': report['verdict']} | ({'first': first} if first else {})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f'lab-{scenario.name}.json').write_text(
        one_record_a_line({'schema': 1, 'expected': expected} | kept), encoding='utf-8')


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
    if options.languages is not None:
        chosen = [dataclasses.replace(s, languages=options.languages.split(',') if options.languages
                                      else ()) for s in chosen]
    if options.list:
        print('\n'.join(f'{s.name:34} {s.title}' for s in chosen))
        return 0
    become_root(__file__)
    why = obstacle(options.root)
    if why:
        print(f'LAB NOT RUN: {why}', file=sys.stderr)
        print(f'1..{len(chosen)}')
        for number, scenario in enumerate(chosen, 1):
            print(f'ok {number} - {scenario.name} # SKIP NOT RUN: {why}')
        return 0
    enter_namespace(__file__)
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
        played = play_each(options.jobs, chosen, lambda s: play(tools, s), lambda result: bool(result[0]),
                           options.again)
        for number, (scenario, result, earlier) in enumerate(played, 1):
            say(number, scenario, result, earlier, options.verbose)
            if options.save and result[1] and not result[0]:
                save(options.save, scenario, result[1])
            failed += bool(result[0])
        return 1 if failed else 0
    finally:
        tools.close()


if __name__ == '__main__':
    sys.exit(main())
