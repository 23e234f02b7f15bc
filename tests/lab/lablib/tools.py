# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every program that uses the lab does first, and what its scenarios share."""

import os
import pathlib
import shutil
import subprocess
import sys
import threading

from . import certs
from .network import HOST, HOSTS, NAMES4, OTHER_HOST
from .node import own_mounts, run

SOURCE = pathlib.Path(__file__).resolve().parents[3]
INSIDE = 'TL_LAB_INSIDE'


def obstacle(root):
    """Why the lab cannot be played here, or None. root: the unpacked servers."""
    if sys.platform != 'linux':
        return 'namespaces are a matter of Linux'
    if os.geteuid() != 0:
        return 'namespaces with real servers need root: run "./dev lab", or this with sudo'
    if not root.is_dir():
        return f'{root} is missing: "./dev lab" fetches the servers'
    for tool in ('unshare', 'nsenter', 'ip', 'nft', 'certtool', 'openssl', 'ss'):
        if not shutil.which(tool):
            return f'{tool} is missing: see build-aux/packages-test.txt'
    probe = subprocess.run([*own_mounts(), '--net', '--uts', '--ipc', '--pid', '--fork', 'sh', '-c',
                            'mount -t tmpfs tmpfs /mnt && nft add table inet t'],
                           capture_output=True, text=True, check=False)
    return f'namespaces cannot be made here: {probe.stderr.strip()}' if probe.returncode else None


def become_root(program):
    """Begins anew as root where that needs no question (sudo without a password)."""
    if os.geteuid() == 0 or not shutil.which('sudo'):
        return
    if subprocess.run(['sudo', '-n', 'true'], capture_output=True, check=False).returncode == 0:
        os.execvp('sudo', ['sudo', '-n', '--preserve-env=ASAN_OPTIONS,LSAN_OPTIONS,UBSAN_OPTIONS',
                           sys.executable, '-B', program, *sys.argv[1:]])


def enter_namespace(program):
    """Begins anew in a mount namespace of its own, so that nothing mounted here is seen outside."""
    if INSIDE not in os.environ:
        os.environ[INSIDE] = '1'
        os.execvp('unshare', [*own_mounts(), sys.executable, '-B', program, *sys.argv[1:]])


class Tools:
    """What all scenarios of one run share: folders in memory, certificates, the program under test."""

    def __init__(self, base, cli, root):
        self.base, self.cli, self.source = base, str(cli), SOURCE
        run(['mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', str(base)])
        self.roots = root.parent
        self.copying = threading.Lock()
        self.etc = base / 'etc'
        self.etc.mkdir()
        (self.etc / 'resolv.conf').write_text(f'nameserver {NAMES4}\noptions timeout:2\n')
        (self.etc / 'nsswitch.conf').write_text('passwd: files\ngroup: files\nhosts: files dns\n')
        (self.etc / 'hosts').write_text(HOSTS)
        self.authority = certs.make(base / 'certs', HOST, OTHER_HOST)

    def show_tree(self):
        """The tree under test at BASE/tree, for those who may not go where it really stands."""
        (self.base / 'tree').mkdir()
        run(['mount', '-o', 'bind,ro', str(SOURCE), str(self.base / 'tree')])

    def missing(self, servers):
        """The roots that these servers need and that were not fetched, and what cannot be had here."""
        wanted = {getattr(server, kind) for server in servers for kind in ('root', 'client_root')
                  if getattr(server, kind, None)}
        absent = sorted(name for name in wanted if not (self.roots / f'root-{name}').is_dir())
        return absent or [why for server in servers if hasattr(server, 'obstacle')
                          for why in server.obstacle(self)]

    def layers(self, servers):
        """What a machine with these servers is laid over: their roots, the common one, this system."""
        names = sorted({server.root for server in servers if getattr(server, 'root', None)})
        return ':'.join([*(self.layer(f'root-{name}') for name in names), self.layer('root'), '/'])

    def layer(self, name):
        """A copy in memory: an overlay may not have a folder and its own parent as layers."""
        copy = self.base / 'layers' / name
        with self.copying:
            if not copy.is_dir():
                copy.parent.mkdir(exist_ok=True)
                run(['cp', '-a', str(self.roots / name), str(copy)])
        return str(copy)

    def trust_authority(self):
        """The client's system trusts the lab's CA from now on, beside those that it has."""
        bundle = pathlib.Path('/etc/ssl/certs/ca-certificates.crt')
        before = bundle.read_text(encoding='utf-8') if bundle.exists() else ''
        (self.etc / 'ssl/certs').mkdir(parents=True)
        (self.etc / 'ssl/certs' / bundle.name).write_text(before + self.authority.text('ca.pem'),
                                                          encoding='utf-8')

    def close(self):
        run(['umount', '--lazy', str(self.base)])
