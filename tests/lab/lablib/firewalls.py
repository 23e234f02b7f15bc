# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firewall programs on the client, as Debian has them: they write the rules themselves."""

import json
import subprocess
import time

from .network import ROUTER4
from .node import wait_for

BUS = ('<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
       '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">'
       '<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>'
       '<auth>EXTERNAL</auth><policy context="default"><allow user="*"/>'
       '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>'
       '</policy></busconfig>')


class OnClient:
    """What is laid over the client's system for them. kind: of iptables, "nft" or "legacy"."""

    client_root = 'firewall'

    def __init__(self, *commands, kind='nft'):
        self.commands, self.kind = commands, kind

    def start(self, lab):
        self.node = node = lab.network.client
        layer = lab.tools.layer(f'root-{self.client_root}')
        for folder in ('etc', 'usr'):
            for part in ('upper', 'work'):
                (node.directory / folder / part).mkdir(parents=True)
            where = node.directory / folder
            node.run(['mount', '-t', 'overlay', 'overlay', '-o', f'lowerdir={layer}/{folder}:/{folder},'
                      f'upperdir={where}/upper,workdir={where}/work', f'/{folder}'])
        node.run(['mount', '-t', 'tmpfs', 'tmpfs', '/run'])
        # What the alternatives of the package would say.
        for family in ('iptables', 'ip6tables'):
            for what in ('', '-save', '-restore'):
                node.run(['ln', '-sf', f'{family}-{self.kind}{what}', f'/usr/sbin/{family}{what}'])
        self.prepare()
        for command in self.commands:
            node.run(['sh', '-c', command])

    def prepare(self):
        pass

    def logins(self):
        return 0

    def logs(self):
        return ''


class Iptables(OnClient):
    """iptables alone; commands: "iptables …"."""


class Ufw(OnClient):
    """commands: "ufw reject out 587/tcp"."""

    def prepare(self):
        self.node.run(['sh', '-c', 'cp /usr/share/ufw/iptables/*.rules /etc/ufw/ && '
                       'cp /usr/share/ufw/ufw.conf /etc/ufw/ && ufw --force enable'])


class Firewalld(OnClient):
    """commands: "firewall-cmd …"; before: the same with firewall-offline-cmd, where it is not running yet."""

    def __init__(self, *commands, before=()):
        super().__init__(*commands)
        self.before = before

    def prepare(self):
        node = self.node
        node.run(['mkdir', '-p', '/run/dbus', '/run/firewalld'])
        (node.directory / 'bus.conf').write_text(BUS, encoding='ascii')
        node.run(['dbus-daemon', f'--config-file={node.directory}/bus.conf', '--fork'])
        for command in self.before:
            node.run(['sh', '-c', command])
        self.log = node.directory / 'firewalld.log'
        node.run(['sh', '-c', f'/usr/bin/python3 /usr/sbin/firewalld --nofork --nopid >{self.log} 2>&1 &'])
        wait_for(lambda: 'running' in node.run(['sh', '-c', 'firewall-cmd --state 2>&1 || :'])
                 .splitlines(), 'firewalld')

    def logs(self):
        return self.log.read_text(encoding='utf-8', errors='replace') if self.log.exists() else ''


class OpenSnitch(OnClient):
    """opensnitchd, its rules as its window writes them: name → (action, operator, or several operators),
    with more keys behind them. default: what becomes of a connection that no rule is about."""

    client_root = 'snitch'

    def __init__(self, default='allow', secret=False, **rules):
        super().__init__()
        self.default, self.secret, self.rules = default, secret, rules

    def prepare(self):
        node = self.node
        node.run(['mkdir', '-p', '/etc/opensnitchd/rules'])
        self.log = node.directory / 'opensnitchd.log'
        config = json.loads(node.run(['cat', '/etc/opensnitchd/default-config.json']))
        config |= {'DefaultAction': self.default, 'ProcMonitorMethod': 'proc'}
        config['Server'] |= {'Address': 'unix:///run/osui.sock', 'LogFile': str(self.log)}
        self.write('/etc/opensnitchd/default-config.json', config)
        for name, (action, *operators) in self.rules.items():
            more = operators.pop() if 'operand' not in operators[-1] else {}
            name = name.replace('_', '-')
            self.write(f'/etc/opensnitchd/rules/{name}.json', {
                'created': '2026-11-01T10:00:00.1+01:00', 'updated': '2026-11-01T10:00:00.1+01:00',
                'name': name, 'enabled': True, 'precedence': False, 'action': action,
                'duration': 'always', 'operator': self.operator(operators)} | more)
        node.run(['sh', '-c', '/usr/bin/opensnitchd -rules-path /etc/opensnitchd/rules '
                  f'>>{self.log} 2>&1 &'])
        wait_for(lambda: 'NFQUEUE' in node.run(['iptables-save', '-t', 'mangle']), 'opensnitchd')
        # The queue is there before anybody reads it, and lets everything through for that time.
        wait_for(lambda: self.decides() == (self.default == 'allow'), 'opensnitchd to decide')

    def decides(self):
        """Whether it is quick with a connection that nobody here takes."""
        begin = time.monotonic()
        self.node.run(['/usr/bin/python3', '-B', '-c', 'import socket; s = socket.socket(); '
                       f's.settimeout(2); s.connect_ex(("{ROUTER4}", 9))'])
        return time.monotonic() - begin < 0.5

    @staticmethod
    def operator(operators):
        whole = [{'type': 'simple', 'sensitive': False, 'list': []} | one for one in operators]
        if len(whole) == 1:
            return whole[0]
        return {'type': 'list', 'operand': 'list', 'data': json.dumps(whole), 'sensitive': False,
                'list': whole}

    def write(self, path, value):
        """Like its own files, for everybody to read unless they are to be kept secret."""
        self.node.write(path, json.dumps(value, indent=2), 0o600 if self.secret else 0o644)

    def logs(self):
        return self.log.read_text(encoding='utf-8', errors='replace') if self.log.exists() else ''


class Walls:
    """bubblewrap, which builds the walls of a Flatpak; see judge.wall_in."""

    client_root = 'sandbox'

    @staticmethod
    def obstacle(tools):
        """Why it cannot build any here: a root that is no mount point (a plain chroot) has no walls."""
        bwrap = tools.roots / 'root-sandbox/usr/bin/bwrap'
        done = subprocess.run([bwrap, '--dev-bind', '/', '/', 'true'], capture_output=True, text=True, check=False)
        return [] if done.returncode == 0 else [done.stderr.strip()]

    def start(self, lab):
        pass

    def logins(self):
        return 0

    def logs(self):
        return ''


class Chrony(OnClient):
    """chronyd, which does not touch the clock here and reaches none of its servers."""

    client_root = 'clock'

    def prepare(self):
        self.node.write('/etc/chrony/lab.conf', 'server 44.128.9.10 iburst\ncmdport 0\npidfile /run/chronyd.pid\n'
                        'driftfile /run/chrony.drift\nuser root\n')
        self.node.run(['sh', '-c', 'chronyd -x -f /etc/chrony/lab.conf'])
