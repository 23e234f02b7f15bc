# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Further servers of web pages and proxies: H2O, Traffic Server, mini_httpd, Gunicorn, Privoxy."""

from .webmore import More


class Other(More):
    root = 'otherweb'

    def begin(self):
        self.prepare()
        self.node.start(['sh', '-c', f'cd / && exec {self.command} >{self.output} 2>&1'])

    @property
    def output(self):
        return f'/var/log/lab-{type(self).__name__.lower()}.log'

    def prepare(self):
        pass

    def logs(self):
        return self.node.read(self.output)


class H2o(Other):
    """text: paths of www.example.net, or whole hosts where it begins with a quote."""

    command = 'h2o -c /etc/lab/h2o.yaml'

    def prepare(self):
        text = self.text if self.text.startswith('"') else f'"www.example.net:443":\n    paths:\n{self.text}'
        self.node.write('/etc/lab/h2o.yaml', 'user: root\nlisten:\n  port: 443\n  ssl:\n    certificate-file: /etc/lab/server.pem\n'
                        f'    key-file: /etc/lab/server.key\nhosts:\n  {text}\n')


class TrafficServer(Other):
    """text: remap.config; records: further lines of records.config. TLS on 443, plain on 80."""

    command = 'traffic_server'
    FOLDER = '/etc/trafficserver'

    def __init__(self, text, certificate='web-one', ports=(443,), records=''):
        super().__init__(text, certificate, ports)
        self.records = records

    def prepare(self):
        listen = ' '.join(f'{port}:ssl' if port != 80 else '80' for port in self.ports)
        self.node.write(f'{self.FOLDER}/remap.config', self.text + '\n')
        self.node.write(f'{self.FOLDER}/ssl_multicert.config',
                        'dest_ip=* ssl_cert_name=/etc/lab/server.pem ssl_key_name=/etc/lab/server.key\n')
        self.node.write(f'{self.FOLDER}/storage.config', '/var/cache/trafficserver 16M\n')
        self.node.append(f'{self.FOLDER}/records.config', f'''
CONFIG proxy.config.admin.user_id STRING #-1
CONFIG proxy.config.http.server_ports STRING {listen}
CONFIG proxy.config.ssl.server.cert.path STRING /
CONFIG proxy.config.ssl.server.private_key.path STRING /
CONFIG proxy.config.http.connect_attempts_max_retries INT 0
CONFIG proxy.config.ssl.client.verify.server.policy STRING DISABLED
{self.records}
''')
        self.node.run(['mkdir', '-p', '/run/trafficserver', '/var/cache/trafficserver', '/var/log/trafficserver'])

    def logs(self):
        return super().logs() + self.node.read('/var/log/trafficserver/diags.log')


class MiniHttpd(Other):
    """Plain HTTP; text: further options. A folder with .htpasswd wants a login."""

    command = ''

    def __init__(self, text='', ports=(80,)):
        super().__init__(text, 'web-one', ports)

    def prepare(self):
        self.command = f'mini_httpd -D -p {self.ports[0]} -d /srv/www -u root {self.text}'


class Gunicorn(Other):
    """text: the body of an application, with environ and start; plain HTTP."""

    def __init__(self, text, ports=(8000,), options=''):
        super().__init__(text, 'web-one', ports)
        self.options = options

    def prepare(self):
        lines = '\n'.join('    ' + line for line in self.text.splitlines())
        self.node.write('/srv/webapp.py', f'import time\n\n\ndef app(environ, start):\n{lines}\n')
        self.command = (f'env PYTHONDONTWRITEBYTECODE=1 gunicorn --chdir /srv --bind 0.0.0.0:{self.ports[0]} --worker-tmp-dir /tmp '
                        f'{self.options} webapp:app')


class Privoxy(Other):
    """text: actions for user.action."""

    command = 'privoxy --no-daemon /etc/privoxy/lab.config'
    PORT = 8118

    def __init__(self, text=''):
        super().__init__(text, 'web-one', (self.PORT,))

    def prepare(self):
        self.node.write('/etc/privoxy/user.action', self.text)
        self.node.write('/etc/privoxy/lab.config', f'confdir /etc/privoxy\nlogdir /var/log\nactionsfile match-all.action\n'
                        f'actionsfile default.action\nactionsfile user.action\nfilterfile default.filter\nlisten-address 0.0.0.0:{self.PORT}\n'
                        'toggle 1\n')
