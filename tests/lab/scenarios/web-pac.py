# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the desktop name a script that tells the proxy (PAC), which GLib's helper fetches and
runs: it leads to one, to none, has no end, or is never there."""

from lablib.network import SERVER4
from lablib.pac import DESKTOP, PORT, Pacrunner, Session, SilentBus, script
from lablib.proxy import SOCKS_PORT, Microsocks
from lablib.scenario import Scenario
from lablib.web import URL, Nginx, http
from lablib.webbytes import Bytes
from lablib.webmore import Squid

GATE = 3128
SITE = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; }'
OPEN = f'http_port {GATE}\nhttp_access allow all\n'
OK = 'HTTP/1.0 200 OK\r\n\r\n'


def way_out(lab, *ports):
    lab.network.router.nft(
        'table inet only { chain way { type filter hook forward priority 0;\n'
        f'  iifname "clie" tcp dport != {{ {", ".join(map(str, (PORT, *ports)))} }} drop\n}}\n}}\n')


def case(title, answer, cause, verdict='problem', helper=Pacrunner, gate=None, ports=(), url=URL, at_most=1, **facts):
    def servers():
        pac = [Bytes(answer, port=PORT, tls=False)] if answer != '' else []
        return [Nginx(SITE, 'web-one'), *pac, helper(), *([gate()] if gate else [])]

    return Scenario(title=title, servers=servers, args=http(url), cause=cause, verdict=verdict, desktop=DESKTOP, at_most=at_most,
                    before=(lambda lab: way_out(lab, *ports)) if ports else lambda lab: None,
                    facts={k.replace('__', '.'): v for k, v in facts.items()})


def proxy(words):
    return script(f'return "{words}";')


def squid():
    return Squid(OPEN)


NEVER = {'http__proxy__outcome': 'not-known', 'http__proxy': None, 'http__status': '200'}
SCENARIOS = {
    'leads': case('the script leads to the one way out', proxy(f'PROXY {SERVER4}:{GATE}; DIRECT'), None, 'ok', gate=squid,
                  ports=(GATE,), http__proxy=f'http://{SERVER4}:{GATE}', http__proxy__outcome='ok'),
    'leads-socks': case('the script leads to a SOCKS proxy', proxy(f'SOCKS5 {SERVER4}:{SOCKS_PORT}'), None, 'ok',
                        gate=Microsocks, ports=(SOCKS_PORT,), http__proxy__outcome='ok'),
    'leads-nowhere': case('the script leads to a proxy that is gone', proxy(f'PROXY {SERVER4}:{GATE}'), 'proxy-unreachable',
                          http__proxy__direct='open'),
    'direct': case('the script says that there is no proxy', proxy('DIRECT'), None, 'ok', http__proxy=None,
                   http__proxy__outcome=None),
    'silent': case('the script is asked for and never comes', None, None, 'ok', **NEVER),
    # GLib's helper reads up to its own limit, and goes without.
    'endless': case('the script has no end', (OK, '// and so on\n', 30_000_000), None, 'ok', http__status='200',
                    http__proxy=None, http__proxy__outcome=(None, 'not-known')),
    'never-ends': case('the script runs for ever', script('while (true) ;'), None, 'ok', **NEVER),
    'grows': case('the script wants all memory', script('var a = "x"; while (true) a += a + a;'), None, 'ok', http__status='200'),
    'page': case('a page comes in place of the script', OK + '<html><body>Please sign in</body></html>', None, 'ok', http__status='200'),
    'missing': case('nobody serves the script', '', None, 'ok', http__status='200'),
    'no-helper': case('nobody on the bus runs scripts', proxy('DIRECT'), None, 'ok', helper=Session, http__status='200'),
    'silent-bus': case('the bus never answers', proxy('DIRECT'), None, 'ok', helper=SilentBus, **NEVER),
    'silent-no-way': case('the script never comes, and there is no way out', None, (None, 'connection-failed'), 'inconclusive', ports=(9,), at_most=0.8,
                          http__proxy__outcome='not-known'),
}
