# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario is, and the lab that plays one."""

import dataclasses
import importlib.util
import pathlib
import secrets
import typing

from .network import Network
from .node import GUARD

EXIT = {'ok': 0, 'warning': 1, 'problem': 2, 'inconclusive': 3}


@dataclasses.dataclass
class Scenario:
    """One situation and what must come out of it. Each file of scenarios/ sets SCENARIO to one.

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
    user: typing.Optional[str] = None  # None: no login
    password: typing.Optional[str] = None  # None: the right one
    languages: typing.Sequence[str] = ('ru', 'ar')
    name: str = ''


class Lab:
    """One scenario's network, servers and secrets, while it is being played."""

    def __init__(self, scenario, tools):
        self.tools = tools
        self.password = 'Canary' + secrets.token_hex(9)
        self.held = []
        self.servers = scenario.servers()
        self.network = Network(tools.base, tools.layers(self.servers), tools.etc)
        try:
            for server in self.servers:
                server.start(self)
            self.password_file = tools.base / f'secret-{secrets.token_hex(4)}'
            self.password_file.write_text((scenario.password or self.password) + '\n', encoding='ascii')
            self.password_file.chmod(0o600)
            scenario.before(self)
        except Exception:
            self.close()
            raise

    def put_certificate(self, name):
        server = self.network.server
        server.write('/etc/lab/server.pem', self.tools.authority.text(f'{name}.pem'))
        server.write('/etc/lab/server.key', self.tools.authority.text(f'{name}.key'), 0o600)

    def hold(self, host, port, count):
        """Connections from the client that stay open, the greeting read, until the lab closes."""
        program = ('import socket, sys, time\n'
                   f'held = [socket.create_connection(("{host}", {port}), 10) for _ in range({count})]\n'
                   'for connection in held: connection.recv(512)\n'
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


def load(folder):
    """Every scenario file, sorted by name."""
    scenarios = []
    for path in sorted(pathlib.Path(folder).glob('*.py')):
        spec = importlib.util.spec_from_file_location(f'scenarios.{path.stem}', path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.SCENARIO.name = path.stem
        scenarios.append(module.SCENARIO)
    return scenarios
