# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File servers beside the three big ones, and what stands before or in the place of one."""

import json
import pathlib

from .accounts import make_carol
from .helpers import Helper
from .node import wait_for

HERE = pathlib.Path(__file__).resolve().parent
PAM = ('auth required pam_unix.so\naccount required pam_unix.so\n'
       'session required pam_permit.so\n')


class Inetutils(Helper):
    """ftpd of GNU inetutils: it knows no TLS. options: of its command line."""

    root = 'inetftpd'

    def __init__(self, *options, home=True):
        self.options, self.home = options, home

    def start(self, lab):
        node = lab.network.server
        make_carol(node, lab.password, self.home)
        node.write('/etc/pam.d/ftp', PAM)
        node.write('/etc/services', node.read('/etc/services') or 'ftp 21/tcp\n')
        node.run(['ftpd', '-D', *self.options])
        wait_for(lambda: node.listening(21), 'ftpd of inetutils')


class FtpdSsl(Helper):
    """The ftpd of Linux NetKit with TLS. options: of its command line."""

    root = 'ftpdssl'

    def __init__(self, *options):
        self.options = options

    def start(self, lab):
        node = lab.network.server
        lab.put_certificate('good')
        make_carol(node, lab.password)
        for service in ('ftp', 'ftpd', 'login'):
            node.write(f'/etc/pam.d/{service}', PAM)
        node.write('/etc/services', node.read('/etc/services') or 'ftp 21/tcp\n')
        node.run(['in.ftpd', '-D', '-z', 'cert=/etc/lab/server.pem', '-z', 'key=/etc/lab/server.key',
                  *self.options])
        wait_for(lambda: node.listening(21), 'ftpd-ssl')


class Pyftpd(Helper):
    """pyftpdlib. tls: "explicit", "implicit" or None; handler and server: attributes of these."""

    root = 'pyftpdlib'

    def __init__(self, port=21, tls='explicit', handler=None, server=None, perm='elradfmwMT',
                 address='0.0.0.0', home='/srv/carol'):
        self.told = {'port': port, 'tls': tls, 'handler': handler or {}, 'server': server or {},
                     'perm': perm, 'address': address, 'home': home}

    def start(self, lab):
        self.node = node = lab.network.server
        lab.put_certificate('good')
        make_carol(node, lab.password)
        node.write('/etc/lab/both.pem', node.read('/etc/lab/server.key')
                   + node.read('/etc/lab/server.pem'), 0o600)
        node.write('/etc/lab/secret', lab.password + '\n', 0o600)
        told = self.told | {'password_file': '/etc/lab/secret', 'certificate': '/etc/lab/both.pem'}
        lab.start(node, HERE / 'pyftpd.py', json.dumps(told), stderr=open(node.path('/var/log/pyftpd.log'), 'w', encoding='utf-8'))


    def logs(self):
        return self.node.read('/var/log/pyftpd.log')


class Sshd(Helper):
    """OpenSSH where a file server was expected."""

    root = 'relays'

    def __init__(self, port):
        self.port = port

    def start(self, lab):
        node = lab.network.server
        node.append('/etc/passwd', 'sshd:x:940:940::/run/sshd:/usr/sbin/nologin\n')
        node.run(['install', '-d', '/run/sshd'])
        node.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', '/etc/lab-ssh-key'])
        node.write('/etc/sshd-lab', f'Port {self.port}\nHostKey /etc/lab-ssh-key\nPidFile /run/sshd.pid\n'
                   'UsePAM no\n')
        node.run(['/usr/sbin/sshd', '-f', '/etc/sshd-lab'])
        wait_for(lambda: node.listening(self.port), 'sshd')


class Haproxy(Helper):
    """HAProxy in TCP mode. frontend, backend: their lines; port: what it listens on."""

    root = 'relays'

    def __init__(self, port, frontend='', backend='server one 127.0.0.1:2100', settings=''):
        self.port, self.frontend, self.backend, self.settings = port, frontend, backend, settings

    def start(self, lab):
        node = lab.network.server
        lab.put_certificate('good')
        node.write('/etc/lab/both.pem', node.read('/etc/lab/server.key')
                   + node.read('/etc/lab/server.pem'), 0o600)
        node.write('/etc/haproxy-lab.cfg', f'global\n  pidfile /run/haproxy.pid\n{self.settings}\n'
                   'defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 60s\n'
                   '  timeout server 60s\n  timeout queue 60s\n'
                   f'frontend f\n  bind 0.0.0.0:{self.port} {self.frontend}\n  default_backend b\n'
                   f'backend b\n  {self.backend}\n')
        node.run(['sh', '-euc', 'cd /; exec haproxy -D -f /etc/haproxy-lab.cfg'])
        wait_for(lambda: node.listening(self.port), 'HAProxy')
