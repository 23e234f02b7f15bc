#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile servers against the whole program: what it names, how long it takes, how many connections it
makes, and what of it all comes out. Each row is a server that misbehaves in one way.

usage: check-hostile.py THROUGHLINE-CLI [mail|tls|files|web] [BEGIN OF A ROW'S NAME…]"""

import html
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))

import hostile_certificates  # noqa: E402
from again import play_each  # noqa: E402
from hostile_kit import HOST, PASSWORD, USER, Server, forms  # noqa: E402
from hostile_rows import FINE, TABLES  # noqa: E402

SLACK = 15  # seconds beyond the limit of a row, where others compute beside it
PEAK_KIB = 80 * 1024  # of the sanitised program, of which 54 MiB are there from the beginning
# What acts instead of being shown. Of the marks of direction we put only FSI and PDI ourselves, and in
# Arabic the last ones.
CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200d\u2028-\u202e\u2060-\u2067'
                     '\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]')
OURS_IN_ARABIC = re.compile('[\u061c\u200e\u200f]')
# Words in Arabic letters and a server's, made visible, side by side.
UNISOLATED = re.compile('^(?=.*[\u0621-\u064a]).*<202E>')
ISOLATED = re.compile('\u2068[^\u2068\u2069]*\u2069')
LOGIN = re.compile(r'AUTH (?!TLS|SSL)|USER |PASS |ACCT |(Proxy-)?Authorization:', re.IGNORECASE)
SECRET = re.compile(r'AUTH (PLAIN|LOGIN)|PASS |Authorization:', re.IGNORECASE)


def peak_of(pid):
    """KiB. (What the parent gets at the end counts its own memory, too: that of before exec.)"""
    try:
        status = pathlib.Path(f'/proc/{pid}/status').read_text('ascii')
    except OSError:
        return 0
    return int((re.search(r'VmHWM:\s+(\d+)', status) or [0, 0])[1])


def run(cli, folder, words, limit):
    """(status, output, errors, seconds, peak KiB)"""
    environment = {'HOME': str(folder), 'XDG_CONFIG_HOME': str(folder), 'PATH': '/usr/bin:/bin',
                   'LC_ALL': 'C.UTF-8', 'G_DEBUG': 'fatal-criticals'}
    environment |= {k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')}
    environment['ASAN_OPTIONS'] = 'quarantine_size_mb=1:' + environment.get('ASAN_OPTIONS', '')
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.monotonic()
        process = subprocess.Popen([cli, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                   env=environment)
        peak, until = 0, begin + limit
        while process.poll() is None:
            peak = max(peak, peak_of(process.pid))
            if time.monotonic() > until:
                process.kill()
            time.sleep(0.02)
        seconds = time.monotonic() - begin
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode('utf-8'))
    return process.returncode, *texts, seconds, peak


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def unclean(what, text):
    """What must stand in no output: secrets, and characters that act instead of being shown."""
    problems = [f'the password stands in {what}' for form in forms(PASSWORD) if form in text]
    acting = CONTROL.search(text) or (', ar' not in what and OURS_IN_ARABIC.search(text))
    if acting:
        problems.append(f'{acting.group()!r} stands in {what}: {text[acting.start() - 30:acting.end()]!r}')
    if sum(map(text.count, '\u2066\u2067\u2068')) != text.count('\u2069'):
        problems.append(f'isolates are left open in {what}')
    return problems


def named(report):
    return ', '.join(f'{c["id"]} {c["confidence"]:.2f}' for c in report['causes'][:3]) or 'no cause'


def compare(row, server, report, errors):
    _, causes, more = row
    first = report['causes'][0]['id'] if report['causes'] else None
    wanted = causes if isinstance(causes, tuple) else (causes,)
    found = named(report)
    if causes is FINE and report['verdict'] not in ('ok', 'warning'):
        yield f'it does not go through: {report["verdict"]}, {found}'
    if causes is not FINE and first not in wanted:
        yield f'{found} instead of {causes}'
    if report['causes'] and report['causes'][0]['confidence'] > more.get('at_most', 1) + 0.005:
        yield f'{found}: surer than {more["at_most"]}'
    if more.get('second') and more['second'] not in [c['id'] for c in report['causes'][1:2]]:
        yield f'{found}: {more["second"]} does not come second'
    if 'auth-failed' not in wanted and any(c['id'] == 'auth-failed' and c['confidence'] > 0.5 for c in report['causes']):
        yield f'the password is blamed: {found}'
    announced = sum(map(int, re.findall(r'(\d+) (?:data )?connections?\b', errors)))
    made = len(server.connections) + server.data_connections
    if made > min(announced, more.get('most', announced)):
        yield f'{made} connections, {announced} announced'
    logins = sum(bool(SECRET.match(line)) for line in server.lines)
    if logins > more.get('logins', 2):
        yield f'{logins} logins'
    if more.get('logins') == 0 and any(map(LOGIN.match, server.lines)):
        yield 'the user was named where nothing was verified'
    clear = b''.join(server.in_clear).decode('latin-1')
    if any(form in clear for form in forms(PASSWORD) | forms(USER)) or any(map(LOGIN.match, clear.splitlines())):
        yield 'a login went out in the clear'
    name, most = more.get('most_of', ('', 0))
    if name and int(report['facts'].get(name, most + 1)) > most:
        yield f'{name} is {report["facts"].get(name)}'
    if any(line.startswith(more.get('hears', '?')) for line in server.lines):
        yield f'{more["hears"]} was sent'
    if server.led_away() or any(server.reached):
        yield f'somebody else was contacted, because the server said so: {server.reached}'


def check(cli, folder, server, row):
    """The check of one row: (status, output, errors, seconds, peak KiB)"""
    more = row[2]
    job, timeout = more.get('job', 'smtp'), more.get('timeout', 20)
    words = ['--user', USER, '--password-file', str(folder / 'password'), '--ca-file', str(folder / 'ca.pem'),
             *more.get('options', ())]
    words += [word for address in more.get('addresses', ('127.0.0.1',)) for word in ('--resolve', f'{HOST}:{address}')]
    words += [f'{more.get("scheme", "https")}://{HOST}:{server.port}/'] if job == 'http' else [
        HOST, '--port', str(server.port)]
    if job != 'http' and '--security' not in words:
        words += ['--security', 'starttls']
    return run(cli, folder, ['--no-environment', '--verbose', '--format', 'json', '--lang', 'en', '--timeout',
                             str(timeout), 'check', job, *words], timeout + 2 * SLACK)


def show(cli, folder, server, more, out):
    """What is wrong with the report of it, in every language and form."""
    saved = folder / f'{server.port}.json'
    saved.write_text(out, 'utf-8')
    forms = [('text', 'en'), ('text', 'ru'), ('text', 'ar'), ('html', 'ar'), ('html', 'ru')]
    # All where something in it had to be made visible, else the first and one of the others in turn.
    if '<202E>' not in out and '<0000>' not in out:
        forms = [forms[0], forms[1 + server.port % 4]]
    for form, language in forms:
        what = f'{form}, {language}'
        status, shown, errors, _, _ = run(cli, folder, ['--verbose', '--format', form, '--lang', language, 'report',
                                                        str(saved)], 2 * SLACK)
        yield from unclean(what, shown)
        if re.search(r'\S{1001}', html.unescape(shown) if form == 'html' else shown):
            yield f'a word of more than 1,000 characters stands in {what}'
        if what == 'text, ar' and any(UNISOLATED.search(ISOLATED.sub('', line)) for line in shown.splitlines()):
            yield 'words of the server are not held apart from the Arabic ones'
        if status not in range(4) or 'Sanitizer' in errors:
            yield f'{what}: status {status} {errors[-1000:]}'
        if form == 'html' and re.search('<(script|i>x|a [^>]*evil)', shown):
            yield 'a server wrote into the page'
        if what == 'text, en' and more.get('has', '') not in shown:
            yield f'{more["has"]!r} is not in the text'


def play(cli, folder, contexts, row):
    serve, _, more = row
    server = Server(serve, contexts, more.get('certificate', 'mx'), folder)
    timeout = more.get('timeout', 20)
    status, out, errors, seconds, peak = check(cli, folder, server, row)
    server.stop()
    problems = []
    if status not in range(4) or 'Sanitizer' in errors or 'runtime error' in errors:
        return [f'status {status}: {errors[-3000:]}'], ''
    if seconds > more.get('within', timeout + 1) + SLACK:
        problems.append(f'{seconds:.1f} s')
    if peak > PEAK_KIB:
        problems.append(f'{peak} KiB')
    report = json.loads(out)
    if status != {'ok': 0, 'warning': 1, 'problem': 2, 'inconclusive': 3}[report['verdict']]:
        problems.append(f'status {status} for {report["verdict"]}')
    problems += compare(row, server, report, errors)
    problems += unclean('JSON', '\n'.join(strings(report))) + unclean('standard error', errors)
    problems += show(cli, folder, server, more, out)
    return problems, f'{report["verdict"]}, {named(report)}, {seconds:.1f} s, {peak} KiB'


def tell(result):
    problems, found = result
    for line in '\n'.join([found, *dict.fromkeys(problems)]).splitlines():
        print(f'# {line}', flush=True)


def main(cli, *names):
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        bait = Server(lambda client: None, {})
        contexts = hostile_certificates.make(folder, f'127.0.0.1:{bait.port}')
        (folder / 'password').touch(0o600)
        (folder / 'password').write_text(PASSWORD + '\n', 'ascii')
        rows = {k: v for table in names[:1] if table in TABLES for k, v in TABLES[table].items()}
        rows = rows or {k: v for table in TABLES.values() for k, v in table.items()}
        names = tuple(n for n in names if n not in TABLES)
        rows = {k: v for k, v in rows.items() if not names or k.startswith(names)}
        print(f'1..{len(rows) + 1}')
        # They wait more than they work.
        played = play_each(6, rows, lambda row: play(cli, folder, contexts, rows[row]), lambda result: bool(result[0]))
        number = 0
        for number, (row, result, earlier) in enumerate(played, 1):
            if earlier:
                print(f'# {row} FAILED AMONG OTHERS, played again by itself; the first time:')
                tell(earlier)
            print('not ok' if result[0] else 'ok', number, '-', row)
            tell(result)
            bad += bool(result[0])
        print('not ok' if bait.connections else 'ok', number + 1, '-', 'U7 nobody was led away', flush=True)
        bad += bool(bait.connections)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
