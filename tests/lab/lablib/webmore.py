# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web servers and proxies beside nginx and Apache: lighttpd, HAProxy, Varnish, Squid, Hitch."""

from .web import Web

PEM = '/etc/lab/both.pem'  # certificate and key in one file, as HAProxy and Hitch want them


class More(Web):
    """What they have in common. Subclasses write their configuration and start in `launch`."""

    root = 'webmore'
    ports = (443,)

    def __init__(self, text, certificate='web-one', ports=None):
        super().__init__(text, certificate, ports)

    def launch(self):
        self.node.write(PEM, self.node.read('/etc/lab/server.key') + self.node.read('/etc/lab/server.pem'))
        for name, number in (('proxy', 13), ('varnish', 941), ('vcache', 942), ('_hitch', 943)):
            if f'\n{name}:' not in self.node.read('/etc/passwd'):
                self.node.append('/etc/passwd', f'{name}:x:{number}:{number}::/nonexistent:/usr/sbin/nologin\n')
            if f'\n{name}:' not in self.node.read('/etc/group'):
                self.node.append('/etc/group', f'{name}:x:{number}:\n')
        self.begin()

    def logins(self):
        return 0

    def logs(self):
        return ''


class Lighttpd(More):
    """text: further lines; TLS on 443, plain on 80 where that is among the ports."""

    def begin(self):
        plain = '' if 80 not in self.ports else '$SERVER["socket"] == ":80" { }\n'
        self.node.write('/etc/lab/lighttpd.conf', f'''
server.modules = ( "mod_openssl", "mod_auth", "mod_authn_file", "mod_access", "mod_redirect",
                   "mod_rewrite", "mod_proxy", "mod_setenv", "mod_accesslog" )
server.document-root = "/srv/www"
server.port = 443
server.pid-file = "/run/lighttpd.pid"
server.errorlog = "/var/log/lab-lighttpd.log"
mimetype.assign = ( "" => "text/plain" )
ssl.engine = "enable"
ssl.pemfile = "{PEM}"
{plain}{self.text}
''')
        self.node.run(['lighttpd', '-f', '/etc/lab/lighttpd.conf'])

    def logs(self):
        return self.node.read('/var/log/lab-lighttpd.log')


class Haproxy(More):
    """text: sections (frontend, backend, listen); "bind :443 TLS;" stands for the certificate."""

    root = 'relays'

    def begin(self):
        text = self.text.replace('TLS;', f'ssl crt {PEM} alpn h2,http/1.1')
        self.node.write('/etc/lab/haproxy.cfg', f'''
global
  ssl-default-bind-options no-tls-tickets
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
{text}
''')
        # It asks where it is before it goes anywhere.
        self.node.run(['sh', '-c', 'cd / && exec haproxy -D -f /etc/lab/haproxy.cfg -p /run/haproxy.pid'])


class Varnish(More):
    """text: VCL below its version line; plain HTTP on the port."""

    def begin(self):
        self.node.write('/etc/lab/default.vcl', f'vcl 4.1;\n{self.text}\n')
        self.node.run(['mkdir', '-p', '/run/varnish'])
        self.node.run(['varnishd', '-a', f':{self.ports[0]}', '-f', '/etc/lab/default.vcl', '-n', '/run/varnish',
                       '-s', 'malloc,8m', '-j', 'none', '-T', 'none', '-P', '/run/varnish.pid'])


class Hitch(More):
    """TLS in front of 127.0.0.1:`text`."""

    def begin(self):
        self.node.run(['hitch', '--user=nobody', '--group=nogroup', '--daemon', '--frontend=[*]:443',
                       f'--backend=[127.0.0.1]:{self.text}', '--alpn-protos=http/1.1', PEM])


class Squid(More):
    """text: lines of squid.conf, the ports among them."""

    ports = (3128,)

    def begin(self):
        self.node.write('/etc/lab/squid.conf', f'''
pid_filename /run/squid.pid
cache_log /var/log/squid/cache.log
access_log stdio:/var/log/squid/access.log
cache deny all
shutdown_lifetime 1 seconds
visible_hostname gateway.example.org
cache_effective_user proxy
cache_effective_group proxy
pinger_enable off
icon_directory /usr/share/squid/icons
mime_table /usr/share/squid/mime.conf
error_default_language en
error_directory /usr/share/squid/errors/English
{self.text}
''')
        self.node.run(['mount', '-t', 'tmpfs', 'tmpfs', '/dev/shm'])
        self.node.run(['install', '-d', '-o', 'proxy', '/var/log/squid', '/var/spool/squid'])
        self.node.start(['sh', '-c', 'cd / && exec squid -N -f /etc/lab/squid.conf >/var/log/lab-squid.out 2>&1'])

    def logs(self):
        return self.node.read('/var/log/squid/cache.log') + self.node.read('/var/log/lab-squid.out') + self.node.read('/var/log/squid/access.log')
