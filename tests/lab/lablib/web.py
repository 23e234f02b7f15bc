# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx and Apache, each with what a scenario writes into its configuration."""

import hashlib
import re

from .node import run, wait_for

WWW = 'www.example.net'
SHOP = 'shop.example.net'
APEX = 'example.net'
TWO = 'two.example.net'
WEB_USER = 'dora'

# For Apache: no page without the login.
BASIC_LOGIN = '''
<Location />
  AuthType Basic
  AuthName lab
  AuthUserFile /etc/lab/htpasswd
  Require valid-user
</Location>
'''

# Where a page lies, and every step of a check that goes through.
URL = f'https://{WWW}/page'
PLAIN_URL = f'http://{WWW}/page'
STEPS = {step: 'ok' for step in ('dns.resolve', 'tcp.connect', 'tls.handshake', 'http.request')}
PLAIN_STEPS = {step: 'ok' for step in ('dns.resolve', 'tcp.connect', 'http.request')}


def http(url=URL, *more):
    return ['check', 'http', url, *more]


def two_setups(port):
    """For Apache: two sites of one certificate, set up differently for TLS, so that the name in the
    encryption and that in the request must agree."""
    return f'''
<VirtualHost *:{port}>
  ServerName default.example.net
  TLS;
  SSLProtocol TLSv1.2
</VirtualHost>
<VirtualHost *:{port}>
  ServerName www.example.net
  TLS;
</VirtualHost>
'''


class Web:
    """What both have in common. text: their configuration; certificate: name of certs.make."""

    root = 'web'
    ports = (80, 443)

    def __init__(self, text, certificate='web', ports=None):
        self.text = text
        self.certificate = certificate
        self.ports = self.ports if ports is None else ports

    def start(self, lab):
        self.node = node = lab.network.server
        lab.put_certificate(self.certificate)
        node.write('/etc/lab/ca.pem', lab.tools.authority.text('ca.pem'))
        node.write('/srv/www/page', 'a page of the lab\n')
        hashed = run(['openssl', 'passwd', '-apr1', lab.password]).strip()
        node.write('/etc/lab/htpasswd', f'{WEB_USER}:{hashed}\n')
        node.write('/etc/lab/htdigest', ''.join(
            f'{WEB_USER}:lab:{hashlib.new(kind, f"{WEB_USER}:lab:{lab.password}".encode()).hexdigest()}\n'
            for kind in ('md5', 'sha256')))
        self.launch()
        for port in self.ports:
            wait_for(lambda port=port: node.listening(port), f'{type(self).__name__} on {port}')

    def logins(self):
        """Requests with a login."""
        return len(re.findall(r'^login ', self.logs(), re.M))

    def logs(self):
        return self.node.read(f'{self.folder}/access.log') + self.node.read(f'{self.folder}/error.log')


class Silent:
    """Takes connections on a port and never says a word: a program behind a web server that hangs."""

    def __init__(self, port):
        self.port = port

    def start(self, lab):
        node = lab.network.server
        node.start(['/usr/bin/python3', '-c', 'import socket, time\n'
                    f'server = socket.create_server(("127.0.0.1", {self.port}))\n'
                    'time.sleep(600)\n'])
        wait_for(lambda: node.listening(self.port), f'the silent port {self.port}')

    def logins(self):
        return 0

    def logs(self):
        return ''


class Nginx(Web):
    """text: server blocks. TLS stands in the common part, `listen` in each block."""

    folder = '/var/log/lab-nginx'

    def launch(self):
        self.node.run(['mkdir', '-p', self.folder, '/var/lib/nginx'])
        self.node.write('/etc/lab/nginx.conf', f'''
user root;
pid /run/nginx.pid;
error_log {self.folder}/error.log info;
events {{ worker_connections 256; }}
http {{
  map $http_authorization $login {{ "" "visit"; default "login"; }}
  log_format lab '$login $server_port $ssl_server_name $host "$request" $status';
  access_log {self.folder}/access.log lab;
  default_type text/plain;
  root /srv/www;
  ssl_certificate /etc/lab/server.pem;
  ssl_certificate_key /etc/lab/server.key;
  ssl_client_certificate /etc/lab/ca.pem;
  {self.text}
}}
''')
        self.node.run(['nginx', '-c', '/etc/lab/nginx.conf'])


class Apache(Web):
    """text: virtual hosts. Listens on `ports`; TLS is for a virtual host to switch on ("TLS")."""

    folder = '/var/log/lab-apache'
    MODULES = ('mpm_event authn_core authn_file authz_core authz_user auth_basic auth_digest alias headers rewrite '
               'socache_shmcb ssl http2 proxy proxy_http '
               'setenvif').split()

    def launch(self):
        modules = '\n'.join(f'LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so'
                            for m in self.MODULES)
        listen = '\n'.join(f'Listen {port}' for port in self.ports)
        text = self.text.replace('TLS;', 'SSLEngine on\n  SSLCertificateFile /etc/lab/server.pem\n'
                                 '  SSLCertificateKeyFile /etc/lab/server.key')
        self.node.run(['mkdir', '-p', self.folder, '/run/apache2'])
        self.node.write('/etc/lab/apache.conf', f'''
ServerRoot /etc/lab
ServerName default.example.net
PidFile /run/apache2/lab.pid
DefaultRuntimeDir /run/apache2
User #65534
Group #65534
{modules}
{listen}
ErrorLog {self.folder}/error.log
LogLevel info
SetEnvIf Authorization . LOGIN=login
LogFormat "%{{LOGIN}}e %v \\"%r\\" %>s" lab
CustomLog {self.folder}/access.log lab
DocumentRoot /srv/www
SSLSessionCache shmcb:/run/apache2/ssl(512000)
Protocols h2 http/1.1
{text}
''')
        self.node.run(['apache2', '-f', '/etc/lab/apache.conf', '-k', 'start'])


class ForwardApache(Apache):
    """Apache as a proxy for visitors."""

    MODULES = [*Apache.MODULES, 'proxy_connect']
