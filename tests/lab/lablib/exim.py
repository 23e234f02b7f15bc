# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exim: 25, 587 with STARTTLS, 465 with TLS at once."""

from .network import DOMAIN, HOST
from .node import wait_for

MAIN = {
    'primary_hostname': HOST,
    'tls_on_connect_ports': '465',
    'tls_advertise_hosts': '*',
    'tls_certificate': '/etc/lab/server.pem',
    'tls_privatekey': '/etc/lab/server.key',
    'auth_advertise_hosts': '${if eq{$tls_in_cipher}{}{}{*}}',
    'rfc1413_query_timeout': '0s',
    'host_lookup': '',
    'keep_environment': '',
    'log_file_path': '/var/log/exim4/%slog',
    'acl_smtp_auth': 'check_auth',
}

CONFIGURATION = '''
domainlist local_domains = {domain}
{main}

begin acl
check_auth:
  warn logwrite = login tried
{auth}
  accept
{checks}
check_rcpt:
{rcpt}
  accept authenticated = *
  deny domains = !+local_domains
       message = relay not permitted
  require verify = recipient
  accept

begin routers
local:
  driver = accept
  domains = +local_domains
  local_parts = alice : bob
  transport = maildir
remote:
  driver = dnslookup
  domains = !+local_domains
  transport = smtp

begin transports
maildir:
{local_transport}
smtp:
  driver = smtp

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = User Name : Password
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
'''

MAILDIR = '''  driver = appendfile
  directory = /var/mail/lab/$local_part
  maildir_format
  user = mail'''


class Exim:
    """The mail server of a scenario.

    main: settings over MAIN; rcpt: lines before the ordinary RCPT rules, auth: for the ACL of AUTH;
    acls: {connect, helo, mail, data: lines of that ACL, which otherwise accepts}; load: what
    /proc/loadavg shows; local_transport: lines of the transport of its own mail."""

    root = 'exim'

    def __init__(self, main=None, rcpt='', auth='', acls=None, ports=(25, 587, 465),
                 certificate='good', user=f'alice@{DOMAIN}', load=None, local_transport=MAILDIR):
        self.main, self.rcpt, self.auth, self.acls = MAIN | (main or {}), rcpt, auth, acls or {}
        self.ports, self.certificate, self.user, self.load = ports, certificate, user, load
        self.local_transport = local_transport

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'Debian-exim:x:911:911::/var/spool/exim4:/usr/sbin/nologin\n')
        node.append('/etc/group', 'Debian-exim:x:911:\n')
        lab.put_certificate(self.certificate)
        main = self.main | {'daemon_smtp_ports': ' : '.join(map(str, self.ports))} | {
            f'acl_smtp_{name}': f'check_{name}' for name in ('rcpt', *self.acls)}
        node.write('/etc/exim4/exim4.conf', CONFIGURATION.format(
            domain=DOMAIN, main='\n'.join(f'{k} = {v}' for k, v in main.items()), auth=self.auth,
            checks='\n'.join(f'check_{name}:\n{lines}\n  accept' for name, lines in self.acls.items()),
            rcpt=self.rcpt, local_transport=self.local_transport, user=self.user, password=lab.password))
        node.run(['sh', '-euc', 'chgrp 911 /etc/lab/server.key; chmod 0640 /etc/lab/server.key\n'
                  'mount -t tmpfs tmpfs /var/spool; install -d -o 911 -g 911 /var/spool/exim4 '
                  '/var/log/exim4 /run/exim4\n'
                  'install -d -o mail -g mail /var/mail/lab'])
        if self.load is not None:
            node.write('/run/loadavg', f'{self.load} {self.load} {self.load} 9/99 999\n')
            node.run(['mount', '--bind', '/run/loadavg', '/proc/loadavg'])
        self.begin()

    def begin(self):
        # Exim wants to know where it is, and what nsenter leaves it in is outside its root.
        self.node.run(['sh', '-c', 'cd / && exec exim4 -bd -q1h -oP /run/exim4/exim.pid'])
        for port in self.ports:
            wait_for(lambda port=port: self.node.listening(port), f'Exim on {port}')

    def stop(self):
        self.node.run(['sh', '-c', 'kill $(cat /run/exim4/exim.pid)'])
        wait_for(lambda: not any(map(self.node.listening, self.ports)), 'Exim to stop')

    def logins(self):
        """How many times somebody tried to log in."""
        return self.node.read('/var/log/exim4/mainlog').count('login tried')

    def logs(self):
        return ''.join(self.node.read(f'/var/log/exim4/{log}log') for log in ('main', 'reject', 'panic'))


def saying(stage, words, **more):
    """An Exim whose rules give everybody this answer at one stage ("data": behind the message)."""
    verb = 'deny' if words[0] == '5' else 'defer'
    if stage == 'rcpt':
        return Exim(rcpt=f'  {verb} message = {words}', **more)
    return Exim(acls={stage: f'  {verb} message = {words}'}, **more)
