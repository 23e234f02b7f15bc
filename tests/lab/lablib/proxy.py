# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proxies on the server's machine: tinyproxy, and the SOCKS proxies Dante and microsocks."""

from .helpers import Helper
from .network import SERVER4
from .node import wait_for

PORT = 8888
URL = f'http://{SERVER4}:{PORT}'
SOCKS_PORT = 1080


class Tinyproxy:
    """text: further lines of its configuration."""

    root = 'proxy'

    def __init__(self, text=''):
        self.text = text

    def start(self, lab):
        self.node = node = lab.network.server
        node.write('/etc/lab/tinyproxy.conf', f'User root\nGroup root\nPort {PORT}\nTimeout 60\n'
                   f'LogFile "/var/log/tinyproxy.log"\nMaxClients 20\n{self.text}')
        node.run(['tinyproxy', '-c', '/etc/lab/tinyproxy.conf'])
        wait_for(lambda: node.listening(PORT), 'tinyproxy')

    def logins(self):
        return 0

    def logs(self):
        return self.node.read('/var/log/tinyproxy.log')


class Dante(Helper):
    """method: "none" or "username"; rules: its socks rules."""

    root = 'socks'
    PASS = 'socks pass {\n  from: 0.0.0.0/0 to: 0.0.0.0/0\n}\n'

    def __init__(self, rules=PASS, method='none'):
        self.rules, self.method = rules, method

    def start(self, lab):
        node = lab.network.server
        node.write('/etc/lab/danted.conf', f'logoutput: /var/log/danted.log\ninternal: {SERVER4} port = {SOCKS_PORT}\n'
                   f'external: {SERVER4}\nclientmethod: none\nsocksmethod: {self.method}\n'
                   'user.privileged: root\nuser.unprivileged: nobody\n'
                   f'client pass {{\n  from: 0.0.0.0/0 to: 0.0.0.0/0\n}}\n{self.rules}')
        node.run(['danted', '-D', '-f', '/etc/lab/danted.conf', '-p', '/run/danted.pid'])
        wait_for(lambda: node.listening(SOCKS_PORT), 'Dante')


class Microsocks(Helper):
    """options: of its command line."""

    root = 'socks'

    def __init__(self, *options):
        self.options = options

    def start(self, lab):
        node = lab.network.server
        node.start(['sh', '-c', 'cd / && exec microsocks "$@" >/var/log/microsocks.log 2>&1', 'sh',
                    '-i', '0.0.0.0', '-p', SOCKS_PORT, *self.options])
        wait_for(lambda: node.listening(SOCKS_PORT), 'microsocks')


class SshSocks(Helper):
    """ssh -D, the SOCKS server that people have at hand: it knows 4, 4a and 5."""

    root = 'relays'
    OPTIONS = ('-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-i', '/etc/lab-ssh-key', '-q')

    def start(self, lab):
        node = lab.network.server
        node.append('/etc/passwd', 'sshd:x:940:940::/run/sshd:/usr/sbin/nologin\n')
        node.run(['install', '-d', '/run/sshd'])
        node.run(['sh', '-euc', 'ssh-keygen -q -t ed25519 -N "" -f /etc/lab-ssh-key && cp /etc/lab-ssh-key.pub /etc/lab-ssh-known'])
        node.write('/etc/sshd-lab', 'Port 2222\nListenAddress 127.0.0.1\nHostKey /etc/lab-ssh-key\nPidFile /run/sshd.pid\n'
                   'AuthorizedKeysFile /etc/lab-ssh-known\nStrictModes no\nPermitRootLogin yes\nUsePAM no\n')
        node.run(['/usr/sbin/sshd', '-f', '/etc/sshd-lab'])
        wait_for(lambda: node.listening(2222), 'sshd')
        node.start(['ssh', *self.OPTIONS, '-p', '2222', '-N', '-D', f'0.0.0.0:{SOCKS_PORT}', 'root@127.0.0.1'])
        wait_for(lambda: node.listening(SOCKS_PORT), 'ssh -D')
