# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""tinyproxy, on the server's machine."""

from .network import SERVER4
from .node import wait_for

PORT = 8888
URL = f'http://{SERVER4}:{PORT}'


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
