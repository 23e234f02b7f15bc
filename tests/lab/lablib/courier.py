# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Courier on 25 in clear, without logins: its door-keeper and what listens behind it."""

from .helpers import Helper
from .network import DOMAIN, HOST
from .node import wait_for


class Courier(Helper):
    """The mail server of a scenario. door: further options of couriertcpd; settings: {file of /etc/courier:
    its contents}; environment: what its listener is told."""

    root = 'courier'

    def __init__(self, door=(), settings=None, environment=None, at=(25,)):
        self.ports = tuple(at)
        self.door, self.settings, self.environment = list(door), settings or {}, environment or {}

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'courier:x:971:971::/run/courier:/usr/sbin/nologin\n'
                    'bob:x:5002:5002::/srv/bob:/bin/sh\n')
        node.append('/etc/group', 'courier:x:971:\n')
        lab.put_certificate('good')
        files = {'me': f'{HOST}\n', 'locals': f'{HOST}\n{DOMAIN}\n', 'defaultdomain': f'{DOMAIN}\n',
                 'esmtpacceptmailfor': f'{DOMAIN}\n', 'sizelimit': '0\n', 'dsnfrom': ''} | self.settings
        for name, text in files.items():
            if text:
                node.write(f'/etc/courier/{name}', text)
        node.run(['sh', '-euc', 'cd /\ninstall -d -o courier -g courier /run/courier /run/courier/track '
                  '/var/lib/courier /var/lib/courier/tmp /var/lib/courier/msgs /var/lib/courier/msgq '
                  '/var/lib/courier/allfilters /var/lib/courier/filters /var/lib/courier/track\n'
                  'install -d -o bob /srv/bob; install -d /var/log\n'
                  'find /etc/courier /usr/lib/courier -exec chown -h courier:courier {} + 2>/dev/null || true\n'
                  'chown root:courier /usr/lib/courier/courier/submitmkdir 2>/dev/null || true\n'])
        told = {'PATH': '/usr/bin:/usr/sbin:/bin:/sbin', 'BOFHCHECKDNS': '0', 'BOFHCHECKHELO': '0',
                'TARPIT': '0', 'ESMTP_TLS': '0', 'NOADDMSGID': '1'} | self.environment
        log = node.path('/var/log/courier.log').open('w', encoding='utf-8')
        with log:
            self.process = node.start(
                ['env', *(f'{k}={v}' for k, v in told.items()), '/usr/sbin/couriertcpd', *self.door,
                 '-nodnslookup', '-noidentlookup', ','.join(map(str, self.ports)), '/usr/sbin/courieresmtpd'],
                stdout=log, stderr=log)
        wait_for(lambda: all(map(node.listening, self.ports)), f'Courier\n{self.logs()}')

    def logs(self):
        return self.node.read('/var/log/courier.log')
