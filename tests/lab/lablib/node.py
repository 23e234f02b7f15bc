# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One machine of the lab: a set of namespaces kept by a sleeping process.

A server's root is an overlay of this system's own and the unpacked servers, with everything written
kept in memory: nothing of this system is changed, and nothing outlives the node."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

GUARD = 60  # seconds for any one command; nothing waits that long when all is well


def own_mounts():
    """unshare with a mount namespace of its own. What is mounted there stays there, but where the
    root is no mount point (a plain chroot) the kernel has no way of saying so."""
    for propagation in ('private', 'unchanged'):
        command = ['unshare', '--mount', '--propagation', propagation]
        if subprocess.run([*command, 'true'], capture_output=True, check=False).returncode == 0:
            break
    return command


class LabError(Exception):
    """The lab itself failed: not a finding about the program under test."""


def run(argv, **options):
    """A command that must succeed; returns its output, which is in the error where it does not.

    The output goes to a file: a pipe would stay open with every server that goes on behind."""
    options.setdefault('timeout', GUARD)
    with tempfile.TemporaryFile('w+', encoding='utf-8', errors='replace') as output:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.STDOUT, check=False, **options)
        output.seek(0)
        text = output.read()
    if done.returncode != 0:
        raise LabError(f'{" ".join(map(str, argv))}: {done.returncode}\n{text}')
    return text


def wait_for(check, what, seconds=20):
    """Polls until check() holds: for servers that say nowhere when they are ready."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.02)
    raise LabError(f'waited {seconds} s for {what}')


class Node:
    """A machine with a network of its own; where `layers` is given, with a root of its own too."""

    def __init__(self, name, directory, layers=None):
        self.name = name
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix=f'{name}-', dir=directory))
        self.root = self.directory / 'root' if layers else pathlib.Path('/')
        prepare = self._own_root(layers) if layers else 'mount -t proc proc /proc'
        self.holder = subprocess.Popen(
            [*own_mounts(), '--net', '--uts', '--ipc', '--pid', '--fork', '--kill-child',
             'sh', '-euc', f'{prepare}\necho ready\nexec sleep infinity'],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != 'ready\n':
            self.holder.wait()
            raise LabError(f'{name}: {self.holder.stderr.read()}')
        children = f'/proc/{self.holder.pid}/task/{self.holder.pid}/children'
        self.pid = int(pathlib.Path(children).read_text(encoding='ascii').split()[0])
        # The ports that the kernel picks stay off those that servers and rules name: a rule against
        # 40000-40020 would now and then meet a connection's own end.
        self.run(['sh', '-euc', 'ip link set lo up\n'
                  'echo 50000 65000 > /proc/sys/net/ipv4/ip_local_port_range'])

    def _own_root(self, layers):
        for part in ('root', 'upper', 'work'):
            (self.directory / part).mkdir()
        return f'''
mount -t overlay overlay -o lowerdir={layers},upperdir={self.directory}/upper,workdir={self.directory}/work {self.root}
mount --rbind /dev {self.root}/dev
mount -t proc proc {self.root}/proc
mount -t tmpfs tmpfs {self.root}/run
mount -t tmpfs tmpfs {self.root}/tmp
chmod 1777 {self.root}/tmp
exec chroot {self.root} sh -c 'echo ready; exec sleep infinity'
'''

    def command(self, argv):
        """The command line that runs argv on this machine."""
        return ['nsenter', '--target', str(self.pid), '--net', '--mount', '--uts', '--ipc', '--pid',
                '--root', '--wd=/', '--', *map(str, argv)]

    def run(self, argv, **options):
        return run(self.command(argv), **options)

    def start(self, argv, **options):
        """A process that goes on; it ends with the node at the latest."""
        options.setdefault('stdin', subprocess.DEVNULL)
        return subprocess.Popen(self.command(argv), **options)

    def path(self, name):
        """Where a file of this machine is seen from the namespace of the lab."""
        return pathlib.Path(f'/proc/{self.pid}/root') / str(name).lstrip('/')

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')
        os.chmod(path, mode)

    def append(self, name, text):
        path = self.path(name)
        before = path.read_text(encoding='utf-8') if path.exists() else ''
        if before and not before.endswith('\n'):
            before += '\n'
        path.write_text(before + text, encoding='utf-8')

    def read(self, name):
        path = self.path(name)
        return path.read_text(encoding='utf-8', errors='replace') if path.exists() else ''

    def nft(self, rules):
        """Loads nftables rules; each scenario uses a table of its own."""
        done = subprocess.run(self.command(['nft', '-f', '-']), input=rules, text=True,
                              capture_output=True, timeout=GUARD)
        if done.returncode != 0:
            raise LabError(f'nft on {self.name}: {done.stderr}{rules}')

    def listening(self, port):
        return f':{port} ' in self.run(['ss', '-Hltn'])

    def close(self):
        self.holder.kill()
        self.holder.wait()
        for pipe in (self.holder.stdout, self.holder.stderr):
            pipe.close()
        shutil.rmtree(self.directory, ignore_errors=True)
