# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers beside a mail server: greylisting, block lists, TLS in front, other protocols."""

from .node import wait_for


class Helper:
    """What takes no logins and counts none."""

    def logins(self):
        return 0

    def logs(self):
        return ''


class Postgrey(Helper):
    """Greylisting for Postfix: POLICY among its restrictions asks it."""

    root = 'postgrey'
    POLICY = 'check_policy_service inet:127.0.0.1:10023'

    def __init__(self, delay):
        self.delay = delay

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
                       f'--whitelist-clients={none}', f'--whitelist-recipients={none}'])
        wait_for(lambda: self.node.listening(10023), 'postgrey')


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
