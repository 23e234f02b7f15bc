# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Postfix with Dovecot's SASL: 25, 587 with STARTTLS, 465 with TLS."""

import re

from .network import DOMAIN, HOST
from .node import wait_for

MAIN = {
    'compatibility_level': '3.6',
    'mail_owner': 'postfix',
    'setgid_group': 'postdrop',
    'queue_directory': '/var/spool/postfix',
    'maillog_file': '/var/log/mail.log',
    'myhostname': HOST,
    'mydestination': '',
    'alias_maps': '',
    'inet_interfaces': 'all',
    'inet_protocols': 'all',
    'mynetworks': '127.0.0.0/8',
    'virtual_mailbox_domains': DOMAIN,
    'virtual_mailbox_maps': f'inline:{{alice@{DOMAIN}=alice/, bob@{DOMAIN}=bob/}}',
    'virtual_mailbox_base': '/var/mail/lab',
    'virtual_uid_maps': 'static:5000',
    'virtual_gid_maps': 'static:5000',
    'smtpd_tls_cert_file': '/etc/lab/server.pem',
    'smtpd_tls_key_file': '/etc/lab/server.key',
    'smtpd_tls_security_level': 'may',
    'smtpd_tls_auth_only': 'yes',
    'smtpd_sasl_type': 'dovecot',
    'smtpd_sasl_path': 'private/auth',
    'smtpd_relay_restrictions': 'permit_sasl_authenticated, reject_unauth_destination',
    # The lab speaks from one address all the time: only what a scenario asks for shall limit it.
    'smtpd_client_event_limit_exceptions': '',
    'smtpd_client_connection_count_limit': '50',
    'in_flow_delay': '0',
}

# No service runs in a chroot of its own: the whole server has one.
SERVICES = '''
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
'''

# Port 25 behind postscreen, which looks at clients before smtpd sees them.
POSTSCREEN = '''
25 inet n - n - 1 postscreen
smtpd pass - - n - - smtpd
dnsblog unix - - n - 0 dnsblog
tlsproxy unix - - n - 0 tlsproxy
'''

# What "postfix start" makes, without its looking through the whole system, which takes seconds. The
# queue is an empty one, whatever this system has there: that is nobody else's business.
FOLDERS = '''
umask 022
for folder in /var/spool/postfix /var/lib/postfix; do
  mkdir -p $folder
  mount -t tmpfs -o mode=0755 tmpfs $folder
done
chown postfix:postfix /var/lib/postfix
cd /var/spool/postfix
mkdir active bounce corrupt defer deferred flush hold incoming maildrop pid private public saved trace
chown postfix active bounce corrupt defer deferred flush hold incoming maildrop private public saved trace
chmod 0700 active bounce corrupt defer deferred flush hold incoming private saved trace
chgrp postdrop maildrop public /usr/sbin/postdrop /usr/sbin/postqueue
chmod 0730 maildrop
chmod 0710 public
chmod 2755 /usr/sbin/postdrop /usr/sbin/postqueue
install -d -o 5000 -g 5000 /var/mail/lab
install -d /var/log
'''

DOVECOT = '''
protocols =
log_path = /var/log/dovecot.log
auth_verbose = yes
auth_debug = yes
auth_debug_passwords = no
auth_failure_delay = {delay}
auth_mechanisms = {mechanisms}
ssl = no
passdb {{
  driver = passwd-file
  args = username_format=%u /etc/dovecot/lab-users
}}
userdb {{
  driver = static
  args = uid=5000 gid=5000 home=/var/mail/lab
}}
# No waiting after a wrong password: the lab would wait with it.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
{more}
service auth {{
  unix_listener /var/spool/postfix/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
'''


class Postfix:
    """The mail server of a scenario.

    main: settings over MAIN; ports: {port: extra -o options}; certificate: name of certs.make;
    mechanisms, delay after a failed login, more: Dovecot's; users: {name: password}; postscreen:
    port 25 is behind it; services: further lines of master.cf."""

    PORTS = {
        25: {},
        587: {'smtpd_tls_security_level': 'encrypt', 'smtpd_sasl_auth_enable': 'yes'},
        465: {'smtpd_tls_wrappermode': 'yes', 'smtpd_sasl_auth_enable': 'yes'},
    }

    def __init__(self, main=None, ports=None, certificate='good', mechanisms='plain login',
                 users=None, postscreen=False, delay=0, more='', services=''):
        self.main = MAIN | (main or {})
        self.ports = self.PORTS if ports is None else ports
        self.certificate = certificate
        self.mechanisms = mechanisms
        self.users = users
        self.postscreen = postscreen
        self.delay, self.more, self.services = delay, more, services

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'postfix:x:901:901::/var/spool/postfix:/usr/sbin/nologin\n'
                    'dovecot:x:902:902::/nonexistent:/usr/sbin/nologin\n'
                    'dovenull:x:903:903::/nonexistent:/usr/sbin/nologin\n')
        node.append('/etc/group', 'postfix:x:901:\npostdrop:x:904:\ndovecot:x:902:\ndovenull:x:903:\n')
        lab.put_certificate(self.certificate)
        node.write('/etc/postfix/main.cf', ''.join(f'{k} = {v}\n' for k, v in self.main.items()))
        services = ''.join(self._service(p) for p in self.ports if p != 25 or not self.postscreen)
        node.write('/etc/postfix/master.cf',
                   SERVICES + (POSTSCREEN if self.postscreen else '') + services + self.services)
        node.run(['sh', '-euc', FOLDERS])
        users = self.users or {f'alice@{DOMAIN}': lab.password}
        node.write('/etc/dovecot/dovecot.conf', DOVECOT.format(
            mechanisms=self.mechanisms, delay=self.delay, more=self.more))
        node.write('/etc/dovecot/lab-users', ''.join(f'{u}:{{PLAIN}}{p}\n' for u, p in users.items()))
        node.run(['dovecot', '-c', '/etc/dovecot/dovecot.conf'])
        node.run(['/usr/lib/postfix/sbin/master', '-w'])
        for port in self.ports:
            wait_for(lambda port=port: node.listening(port), f'Postfix on {port}')

    def _service(self, port):
        options = ''.join(f'\n  -o {{ {k} = {v} }}' for k, v in self.ports[port].items())
        return f'{port} inet n - n - - smtpd -o syslog_name=postfix/{port}{options}\n'

    def stop(self):
        self.node.run(['sh', '-c', 'kill $(cat /var/spool/postfix/pid/master.pid)'])
        wait_for(lambda: not any(map(self.node.listening, self.ports)), 'Postfix to stop')

    def logins(self):
        """How many times somebody tried to log in."""
        return len(re.findall(r'auth: Debug: client in: AUTH\t', self.node.read('/var/log/dovecot.log')))

    def delivered(self, mailbox='bob'):
        folder = self.node.path(f'/var/mail/lab/{mailbox}/new')
        return sorted(folder.iterdir()) if folder.is_dir() else []

    def logs(self):
        return self.node.read('/var/log/mail.log') + self.node.read('/var/log/dovecot.log')


# Where in the conversation each list of restrictions is asked, and what its map is asked about.
STAGES = {'connect': ('client', 'client'), 'helo': ('helo', 'helo'), 'mail': ('sender', 'sender'),
          'rcpt': ('recipient', 'recipient'), 'data': ('data', 'sender'),
          'body': ('end_of_data', 'sender')}


def saying(stage, words, **more):
    """A Postfix whose access map gives everybody this answer at one stage."""
    which, asked = STAGES[stage]
    return Postfix(main={f'smtpd_{which}_restrictions': f'check_{asked}_access static:{{{words}}}',
                         'smtpd_delay_reject': 'no', 'smtpd_helo_required': 'yes'} | more)
