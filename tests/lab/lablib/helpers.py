# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers beside a mail server: greylisting, block lists, TLS in front, other protocols."""

import subprocess

from .node import wait_for


class Helper:
    """What takes no logins and counts none."""

    def logins(self):
        return 0

    def logs(self):
        return ''


class Issue(Helper):
    """A certificate for hosts of the scenario's own; stands before the server that shows it."""

    def __init__(self, name, *hosts, **more):
        self.name, self.hosts, self.more = name, hosts, more

    def start(self, lab):
        lab.tools.authority.issue(self.name, self.hosts, **self.more)


class Made(Helper):
    """Certificates made by `make`, a function of the authority. Stands before the daemon."""

    def __init__(self, make):
        self.make = make

    def start(self, lab):
        self.make(lab.tools.authority)


class Postgrey(Helper):
    """Greylisting for Postfix: POLICY among its restrictions asks it."""

    root = 'postgrey'
    POLICY = 'check_policy_service inet:127.0.0.1:10023'

    def __init__(self, delay, *options):
        self.delay, self.options = delay, options

    def start(self, lab):
        self.node = lab.network.server
        self.node.append('/etc/passwd', 'postgrey:x:931:931::/nonexistent:/usr/sbin/nologin\n')
        self.node.append('/etc/group', 'postgrey:x:931:\n')
        self.node.run(['sh', '-euc', 'install -d -o postgrey /run/postgrey; '
                       'touch /etc/postgrey-none'])
        none = '/etc/postgrey-none'
        self.node.run(['postgrey', '--inet=127.0.0.1:10023', f'--delay={self.delay}', '--daemonize',
                       '--user=postgrey', '--group=postgrey', '--dbdir=/run/postgrey',
                       '--pidfile=/run/postgrey.pid',
                       f'--whitelist-clients={none}', f'--whitelist-recipients={none}', *self.options])
        wait_for(lambda: self.node.listening(10023), 'postgrey')


class OpenDkim(Helper):
    """Looks at signatures for Postfix, which asks it where MILTER is among its filters. settings:
    lines of its own."""

    root = 'filters'
    MILTER = {'smtpd_milters': 'inet:127.0.0.1:8891'}

    def __init__(self, settings):
        self.settings = settings

    def start(self, lab):
        node = lab.network.server
        node.write('/etc/opendkim-lab.conf', 'Mode v\nSocket inet:8891@127.0.0.1\nPidFile /run/dkim.pid\n'
                   f'SoftwareHeader no\nInternalHosts 127.0.0.1\n{self.settings}\n')
        node.run(['opendkim', '-x', '/etc/opendkim-lab.conf'])
        wait_for(lambda: node.listening(8891), 'opendkim')


class PolicySpf(Helper):
    """Looks at SPF for Postfix: its line of SERVICES and its POLICY."""

    root = 'filters'
    SERVICES = 'spf unix - n n - 0 spawn user=nobody argv=/usr/bin/policyd-spf\n'
    POLICY = 'permit_sasl_authenticated, reject_unauth_destination, check_policy_service unix:private/spf'

    def start(self, lab):
        lab.network.server.write('/etc/postfix-policyd-spf-python/policyd-spf.conf',
                                 'debugLevel = 1\nHELO_reject = False\nMail_From_reject = Fail\n'
                                 'PermError_reject = False\nTempError_Defer = False\n'
                                 'skip_addresses = 127.0.0.0/8\n')


class BlockList(Helper):
    """rbldnsd with the zone dnsbl.example.net. listed: {address: answer}; text: of the TXT record."""

    root = 'tools'
    ZONE = 'dnsbl.example.net'

    def __init__(self, listed, text='listed, see https://lists.example.net/$'):
        self.listed, self.text = listed, text

    def start(self, lab):
        node = lab.network.server
        node.append('/etc/passwd', 'rbldns:x:932:932::/nonexistent:/usr/sbin/nologin\n')
        node.append('/etc/group', 'rbldns:x:932:\n')
        node.write('/run/rbldnsd/list', '127.0.0.2 :127.0.0.2:test\n' + ''.join(
            f'{address} :{answer}:{self.text}\n' for address, answer in self.listed.items()))
        node.run(['rbldnsd', '-r', '/run/rbldnsd', '-u', 'rbldns', '-p', '/run/rbldnsd.pid', '-b',
                  '127.0.0.1/5353', f'{self.ZONE}:ip4set:list'])


class Stunnel(Helper):
    """TLS in front of a port of this machine. settings: lines of the service's section."""

    root = 'tools'

    def __init__(self, port, settings, certificate='good'):
        self.port, self.settings, self.certificate = port, settings, certificate

    def start(self, lab):
        node = lab.network.server
        lab.put_certificate(self.certificate)
        node.write('/etc/stunnel-lab.conf', f'foreground = no\npid = /run/stunnel.pid\n'
                   f'[lab]\naccept = :::{self.port}\ncert = /etc/lab/server.pem\n'
                   f'key = /etc/lab/server.key\n{self.settings}\n')
        node.run(['stunnel4', '/etc/stunnel-lab.conf'])
        wait_for(lambda: node.listening(self.port), f'stunnel on {self.port}')


class BareTls(Helper):
    """openssl s_server: TLS and nothing behind it. options: its further words."""

    root = 'tools'

    def __init__(self, port, *options):
        self.port, self.options = port, options

    def start(self, lab):
        node = lab.network.server
        self.process = node.start(['openssl', 's_server', '-quiet', '-accept', self.port, *self.options],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: node.listening(self.port), f's_server on {self.port}')


class Nginx(Helper):
    """A web server where nobody expects one. listen: {port: words of its listen line}."""

    root = 'tools'

    def __init__(self, listen):
        self.listen = listen

    def start(self, lab):
        node = lab.network.server
        lab.put_certificate('good')
        lines = ''.join(f'listen {port} {words}; listen [::]:{port} {words};\n'
                        for port, words in self.listen.items())
        node.write('/etc/nginx-lab.conf', 'pid /run/nginx.pid; error_log /var/log/nginx-lab.log; '
                   'events {}\nhttp { access_log off; client_body_temp_path /run/nginx1; '
                   'proxy_temp_path /run/nginx2; fastcgi_temp_path /run/nginx3; '
                   'uwsgi_temp_path /run/nginx4; scgi_temp_path /run/nginx5;\n'
                   f'server {{ {lines} ssl_certificate /etc/lab/server.pem; '
                   'ssl_certificate_key /etc/lab/server.key; return 200 "a web page"; } }\n')
        node.run(['nginx', '-c', '/etc/nginx-lab.conf', '-g', 'user root;'])
