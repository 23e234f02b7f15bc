# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario is, and the lab that plays one."""

import copy
import dataclasses
import importlib.util
import json
import pathlib
import secrets
import subprocess
import typing
import zlib

from .network import CLIENT4, HOST, ROUTER4, Network
from .node import GUARD, LabError

HERE = pathlib.Path(__file__).resolve().parent
LANGUAGES = ('ru', 'ar')
EXIT = {'ok': 0, 'warning': 1, 'problem': 2, 'inconclusive': 3}


@dataclasses.dataclass
class Scenario:
    """One situation and what must come out of it. Each file of scenarios/ sets SCENARIO to one, or
    SCENARIOS to a dict of several that differ in one value alone.

    servers and before are called anew for every run. Expected facts are values, tuples of allowed
    values, or None for "not recorded"; expected steps map an id to the outcome of its last record."""

    title: str
    args: typing.Sequence[str]
    cause: typing.Union[None, str, typing.Tuple[str, ...]]
    verdict: typing.Union[str, typing.Tuple[str, ...]]
    servers: typing.Callable[[], list] = list
    before: typing.Callable = lambda lab: None  # after the servers are up: faults, held connections
    after: typing.Callable = lambda lab, report: []  # further findings, as sentences
    facts: dict = dataclasses.field(default_factory=dict)
    steps: dict = dataclasses.field(default_factory=dict)
    computer: dict = dataclasses.field(default_factory=dict)  # row → how it bears on this, or a tuple of those
    user: typing.Optional[str] = None  # None: no login
    password: typing.Optional[str] = None  # None: the right one
    languages: typing.Sequence[str] = LANGUAGES  # played again, live, with the output in them
    shown: str = ''  # the language in which the first run's evidence is shown
    at_most: float = 1  # how sure the first cause may be: 0.8 where the wire does not decide
    clock: str = ''  # how far off the clock of the client is: "-40d", "+200d"
    proxy: typing.Union[str, dict] = ''  # what all_proxy says there, or each variable's value
    rights: bool = True  # run as root; else as somebody who may read no rules (and without a login)
    sandbox: bool = False  # inside walls as Flatpak builds them
    desktop: str = ''  # what the settings of the desktop (GSettings) say there, as a key file
    library: str = ''  # what the settings of GnuTLS for the whole system say there
    name: str = ''


class Lab:
    """One scenario's network, servers and secrets, while it is being played."""

    def __init__(self, scenario, tools):
        self.tools = copy.copy(tools)
        self.tools.authority = tools.authority.copy(tools.base / f'certs-{secrets.token_hex(4)}')
        self.password = 'Canary' + secrets.token_hex(9)
        self.held = []
        self.surroundings = {}  # what the environment of the client says beside the scenario's own
        self.servers = scenario.servers()
        self.network = Network(tools.base, tools.layers(self.servers), tools.etc)
        try:
            for server in self.servers:
                server.start(self)
            self.password_file = tools.base / f'secret-{secrets.token_hex(4)}'
            self.password_file.write_text((scenario.password or self.password) + '\n', encoding='ascii')
            self.password_file.chmod(0o600)
            scenario.before(self)
        except Exception as error:
            said = ''.join(server.logs() for server in self.servers if hasattr(server, 'node'))
            self.close()
            raise LabError(f'{error}\nthe servers said:\n{said[-2000:]}') from error

    def put_certificate(self, name):
        server = self.network.server
        server.write('/etc/lab/server.pem', self.tools.authority.text(f'{name}.pem'))
        server.write('/etc/lab/server.key', self.tools.authority.text(f'{name}.key'), 0o600)

    def start(self, node, program, *arguments, **options):
        """A Python program of ours on a machine, until the lab closes; it says when it is ready."""
        if node is self.network.server:
            copy = f'/run/{pathlib.Path(program).name}'
            node.write(copy, pathlib.Path(program).read_text(encoding='utf-8'))
            program = copy
        process = node.start(['/usr/bin/python3', '-B', str(program), *arguments], stdout=-1, text=True,
                             **options)
        self.held.append(process)
        if process.stdout.readline() != 'ready\n':
            raise LabError(f'{program} did not start')
        return process

    def meddle(self, behaviour, ports, node=None):
        """A box on the way (or a program on the client) that takes connections to these ports; see
        relay.py for its behaviours."""
        node = node or self.network.router
        # What the box sends itself goes on: on the client it is known by its user.
        chain, own = (('output', 'meta skuid != 4242') if node is self.network.client
                      else ('prerouting', 'iifname "clie"'))
        self.start(node, HERE / 'relay.py', '4025', behaviour, '4242')
        node.nft(f'table inet box {{ chain box {{ type nat hook {chain} priority -100;\n'
                 f'  {own} tcp dport {{ {", ".join(map(str, ports))} }} redirect to :4025\n}}\n}}\n')

    def ftp_box(self, rules):
        """A box on the way that minds what is said on 21; see ftpbox.py for its rules."""
        # To the server, the data come from where the words come from.
        self.network.masquerade()
        self.start(self.network.router, HERE / 'ftpbox.py', '4027', json.dumps(rules), '4242')
        self.network.router.nft('table ip ftpbox { chain box { type nat hook prerouting priority -100;\n'
                                '  iifname "clie" tcp dport 21 redirect to :4027\n}\n}\n')

    def vpn(self, ports):
        """All that the client sends goes to the router by a tunnel, at whose end these ports are dropped."""
        for node, own, peer, inner in ((self.network.client, CLIENT4, ROUTER4, '10.99.0.2'),
                                       (self.network.router, ROUTER4, CLIENT4, '10.99.0.1')):
            self.start(node, HERE / 'tunnel.py', own, peer)
            node.run(['ip', 'address', 'add', f'{inner}/24', 'dev', 'tun0'])
            node.run(['ip', 'link', 'set', 'tun0', 'up', 'mtu', '1400'])
        self.network.client.run(['ip', 'route', 'del', 'default'])
        self.network.client.run(['ip', 'route', 'add', 'default', 'dev', 'tun0'])
        self.network.client.run(['ip', 'route', 'add', 'default', 'via', ROUTER4, 'metric', '600'])
        self.network.router.nft(
            'table inet vpn { chain way { type filter hook forward priority 0;\n'
            f'  iifname "tun0" tcp dport {{ {", ".join(map(str, ports))} }} drop\n}}\n}}\n')

    def impostor(self, ports):
        """Another mail server, on the router, that takes the connections to these ports of any host."""
        certificate = str(self.tools.authority.directory / 'wrong-name')
        words = {'greeting': '220 smtp-out.carrier.example ESMTP gateway',
                 'EHLO': '250-smtp-out.carrier.example\r\n250-SIZE 20000000\r\n250 8BITMIME'}
        self.start(self.network.router, HERE / 'scripted.py', '4026', f'{certificate}.pem',
                   f'{certificate}.key', json.dumps(words), stderr=subprocess.DEVNULL)
        self.network.router.nft(
            'table inet impostor { chain impostor { type nat hook prerouting priority -100;\n'
            f'  iifname "clie" tcp dport {{ {", ".join(map(str, ports))} }} redirect to :4026\n}}\n}}\n')

    def ban(self, tries, how='drop'):
        """Wrong logins of the client's, then what a watcher of the log does about them: nothing that
        comes from there is answered any more."""
        self.converse(HOST, 465, ['AUTH PLAIN AGEAYg=='] * tries)
        self.network.server.nft(
            'table inet ban { set banned { type ipv4_addr; flags timeout; '
            f'elements = {{ {CLIENT4} timeout 10m }} }}\n'
            'chain ban { type filter hook input priority -10; ip daddr != 44.128.9.53 '
            f'ip saddr @banned meta l4proto tcp {how}\n}}\n}}\n')

    def hold(self, host, port, count, node=None, greeted=True):
        """Connections from the client (or another machine) that stay open until the lab closes, the
        greeting read where it comes at once."""
        program = ('import socket, sys, time\n'
                   f'held = [socket.create_connection(("{host}", {port}), 10) for _ in range({count})]\n'
                   + ('for connection in held: connection.recv(512)\n' if greeted else '')
                   + 'print("held", flush=True)\n'
                   f'time.sleep({GUARD * 10})\n')
        process = (node or self.network.client).start(['/usr/bin/python3', '-c', program], stdout=-1,
                                                      text=True)
        self.held.append(process)
        process.stdout.readline()

    def hold_logged_in(self, host, count, port=21, implicit=False, node=None):
        """The same with FTP sessions that are logged in (in clear: the lab's own network, or with TLS from
        the first byte)."""
        wrap = 'session.sock = context.wrap_socket(session.sock)' if implicit else 'pass'
        program = ('import ftplib, socket, ssl, time\n'
                   f'secret = open("{self.password_file}").read().strip()\n'
                   'context = ssl._create_unverified_context()\n'
                   'held = []\n'
                   f'for _ in range({count}):\n'
                   '    session = ftplib.FTP()\n'
                   f'    session.sock = socket.create_connection(("{host}", {port}), 10)\n'
                   f'    {wrap}\n'
                   '    session.file = session.sock.makefile("r", encoding="utf-8")\n'
                   '    session.getresp()\n'
                   '    session.login("carol", secret)\n'
                   '    held.append(session)\n'
                   'print("held", flush=True)\n'
                   f'time.sleep({GUARD * 10})\n')
        process = (node or self.network.client).start(['/usr/bin/python3', '-c', program], stdout=-1,
                                                      text=True)
        self.held.append(process)
        process.stdout.readline()

    def hold_mail_login(self, host, port, count):
        """Mail sessions over TLS that are logged in as alice, until the lab closes."""
        program = ('import smtplib, ssl, time\n'
                   f'secret = open("{self.password_file}").read().strip()\n'
                   'context = ssl._create_unverified_context()\n'
                   f'held = [smtplib.SMTP_SSL("{host}", {port}, "client.example.org", timeout=10, '
                   f'context=context) for _ in range({count})]\n'
                   'for session in held: session.login("alice@example.net", secret)\n'
                   'print("held", flush=True)\n'
                   f'time.sleep({GUARD * 10})\n')
        process = self.network.client.start(['/usr/bin/python3', '-c', program], stdout=-1, text=True)
        self.held.append(process)
        process.stdout.readline()

    def visit(self, host, port, count):
        """Connections from the client that come and go before the program is run."""
        program = ('import socket\n'
                   f'for _ in range({count}):\n'
                   f'    with socket.create_connection(("{host}", {port}), 10) as visitor:\n'
                   '        visitor.recv(512)\n')
        self.network.client.run(['/usr/bin/python3', '-c', program])

    def converse(self, host, port, commands):
        """A mail dialogue of the client's before the program is run, under TLS where that is offered."""
        kind = 'SMTP_SSL' if port == 465 else 'SMTP'
        program = ('import smtplib, ssl\n'
                   'context = ssl._create_unverified_context()\n'
                   f'with smtplib.{kind}("{host}", {port}, "client.example.org", timeout=10'
                   f'{", context=context" if port == 465 else ""}) as server:\n'
                   '    server.ehlo()\n'
                   '    if server.has_extn("starttls"):\n'
                   '        server.starttls(context=context)\n'
                   '        server.ehlo()\n'
                   f'    for command in {commands!r}: server.docmd(command)\n')
        self.network.client.run(['/usr/bin/python3', '-c', program])

    def logins(self):
        return sum(server.logins() for server in self.servers)

    def logs(self):
        return ''.join(server.logs() for server in self.servers)

    def close(self):
        for process in self.held:
            process.kill()
            process.wait()
            process.stdout.close()
        self.network.close()
        self.tools.authority.close()


def load(folder):
    """Every scenario file, sorted by name."""
    scenarios = []
    for path in sorted(pathlib.Path(folder).glob('*.py')):
        spec = importlib.util.spec_from_file_location(f'scenarios.{path.stem}', path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        if hasattr(module, 'SCENARIO'):
            module.SCENARIO.name = path.stem
            scenarios.append(module.SCENARIO)
        for name, scenario in getattr(module, 'SCENARIOS', {}).items():
            scenario.name = f'{path.stem}-{name}'
            scenarios.append(scenario)
    for scenario in scenarios:
        # One language each, and a second live run for every third, keep a whole run short;
        # --languages asks for more.
        lot = zlib.crc32(scenario.name.encode())
        scenario.shown = LANGUAGES[lot % len(LANGUAGES)]
        if scenario.languages == LANGUAGES:
            scenario.languages = (scenario.shown,) if lot // len(LANGUAGES) % 3 == 0 else ()
    return scenarios
