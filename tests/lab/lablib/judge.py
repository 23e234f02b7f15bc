# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the program in the client's namespace and holds what it says against the scenario."""

import base64
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.parse

from .node import LabError
from .scenario import EXIT
from .schema import Validator

LIMIT = 100  # seconds for one run of the program; its own limit is 30
NOBODY = 65534
SCRIPTS = {'ru': (0x0400, 0x04FF), 'ar': (0x0600, 0x06FF)}
# Numbers that the announcement names, which add up: "at most 2 connections", "4 data connections".
ANNOUNCED = {'connections': re.compile(r'(\d+) (?:data )?connections?\b'), 'logins': re.compile(r'(\d+) logins?\b')}


def fake_time():
    library = next(pathlib.Path('/usr/lib').glob('*/faketime/libfaketime.so.1'), None)
    if library is None:
        raise LabError('faketime is missing: see build-aux/packages-test.txt')
    return str(library)


def wrong_clock(offset, kept):
    """What lets a program believe that it is another day."""
    order = ':'.join(filter(None, [kept.get('ASAN_OPTIONS'), 'verify_asan_link_order=0']))
    return {'LD_PRELOAD': fake_time(), 'FAKETIME': offset, 'FAKETIME_DONT_FAKE_MONOTONIC': '1',
            'DONT_FAKE_MONOTONIC': '1', 'ASAN_OPTIONS': order}


def environment(home, scenario=None):
    """What the program sees of the tester's surroundings: nothing but what sanitizers need, and what
    the scenario wants it to see."""
    kept = {k: v for k, v in os.environ.items() if k in ('LSAN_OPTIONS', 'ASAN_OPTIONS', 'UBSAN_OPTIONS')}
    if scenario and scenario.proxy:
        kept |= ({'all_proxy': scenario.proxy} if isinstance(scenario.proxy, str) else scenario.proxy)
    if scenario and scenario.clock:
        kept |= wrong_clock(scenario.clock, kept)
    if scenario and scenario.desktop:
        settings = pathlib.Path(home, 'glib-2.0/settings')
        settings.mkdir(parents=True)
        (settings / 'keyfile').write_text(scenario.desktop, encoding='utf-8')
        kept |= {'GSETTINGS_BACKEND': 'keyfile', 'GIO_USE_PROXY_RESOLVER': 'gnome', 'XDG_CURRENT_DESKTOP': 'GNOME'}
    if scenario and scenario.library:
        settings = pathlib.Path(home, 'gnutls.conf')
        settings.write_text(scenario.library, encoding='ascii')
        kept |= {'GNUTLS_SYSTEM_PRIORITY_FILE': str(settings)}
    return kept | {'HOME': home, 'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'LANG': 'C.UTF-8',
                   'XDG_RUNTIME_DIR': home, 'XDG_CONFIG_HOME': home, 'XDG_CACHE_HOME': home,
                   'XDG_DATA_HOME': home, 'G_DEBUG': 'fatal-criticals'}


def watch(pid, seen):
    """Adds what other users could read of a process and its children while it runs."""
    try:
        children = pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text(encoding='ascii').split()
        for each in (pid, *children):
            for name in ('cmdline', 'environ'):
                seen.add(pathlib.Path(f'/proc/{each}/{name}').read_bytes().decode('utf-8', 'replace'))
    except OSError:
        pass  # it has just ended


def left_behind(home):
    """The contents of every file that a run left in its home and settings folders."""
    return ''.join(p.read_text(encoding='utf-8', errors='replace')
                   for p in pathlib.Path(home).rglob('*') if p.is_file())


def wall_in(lab, command, home):
    """The command as a Flatpak runs it: process numbers of its own, nobody to ask over the system bus, the
    network of this computer, a list of what it may do at the root of its files."""
    info = pathlib.Path(home, 'flatpak-info')
    info.write_text('[Application]\nname=io.github.throughline.Throughline\n[Context]\nshared=network;\n',
                    encoding='ascii')
    walls = [str(lab.tools.roots / 'root-sandbox/usr/bin/bwrap'), '--unshare-pid', '--unshare-ipc']
    for entry in sorted(pathlib.Path('/').iterdir()):
        if entry.is_symlink():
            walls += ['--symlink', os.readlink(entry), str(entry)]
        elif entry.is_dir() and entry.name not in ('proc', 'dev', 'run', 'sys'):
            walls += ['--dev-bind', str(entry), str(entry)]
    return [*walls, '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/run', '--ro-bind', str(info),
            '/.flatpak-info', *command]


def run_cli(lab, scenario, options):
    """One run: (exit status, standard output, standard error, whatever else could be read of it)."""
    command = [lab.tools.cli, *options, '--ca-file', str(lab.tools.authority.ca_file)]
    if scenario.user:
        command += ['--user', scenario.user, '--password-file', str(lab.password_file)]
    seen = set()
    with tempfile.TemporaryDirectory(dir=lab.tools.base) as home, \
            tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        if not scenario.rights:
            os.chown(home, NOBODY, NOBODY)
            command = ['setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}', '--clear-groups', *command]
        if scenario.sandbox:
            command = wall_in(lab, command, home)
        process = subprocess.Popen(lab.network.client.command(command), env=environment(home, scenario) | lab.surroundings,
                                   stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        end = time.monotonic() + LIMIT
        while process.poll() is None and time.monotonic() < end:
            watch(process.pid, seen)
            time.sleep(0.02)
        if process.poll() is None:
            process.kill()
            raise LabError(f'{" ".join(command)}: still running after {LIMIT} s')
        texts = []
        for stream in (output, errors):
            stream.seek(0)
            texts.append(stream.read().decode('utf-8', 'replace'))
        return process.returncode, *texts, left_behind(home) + '\n'.join(seen)


def codings(secret, user):
    """A secret in every coding in which it could slip out."""
    raw = secret.encode()
    forms = {secret, raw.hex(), urllib.parse.quote(secret), secret[::-1],
             base64.b64encode(b'\0' + (user or '').encode() + b'\0' + raw).decode()}
    for shift in range(3):
        # Whole groups only: what stands beside the secret changes the letters at both ends.
        coded = base64.b64encode(b'\0' * shift + raw).decode().rstrip('=')
        forms.add(coded[(shift * 8 + 5) // 6:len(coded) - len(coded) % 4 or None])
    return {f for f in forms if len(f) >= 8}


def leaks(lab, scenario, what, text):
    lowered = text.lower()
    for secret in {lab.password, scenario.password or lab.password}:
        for form in codings(secret, scenario.user):
            if form.lower() in lowered:
                yield f'the password stands in {what} as {form[:4]}…'


def compare_facts(report, expected):
    for name, wanted in expected.items():
        found = report['facts'].get(name)
        allowed = wanted if isinstance(wanted, tuple) else (wanted,)
        if found not in allowed:
            yield f'fact {name}: expected {wanted!r}, found {found!r}'


def compare_steps(report, expected):
    last = {step['id']: step['outcome'] for step in report['steps']}
    for name, wanted in expected.items():
        if last.get(name) != wanted:
            yield f'step {name}: expected {wanted}, found {last.get(name)}'


def compare_computer(report, expected):
    rows = {row['id']: row['relation'] for row in report.get('computer', [])}
    for name, wanted in expected.items():
        allowed = wanted if isinstance(wanted, tuple) else (wanted,)
        if rows.get(name) not in allowed:
            yield f'computer {name}: expected {wanted}, found {rows.get(name)}'


def compare(scenario, status, report):
    """What differs from the scenario's expectation, as sentences."""
    causes = report['causes']
    first = causes[0]['id'] if causes else None
    allowed = scenario.cause if isinstance(scenario.cause, tuple) else (scenario.cause,)
    if None in allowed and causes and causes[0]['severity'] == 'note':
        first = None
    if first not in allowed:
        listed = ', '.join(f"{c['id']} {c['confidence']:.2f}" for c in causes[:4])
        yield f'first cause: expected {scenario.cause}, found {listed or None}'
    if causes and causes[0]['confidence'] > scenario.at_most:
        yield f"{first} stands at {causes[0]['confidence']:.2f}, which nothing seen can bear"
    verdicts = scenario.verdict if isinstance(scenario.verdict, tuple) else (scenario.verdict,)
    if report['verdict'] not in verdicts:
        yield f"verdict: expected {scenario.verdict}, found {report['verdict']}"
    if status != EXIT.get(report['verdict']):
        yield f"exit status {status} for verdict {report['verdict']}"
    yield from compare_facts(report, scenario.facts)
    yield from compare_steps(report, scenario.steps)
    yield from compare_computer(report, scenario.computer)


def in_script(text, language):
    """Whether the words of a text are mostly those of the language; host names and codes stay Latin."""
    low, high = SCRIPTS[language]
    own = sum(low <= ord(letter) <= high for letter in text)
    return own > 20 and own > sum(letter.isascii() and letter.isalpha() for letter in text) / 3


def compare_text(scenario, language, text, report, same):
    """The words for a person against the JSON run. same: they tell that very run; another live one of
    a scenario that accepts several causes may meet another of them."""
    first = text.split('\n', 1)[0]
    if not in_script(first + text, language):
        yield f'--lang {language}: the text is not in that language: {first!r}'
    code = report['causes'][0]['spoken'] if report['causes'] else ''
    if code not in text and (same or not isinstance(scenario.cause, tuple)):
        yield f'--lang {language}: the code {code} is not in the text'


def shown(lab, scenario, language, output, report):
    """Findings in the same evidence as a help desk opens it in its own language."""
    done = subprocess.run([lab.tools.cli, '--lang', language, 'report', '-'], input=output,
                          capture_output=True, text=True, check=False)
    yield from leaks(lab, scenario, f'the {language} report', done.stdout + done.stderr)
    yield from compare_text(scenario, language, done.stdout, report, True)


def compare_announcement(lab, before, logins, errors):
    """What the servers counted in one run against what was announced before it."""
    after = lab.network.connections()
    made = {'connections': sum(after.values()) - sum(before.values()), 'logins': lab.logins() - logins}
    for what, pattern in ANNOUNCED.items():
        said = [int(n) for n in pattern.findall(errors)]
        if what == 'connections' and 'visits its mail server once' in errors:
            said.append(1 + ('MTA-STS rule' in errors))
        if not said:
            if made[what]:
                yield f'{made[what]} {what} made, none announced on standard error'
        elif made[what] > sum(said):
            yield f'{made[what]} {what} made, {sum(said)} announced; at the server: {after}'


def schema_problems(tools, report):
    path = pathlib.Path(tools.source) / 'docs/report.schema.json'
    if not path.exists():
        return []
    return Validator(json.loads(path.read_text(encoding='utf-8'))).check(report)[:5]


def judge(lab, scenario):
    """(problems, report): one run in JSON, shown in a language; then one in each language as text."""
    before, logins = lab.network.connections(), lab.logins()
    lab.counted_before = {'connections': sum(before.values()), 'logins': logins}
    status, output, errors, rest = run_cli(lab, scenario, ['--format', 'json', *scenario.args])
    problems = list(leaks(lab, scenario, 'the JSON', output))
    problems += leaks(lab, scenario, 'standard error', errors)
    problems += leaks(lab, scenario, 'arguments, environment or files left', rest)
    try:
        report = json.loads(output)
    except ValueError as error:
        return problems + [f'exit status {status}, no JSON: {error}: {output[:200]!r} {errors[-1500:]}'], None
    problems += compare(scenario, status, report)
    problems += compare_announcement(lab, before, logins, errors)
    problems += schema_problems(lab.tools, report)
    problems += scenario.after(lab, report)
    if scenario.shown:
        problems += shown(lab, scenario, scenario.shown, output, report)
    for language in scenario.languages:
        _, output, errors, _ = run_cli(lab, scenario, ['--lang', language, *scenario.args])
        problems += leaks(lab, scenario, f'the {language} text', output + errors)
        problems += compare_text(scenario, language, output, report, False)
    return problems, report
