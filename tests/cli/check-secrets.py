#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a password goes: to the server, through TLS, and nowhere else. Looked for in all that the program writes
to anything (files, pipes, the log, buses), in what others can read of the process, and in a core file.

usage: check-secrets.py THROUGHLINE-CLI"""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import hostile_certificates
from hostile_kit import HOST, PASSWORD, USER, Server, files, forms, head, hold, mail, web

SECONDS = 90  # nothing of this takes ten where nobody else computes
WRITES = 'write,writev,pwrite64,pwritev,sendto,sendmsg,sendmmsg,execve,memfd_create,rename,link,symlink'
CORE = 64 * 1024 * 1024
ECHO = mail(auth=lambda client: client.say(f'535 5.7.8 {client.server.lines[-1]} {PASSWORD}\r\n'),
            rcpt=f'550 5.1.1 {PASSWORD}\r\n')
TO_LOG_IN = head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0')
NO_ENVIRONMENT = ('--no-environment',)
# title: (server, job, options)
JOBS = {
    'a mail server': (mail(), 'smtp', (*NO_ENVIRONMENT, '--to', 'bob@other.test')),
    'a mail server that repeats it': (ECHO, 'smtp', NO_ENVIRONMENT),
    'a look at this computer, too': (mail(), 'smtp', ()),
    'CRAM-MD5': (mail(ehlo2='250-mx\r\n250 AUTH CRAM-MD5\r\n', auth='334 PDEyMzRAbXg+\r\n'), 'smtp',
                 (*NO_ENVIRONMENT, '--auth', 'cram-md5')),
    'a file server': (files(), 'ftp', NO_ENVIRONMENT),
    'a file server that repeats it': (files(**{'pass': f'530 not {PASSWORD}\r\n'}), 'ftp', NO_ENVIRONMENT),
    'a web server': (web(TO_LOG_IN, head('200 OK', 'Content-Length: 2') + 'ok'), 'http', NO_ENVIRONMENT),
}
# Whatever a person sets to see more.
CURIOUS = {'G_MESSAGES_DEBUG': 'all', 'GNUTLS_DEBUG_LEVEL': '99', 'G_DBUS_DEBUG': 'all', 'LIBPROXY_DEBUG': '1'}


def command(cli, folder, server, job, options):
    words = [cli, '--verbose', '--redact', 'none', '--timeout', '30', '--output', str(folder / 'home/report.txt'), 'check', job,
             *([f'https://{HOST}:{server.port}/'] if job == 'http' else [HOST, '--port', str(server.port), '--security',
                                                                       'starttls'])]
    return words + ['--user', USER, '--password-file', str(folder / 'password'), '--resolve', f'{HOST}:127.0.0.1',
                    '--ca-file', str(folder / 'ca.pem'), *options]


def surroundings(home):
    kept = {k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS') or k.startswith('DBUS')}
    kept['ASAN_OPTIONS'] = 'detect_leaks=0:disable_coredump=0:' + kept.get('ASAN_OPTIONS', '')  # for strace and cores
    return kept | {'HOME': str(home), 'TMPDIR': str(home), 'XDG_CONFIG_HOME': str(home), 'XDG_CACHE_HOME': str(home),
                   'XDG_DATA_HOME': str(home), 'XDG_STATE_HOME': str(home), 'XDG_RUNTIME_DIR': str(home),
                   'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'SSLKEYLOGFILE': str(home / 'keys')}


def found_in(what, data):
    text = data.decode('latin-1') if isinstance(data, bytes) else data
    # "X\0q\0" is how a trace shows UTF-16.
    wide = PASSWORD.encode('utf-16-le').decode('latin-1')
    needles = forms(PASSWORD) | {wide, wide.replace('\0', '\\0'), PASSWORD[::-1]}
    return [f'the password stands in {what} as {needle[:6]!r}…' for needle in needles if needle in text]


def left_in(folder):
    return [problem for path in folder.rglob('*') if path.is_file() and not path.is_symlink()
            for problem in found_in(path.name, path.read_bytes())]


def watch(process, seen):
    """What every user of this computer can read of a running process."""
    for name in ('cmdline', 'environ'):
        try:
            seen.add(pathlib.Path(f'/proc/{process.pid}/{name}').read_bytes())
        except OSError:
            pass


def check_job(cli, folder, contexts, job, more):
    """One job under a trace of all that it writes."""
    home = folder / 'home'
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    play, kind, options = job
    server = Server(play, contexts)
    trace, seen = folder / 'trace', set()
    words = ['strace', '-f', '-qq', '-s', '1000000', '-e', f'trace={WRITES}', '-o', str(trace),
             *command(cli, folder, server, kind, options)]
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=told, stderr=told, cwd=home,
                                   env=surroundings(home) | more)
        until = time.monotonic() + SECONDS
        while process.poll() is None and time.monotonic() < until:
            watch(process, seen)
            time.sleep(0.02)
        process.kill()
        process.wait()
        told.seek(0)
        output = told.read()
    server.stop()
    written = trace.read_text('latin-1')
    problems = found_in('what it wrote', written) + found_in('what it said', output) + left_in(home)
    problems += [problem for data in seen for problem in found_in('its arguments or environment', data)]
    if process.returncode not in range(4):
        problems.append(f'status {process.returncode}: {output[-2000:]}')
    # Else nothing was looked at.
    if HOST not in written or not (home / 'report.txt').exists():
        problems.append('the trace is empty')
    if not any(PASSWORD in line or line.upper().startswith(('AUTH ', 'PASS ', 'AUTHORIZATION')) for line in server.lines):
        problems.append('no login was made')
    if (home / 'keys').exists():
        problems.append('keys were logged')
    return problems


def core_limit(pid):
    line = next(line for line in pathlib.Path(f'/proc/{pid}/limits').read_text('ascii').splitlines() if 'core file' in line)
    return line.split()[4]


def check_core(cli, folder, contexts):
    """A crash while the password is held leaves no core file."""
    home = folder / 'home'
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    stalled = []
    server = Server(mail(mail=lambda client: (stalled.append(1), hold(client))), contexts)
    words = command(cli, folder, server, 'smtp', (*NO_ENVIRONMENT, '--to', 'bob@other.test'))
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=home,
                               env=surroundings(home), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (CORE, CORE)))
    until = time.monotonic() + SECONDS
    while not stalled and time.monotonic() < until:
        time.sleep(0.02)
    limit = core_limit(process.pid)
    process.send_signal(signal.SIGABRT)
    process.wait()
    server.stop()
    problems = [] if limit == '0' else [f'a core file might have {limit} bytes']
    if process.returncode != -signal.SIGABRT:
        problems.append(f'status {process.returncode}')
    return problems + [f'{path.name} was left' for path in home.iterdir() if path.name.startswith('core')] + left_in(home)


def main(cli):
    cli = os.path.abspath(cli)
    if subprocess.run(['strace', '-o', '/dev/null', 'true'], check=False).returncode != 0:
        print('1..0 # SKIP programs may not be traced here')
        return 0
    bad = 0
    with hostile_certificates.prepare() as (folder, contexts):
        checks = {title: lambda job=job: check_job(cli, folder, contexts, job, {}) for title, job in JOBS.items()}
        checks |= {f'{title}, all debugging on': lambda job=job: check_job(cli, folder, contexts, job, CURIOUS)
                   for title, job in JOBS.items()}
        checks['a core file'] = lambda: check_core(cli, folder, contexts)
        print(f'1..{len(checks)}')
        for number, (title, check) in enumerate(checks.items(), 1):
            problems = check()
            print('not ok' if problems else 'ok', number, '-', title)
            for problem in problems:
                print('\n'.join(f'# {line}' for line in problem.splitlines()), flush=True)
            bad += bool(problems)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
