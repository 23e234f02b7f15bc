#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's walk through the window, on the lab's client, against its real servers. TAP.

Each walk enters what the scenario's account needs, runs the test and must see the cause's code on the
explanation page; the clicks themselves are in tests/gui/walk.py."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'support')]

from again import play_each  # noqa: E402
from lablib import judge  # noqa: E402
from lablib.accounts import BOB  # noqa: E402
from lablib.scenario import Lab, load  # noqa: E402
from lablib.tools import Tools, become_root, enter_namespace, obstacle  # noqa: E402

LIMIT = 240  # seconds for one walk of a sanitised program on a busy computer

# What the domain has to publish, as its explanation offers it to be copied.
RECORD = 'v=spf1 a:mail.example.net ip4:44.128.9.99 -all'

# scenario, language of the window ('' for English)
WALKS = [
    ('smtp-587-ok', ''),
    ('smtp-587-ok', 'ar'),
    ('smtp-wrong-password', ''),
    ('smtp-wrong-password', 'ar'),
    ('smtp-too-many-connections', 'ru'),
    ('smtp-certificate-name', ''),
    ('ftp-21-ok', ''),
    ('ftp-too-many-connections', 'ar'),
    ('ftp-filezilla-refused', ''),
    ('ftp-filezilla-refused', 'ru'),
    ('web-misdirected-haproxy-no-sni', ''),
    ('web-misdirected-haproxy-no-sni', 'ar'),
    ('web-login-lighttpd-digest-wrong', 'ru'),
    ('domain-spf-fail', ''),
    ('domain-spf-fail', 'ar'),
    ('smtp-own-firewall-drops', ''),
    ('smtp-own-firewall-drops', 'ru'),
    # Without rights, and so without a way to the translations of a tree in the home of root.
    ('own-firewall-without-rights-ufw', ''),
]

# Walks of the page of this computer: what it has to show, and what a person does in the try.
COMPUTER = {
    'smtp-own-firewall-drops': {'EXPECT': 'inet guard output: drop (policy)',
                                'CHANGE': 'nft delete table inet guard'},
    'own-firewall-without-rights-ufw': {'EXPECT': 'sudo ufw status numbered'},
}
# Walks that take the site over from FileZilla: what the explanation has to say of its limit.
ADVICE = {'': 'FileZilla’s limit for ftp.example.net is 5', 'ru': 'Предел FileZilla для сервера ftp.example.net: 5'}


def told(lab, scenario, language, expected, picture):
    """What tests/gui/walk.py is told of the server, the account and the end."""
    if scenario.args[0] == 'domain':
        address = scenario.args[scenario.args.index('--sender-ip') + 1]
        told_of = {'DOMAIN': scenario.args[1], 'ADDRESS': address, 'EXPECT': expected,
                   'RECORD': RECORD, 'LANGUAGE': language, 'PICTURE': picture}
        return {f'TL_WALK_{name}': value for name, value in told_of.items() if value}
    protocol, host = scenario.args[1:3]
    if protocol == 'http':
        told_of = {'HOST': host, 'PROTOCOL': protocol, 'URL': host, 'EXPECT': expected, 'USER': scenario.user,
                   'PASSWORD_FILE': str(lab.password_file), 'LANGUAGE': language, 'PICTURE': picture}
        return {f'TL_WALK_{name}': value for name, value in told_of.items() if value}
    port = scenario.args[scenario.args.index('--port') + 1]
    if scenario.name in COMPUTER:
        told_of = {'HOST': host, 'PORT': port, 'SECURITY': 'auto', 'LANGUAGE': language, 'PICTURE': picture,
                   'COMPUTER': 'yes'} | COMPUTER[scenario.name]
        return {f'TL_WALK_{name}': value for name, value in told_of.items() if value}
    told_of = {'HOST': host, 'PROTOCOL': protocol, 'PORT': port, 'SECURITY': 'starttls',
               'USER': scenario.user, 'PASSWORD_FILE': str(lab.password_file), 'EXPECT': expected,
               'LANGUAGE': language, 'PICTURE': picture, 'TO': BOB if protocol == 'smtp' else ''}
    if '--filezilla' in scenario.args:
        told_of |= {'FILEZILLA': scenario.args[scenario.args.index('--filezilla') + 1], 'ADVICE': ADVICE[language]}
    return {f'TL_WALK_{name}': value for name, value in told_of.items() if value}


def spoken_codes(cli):
    listed = subprocess.run([cli, '--format', 'json', 'causes'], capture_output=True, check=True)
    return {cause['id']: cause['spoken'] for cause in json.loads(listed.stdout)['causes']}


def within_reach(tools, text):
    """The same with the tree where everybody may go: it may stand in the home of root."""
    return text.replace(str(SOURCE), str(tools.base / 'tree'))


def walk(tools, scenario, language, expected, options):
    """Problems of one walk."""
    picture = ''
    if options.pictures:
        picture = str(options.pictures.resolve() / f'{scenario.name}-{language or "en"}.png')
    lab = Lab(scenario, tools)
    try:
        gui = SOURCE / 'tests/gui'
        # A person has no option for a CA of their own: the lab's stands among the system's.
        command = ['env', f'--chdir={gui}', str(gui / 'ui-session.sh'), sys.executable, '-W', 'ignore',
                   '-B', str(gui / 'walk.py'), str(options.gui.resolve())]
        variables = os.environ | told(lab, scenario, language, expected, picture)
        if not scenario.rights:
            command = ['setpriv', f'--reuid={judge.NOBODY}', f'--regid={judge.NOBODY}', '--clear-groups',
                       *(within_reach(tools, word) for word in command)]
            variables = {name: within_reach(tools, value) for name, value in variables.items()}
        done = subprocess.run(lab.network.client.command(command), stdin=subprocess.DEVNULL,
                              env=variables, capture_output=True, text=True, timeout=LIMIT, check=False)
        words = done.stdout + done.stderr
        problems = list(judge.leaks(lab, scenario, 'the output of the walk', words))
        if done.returncode != 0:
            problems.append(words[-3000:])
        return problems
    finally:
        lab.close()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('names', nargs='*', help='of the scenarios; all walks where none is named')
    parser.add_argument('--cli', type=pathlib.Path, default=SOURCE / '_test/src/cli/throughline-cli')
    parser.add_argument('--gui', type=pathlib.Path, default=SOURCE / '_test/src/gui/throughline')
    parser.add_argument('--root', type=pathlib.Path, default=SOURCE / '_lab/root')
    parser.add_argument('--pictures', type=pathlib.Path, help='a folder for pictures of the end')
    return parser.parse_args()


def tell(problems):
    for problem in problems:
        print('\n'.join(f'#   {line}' for line in problem.splitlines()))
    sys.stdout.flush()


def main():
    options = arguments()
    scenarios = {s.name: s for s in load(HERE / 'scenarios')}
    chosen = [(scenarios[n], l) for n, l in WALKS if not options.names or n in options.names]
    become_root(__file__)
    why = obstacle(options.root)
    if why:
        print(f'LAB NOT RUN: {why}', file=sys.stderr)
        print(f'1..{len(chosen)}')
        for number, (scenario, language) in enumerate(chosen, 1):
            print(f'ok {number} - {scenario.name} in {language or "en"} # SKIP NOT RUN: {why}')
        return 0
    enter_namespace(__file__)
    print(f'1..{len(chosen)}', flush=True)
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    codes = spoken_codes(options.cli.resolve())
    failed = 0
    with tempfile.TemporaryDirectory(prefix='throughline-walks-') as base:
        tools = Tools(pathlib.Path(base), options.cli.resolve(), options.root.resolve())
        tools.trust_authority()
        tools.show_tree()

        def play(one):
            scenario, language = one
            try:
                return walk(tools, scenario, language, codes.get(scenario.cause, ''), options)
            except Exception:  # noqa: BLE001: whatever it is, it must not pass for a success
                return [traceback.format_exc()]

        try:
            for number, ((scenario, language), problems, earlier) in enumerate(play_each(1, chosen, play, bool), 1):
                name = f"{scenario.name} in {language or 'en'}"
                if earlier:
                    print(f'# {name} FAILED, walked again when all others were done; the first time:')
                    tell(earlier)
                print(f"{'not ok' if problems else 'ok'} {number} - {name}")
                tell(problems)
                failed += bool(problems)
        finally:
            tools.close()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
