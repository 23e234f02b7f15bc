# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dovecot as submission server, on 587 and 465, in front of a mail server on 25 of the same machine."""

import re

from .network import HOST, SERVER4
from .node import wait_for

CONFIGURATION = '''
protocols = submission
log_path = /var/log/dovecot-submission.log
auth_verbose = yes
auth_debug = yes
auth_failure_delay = 0
auth_mechanisms = {mechanisms}
base_dir = /run/dovecot-submission
state_dir = /run/dovecot-submission
ssl = {tls}
ssl_cert = </etc/lab/server.pem
ssl_key = </etc/lab/server.key
hostname = {host}
mail_location = maildir:/var/mail/lab/%u
first_valid_uid = 500
submission_relay_host = {relay}
submission_relay_port = 25
passdb {{
  driver = passwd-file
  args = username_format=%u /etc/dovecot/submission-users
}}
userdb {{
  driver = static
  args = uid=5000 gid=5000 home=/var/mail/lab/%u
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = 587
  }}
  inet_listener submissions {{
    port = {implicit}
    ssl = yes
  }}
}}
{more}
'''


class Submission:
    """Beside a Postfix with port 25, which must know these users: it stands after that in servers().
    more: further settings; extra: fields behind the password of alice."""

    root = 'relays'

    def __init__(self, more='', tls='required', mechanisms='plain login', extra='', user='alice@example.net',
                 certificate='good'):
        self.more, self.tls, self.mechanisms, self.extra = more, tls, mechanisms, extra
        self.user, self.certificate = user, certificate

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'dovecot:x:902:902::/nonexistent:/usr/sbin/nologin\n'
                    'dovenull:x:903:903::/nonexistent:/usr/sbin/nologin\n')
        node.append('/etc/group', 'dovecot:x:902:\ndovenull:x:903:\n')
        lab.put_certificate(self.certificate)
        node.write('/etc/dovecot/submission.conf', CONFIGURATION.format(
            mechanisms=self.mechanisms, tls=self.tls, host=HOST,
            implicit=0 if self.tls == 'no' else 465, relay=SERVER4, more=self.more))
        node.write('/etc/dovecot/submission-users',
                   f'{self.user}:{{PLAIN}}{lab.password}::::::{self.extra}\n')
        node.run(['install', '-d', '-o', '5000', '-g', '5000', '/var/mail/lab', '/var/log'])
        node.run(['dovecot', '-c', '/etc/dovecot/submission.conf'])
        wait_for(lambda: node.listening(587), 'Dovecot on 587')

    def logins(self):
        """How many times somebody tried to log in."""
        return len(re.findall(r'auth: Debug: client in: AUTH\t', self.logs()))

    def logs(self):
        return self.node.read('/var/log/dovecot-submission.log')
