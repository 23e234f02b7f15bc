# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in front of mail servers, or in their place: balancers, proxies, other daemons."""

from .helpers import Helper
from .network import DOMAIN, HOST
from .node import wait_for


class Relay(Helper):
    """Runs on the server's machine; ports: those it listens on."""

    root = 'relays'
    certificate = None
    machine = 'server'

    def start(self, lab):
        self.node = getattr(lab.network, self.machine)
        if self.certificate:
            lab.put_certificate(self.certificate)
        self.launch(lab)
        for port in self.ports:
            wait_for(lambda port=port: self.node.listening(port), f'{type(self).__name__} on {port}')


class Haproxy(Relay):
    """text: the sections of its configuration; with TLS, "crt /run/lab/both.pem" names its certificate."""

    def __init__(self, text, ports, certificate='good'):
        self.text, self.ports, self.certificate = text, ports, certificate

    def launch(self, lab):
        node = self.node
        node.write('/run/lab/both.pem', node.read('/etc/lab/server.pem') + node.read('/etc/lab/server.key'),
                   0o600)
        node.write('/run/lab/haproxy.cfg', 'global\n  daemon\n  tune.ssl.default-dh-param 2048\n'
                   'defaults\n  mode tcp\n  timeout connect 3s\n  timeout client 60s\n'
                   f'  timeout server 60s\n{self.text}\n')
        # It wants to know where it is, and what nsenter leaves it in is outside its root.
        node.run(['sh', '-c', 'cd / && exec haproxy -D -p /run/haproxy.pid -f /run/lab/haproxy.cfg'])


class NginxProxy(Relay):
    """nginx as a proxy for mail or for streams. text: its mail or stream block."""

    def __init__(self, text, ports, certificate='good'):
        self.text, self.ports, self.certificate = text, ports, certificate

    def launch(self, lab):
        modules = ''.join(f'load_module /usr/lib/nginx/modules/ngx_{name}_module.so;\n'
                          for name in ('mail', 'stream'))
        self.node.write('/run/lab/nginx.conf', f'{modules}user root; pid /run/nginx-proxy.pid;\n'
                        f'error_log /var/log/nginx-proxy.log info; events {{}}\n{self.text}\n')
        self.node.run(['install', '-d', '/var/lib/nginx', '/var/log'])
        self.node.run(['nginx', '-c', '/run/lab/nginx.conf'])

    def logs(self):
        return self.node.read('/var/log/nginx-proxy.log')


class Sshd(Relay):
    """A server for remote logins, on ports of mail."""

    def __init__(self, *ports):
        self.ports = ports

    def launch(self, lab):
        node = self.node
        node.append('/etc/passwd', 'sshd:x:941:65534::/run/sshd:/usr/sbin/nologin\n')
        node.run(['sh', '-euc', 'install -d -m 0755 /run/sshd /run/lab\n'
                  'ssh-keygen -q -t ed25519 -N "" -f /run/lab/host_key'])
        node.run(['sh', '-c', 'exec $(command -v sshd) -f /dev/null -h /run/lab/host_key '
                  + ' '.join(f'-p {port}' for port in self.ports)])


class Inetd(Relay):
    """inetd that starts tcpd in front of a server: deny says whom it turns away."""

    def __init__(self, *ports, deny='ALL: ALL'):
        self.ports, self.deny = ports, deny

    def launch(self, lab):
        node = self.node
        node.write('/etc/hosts.deny', f'{self.deny}\n')
        # It wants names for its ports; the server behind tcpd is never started for those turned away.
        node.write('/etc/services', ''.join(f'lab{port} {port}/tcp\n' for port in self.ports))
        node.write('/run/lab/inetd.conf', ''.join(
            f'lab{port} stream {kind} nowait root /usr/sbin/tcpd /bin/cat\n'
            for port in self.ports for kind in ('tcp', 'tcp6')))
        node.run(['inetd', '/run/lab/inetd.conf'])


class Socat(Relay):
    """One port whose connections socat hands to what `peer` says, in its own notation; place: on the
    server, or on the router."""

    def __init__(self, port, peer, options=''):
        self.ports, self.peer, self.options = (port,), peer, options

    def launch(self, lab):
        listen = f'TCP6-LISTEN:{self.ports[0]},fork,reuseaddr,ipv6only=0{self.options}'
        self.node.start(['sh', '-c', 'cd / && exec socat "$@"', 'socat', listen, self.peer])


class Says(Socat):
    """Says one thing to whoever connects, in clear, and hangs up."""

    def __init__(self, port, words):
        super().__init__(port, 'EXEC:/run/lab/says')
        self.words = words

    def launch(self, lab):
        self.node.write('/run/lab/says', f"#!/bin/sh\nprintf '{self.words}\\r\\n'\nsleep 0.2\n", 0o755)
        super().launch(lab)


class Submission(Relay):
    """Dovecot's submission service: it answers by itself and needs its own mail server for MAIL alone.
    listen: {port: yes where TLS begins at once}."""

    def __init__(self, listen, certificate='good', settings=''):
        self.listen, self.certificate, self.settings = listen, certificate, settings
        self.ports = tuple(listen)

    def launch(self, lab):
        node = self.node
        node.append('/etc/passwd', 'dovecot:x:942:942::/nonexistent:/usr/sbin/nologin\n'
                    'dovenull:x:943:943::/nonexistent:/usr/sbin/nologin\n'
                    'vmail:x:5000:5000::/var/mail/lab:/usr/sbin/nologin\n')
        node.append('/etc/group', 'dovecot:x:942:\ndovenull:x:943:\nvmail:x:5000:\n')
        listeners = ''.join(f'  inet_listener lab{port} {{\n    port = {port}\n    ssl = {ssl}\n  }}\n'
                            for port, ssl in self.listen.items())
        node.write('/run/lab/dovecot.conf', 'protocols = submission\nbase_dir = /run/dovecot-lab\n'
                   f'hostname = {HOST}\nlog_path = /var/log/submission.log\nauth_verbose = yes\n'
                   'auth_debug = yes\nauth_mechanisms = plain login\n'
                   'ssl = yes\nssl_cert = </etc/lab/server.pem\nssl_key = </etc/lab/server.key\n'
                   'submission_relay_host = 127.0.0.1\nsubmission_relay_port = 25\n'
                   'passdb {\n  driver = passwd-file\n  args = /run/lab/submission-users\n}\n'
                   'userdb {\n  driver = static\n  args = uid=5000 gid=5000 home=/var/mail/lab\n}\n'
                   f'service submission-login {{\n  inet_listener submission {{\n    port = 0\n  }}\n{listeners}}}\n'
                   f'{self.settings}\n')
        node.write('/run/lab/submission-users', f'alice@{DOMAIN}:{{PLAIN}}{lab.password}\n')
        node.run(['sh', '-euc', 'install -d /var/log; install -d -o 5000 -g 5000 /var/mail/lab\n'
                  'exec dovecot -c /run/lab/dovecot.conf'])

    def logins(self):
        return self.logs().count('auth: Debug: client in: AUTH\t')

    def logs(self):
        return self.node.read('/var/log/submission.log')
