# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""qpsmtpd, a mail server that is put together from plugins, on 25 in clear and without logins."""

from .network import DOMAIN, HOST
from .node import wait_for


class Qpsmtpd:
    """The mail server of a scenario. plugins: lines of its list, before those that take mail for
    the domain and keep it in a folder; config: {file: contents};
    per_host: connections of one address, 0 for any number."""

    root = 'filters'
    ports = (25,)

    def __init__(self, plugins='', config=None, per_host=0):
        self.plugins, self.config, self.per_host = plugins, config or {}, per_host

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'qpsmtpd:x:951:951::/run/qpsmtpd:/usr/sbin/nologin\n')
        node.append('/etc/group', 'qpsmtpd:x:951:\n')
        files = {'me': HOST, 'rcpthosts': f'{DOMAIN}\n', 'loglevel': '6', 'spool_dir': '/run/qpsmtpd/spool',
                 'plugin_dirs': '/usr/share/qpsmtpd/plugins\n', 'logging': 'logging/warn 6\n',
                 'plugins': f'{self.plugins}\nrcpt_ok\nqueue/maildir /run/qpsmtpd/mail\n'} | self.config
        for name, text in files.items():
            node.write(f'/etc/qpsmtpd/{name}', text)
        node.run(['install', '-d', '-o', 'qpsmtpd', '-m', '0700', '/run/qpsmtpd', '/run/qpsmtpd/spool',
                  '/run/qpsmtpd/mail', '/var/lib/qpsmtpd', '/var/log'])
        log = node.path('/var/log/qpsmtpd.log').open('w', encoding='utf-8')
        with log:
            self.process = node.start(['env', 'QPSMTPD_CONFIG=/etc/qpsmtpd', 'qpsmtpd-forkserver',
                                       '-p', '25', '-u', 'qpsmtpd', '-l', '0.0.0.0',
                                       '-m', str(self.per_host)], stdout=log, stderr=log)
        wait_for(lambda: node.listening(25), 'qpsmtpd on 25')

    def logins(self):
        return 0

    def logs(self):
        return self.node.read('/var/log/qpsmtpd.log')
