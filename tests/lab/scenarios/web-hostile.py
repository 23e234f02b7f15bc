# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web servers that mean no good, and what comes of each: a cause, in bounded time, and no byte of theirs
that a terminal would obey."""

import gzip
import json

from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, WEB_USER, http
from lablib.webbytes import Bytes

SECONDS = 45  # the limit of the job is 30; the rest is for a busy computer
EVIL = 'a\x1b]52;c;ZXZpbA==\x07b\x1b[2Jc\x9bd\u202eevil\u2066\u200bx<b>&%s%n'
BOMB = gzip.compress(bytes(50_000_000))


def head(status='200 OK', *lines):
    return '\r\n'.join([f'HTTP/1.1 {status}', 'Connection: close', *lines, '', ''])


def tame(lab, report):
    """Nothing that a terminal obeys, nothing that turns words round, and an end in time."""
    told = json.dumps(report, ensure_ascii=False)
    controls = {hex(ord(c)) for c in told if (ord(c) < 0x20 and c not in '\t\n\r') or 0x7f <= ord(c) < 0xa0}
    problems = [f'raw control characters in the report: {controls}'] if controls else []
    words = json.dumps([report['facts'], report['transcript']], ensure_ascii=False)
    if any(c in words for c in '\u202e\u2066\u200b'):
        problems.append('a character that turns words round stands in a fact')
    if report['elapsed_ms'] > SECONDS * 1000:
        problems.append(f"it took {report['elapsed_ms']} ms")
    return problems


def nothing_sent(lab, report):
    """A login for one site is for no other."""
    return tame(lab, report) + [f"{r['fact']} is {r['value']}" for r in report['evidence']
                                if r['fact'] == 'http.auth.method']


def meets(title, cause, *answers, verdict='problem', url=PLAIN_URL, after=tame, user=None, **facts):
    return Scenario(title=title, servers=lambda: [Bytes('', *answers, port=80, tls=False)]
                    if url == PLAIN_URL else [Bytes('', *answers)], args=http(url), cause=cause,
                    verdict=verdict, after=after, user=user,
                    facts={k.replace('__', '.'): v for k, v in facts.items()})


SCENARIOS = {
    'words': meets('words that a terminal would obey', 'http-forbidden', (
        f'HTTP/1.1 403 {EVIL}\r\nServer: {EVIL}\r\nVia: {EVIL}\r\nWWW-Authenticate: {EVIL}\r\n'
        f'Content-Type: text/html\r\nConnection: close\r\n\r\n<h1>{EVIL}</h1>'), http__status='403'),
    'location': meets('a redirect in such words', ('http-redirect-refused', 'http-redirect-elsewhere'),
                      head('302 Found', f'Location: javascript:{EVIL}'), verdict=('problem', 'ok')),
    'led-away': meets('a redirect to another site, with a login at hand', 'http-redirect-elsewhere',
                      head('302 Found', 'Location: https://www.example.org/login'), verdict='ok',
                      user=WEB_USER, after=nothing_sent, http__redirect__outcome='other-site'),
    'login-for-ever': meets('a login is asked for again and again', 'auth-failed',
                            head('401 No', 'WWW-Authenticate: Basic realm=x', 'Content-Length: 0'), url=URL,
                            user=WEB_USER, http__auth__outcome='rejected'),
    'sign-on': meets('single sign-on is offered', 'http-authentication-required',
                     head('401 No', 'WWW-Authenticate: Negotiate', 'WWW-Authenticate: NTLM',
                          'Content-Length: 0'), url=URL, user=WEB_USER,
                     http__auth__outcome='no-common-mechanism'),
    'headers': meets('headers without end', 'server-reply-invalid',
                     ('HTTP/1.1 200 OK\r\n', 'X-More: and more\r\n', 400_000)),
    'one-header': meets('one header without end', 'server-reply-invalid',
                        ('HTTP/1.1 200 OK\r\nX: ', 'y', 8_000_000)),
    'body': meets('a page of 20 MB', None, (head(), 'x', 20_000_000), verdict='ok',
                  http__body_cut='yes'),
    'bomb': meets('a page that would unpack to 50 MB', None,
                  head('200 OK', 'Content-Encoding: gzip', f'Content-Length: {len(BOMB)}').encode() + BOMB,
                  verdict='ok', http__body_bytes=str(len(BOMB))),
    'chunk': meets('a chunk larger than all memory', ('connection-lost', None),
                   head('200 OK', 'Transfer-Encoding: chunked') + 'ffffffffffffffff\r\nhello',
                   verdict=('problem', 'warning', 'ok')),
    'short': meets('less than was announced', 'connection-lost', head('200 OK', 'Content-Length: 99999') + 'x'),
    'old': meets('an answer without a head', 'server-reply-invalid', '<html>no head at all</html>'),
    'nowhere': meets('a status line from nowhere', 'server-reply-invalid', 'HTTQ/1.1 200 OK\r\nServer: x\r\n\r\n'),
    'zero': meets('a NUL in the middle', ('http-forbidden', 'server-reply-invalid'),
                  head('403 For\x00bidden', 'Server: a\x00b') + 'no\x00thing'),
    'cookies': meets('bait to be remembered', None,
                     head('302 Found', 'Set-Cookie: spy=1; Path=/', 'Strict-Transport-Security: max-age=9999999',
                          'Alt-Svc: h2="evil.example:443"', 'Location: /next', 'Content-Length: 0'),
                     head('200 OK', 'Content-Length: 2') + 'ok', verdict='ok', http__redirects='1'),
}
