# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dovecot as the last station of a mail, by LMTP on 24 of this machine: mailboxes with a limit."""

from .helpers import Helper
from .node import wait_for

CONFIGURATION = '''
protocols = lmtp
base_dir = /run/dovecot-lmtp
log_path = /var/log/lmtp.log
ssl = no
mail_location = maildir:/var/mail/lmtp/%n
mail_plugins = quota
lmtp_rcpt_check_quota = {check}
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = static
  args = uid=5000 gid=5000 home=/var/mail/lmtp/%n
}}
plugin {{
  quota = maildir:user
  quota_rule = *:bytes={limit}
}}
service auth {{
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = 24
  }}
}}
'''


class Lmtp(Helper):
    """Stands before the mail server in the list. limit: bytes of a mailbox; that of bob
    holds a message already; check: it looks at RCPT, not at the end of the message."""

    root = 'lmtp'
    TARGET = 'inet:127.0.0.1:24'
    # Of Exim: the transport of what is local.
    EXIM = ('  driver = smtp\n  protocol = lmtp\n  hosts = 127.0.0.1\n  port = 24\n'
            '  allow_localhost\n  hosts_override')

    def __init__(self, limit=1, check=True):
        self.limit, self.check = limit, check

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'dovecot:x:902:902::/nonexistent:/usr/sbin/nologin\n'
                    'dovenull:x:903:903::/nonexistent:/usr/sbin/nologin\n'
                    'vmail:x:5000:5000::/var/mail/lmtp:/usr/sbin/nologin\n')
        node.append('/etc/group', 'dovecot:x:902:\ndovenull:x:903:\nvmail:x:5000:\n')
        node.write('/etc/dovecot/lmtp.conf', CONFIGURATION.format(
            limit=self.limit, check='yes' if self.check else 'no'))
        node.run(['sh', '-euc', 'install -d /var/log /run/dovecot-lmtp\n'
                  'install -d -o 5000 -g 5000 /var/mail/lmtp /var/mail/lmtp/bob /var/mail/lmtp/bob/new '
                  '/var/mail/lmtp/bob/cur /var/mail/lmtp/bob/tmp\n'
                  'printf "Subject: there before\\n\\nthere before\\n" >/var/mail/lmtp/bob/new/1.1.lab\n'
                  'chown 5000:5000 /var/mail/lmtp/bob/new/1.1.lab\n'
                  'exec dovecot -c /etc/dovecot/lmtp.conf'])
        wait_for(lambda: node.listening(24), f'Dovecot on 24\n{self.logs()}')

    def logs(self):
        return self.node.read('/var/log/lmtp.log')


# For Postfix: its mail goes there, and it asks at RCPT what is said of the recipient.
VERIFIED = {'virtual_transport': f'lmtp:{Lmtp.TARGET}', 'address_verify_map': '',
            'smtpd_recipient_restrictions': 'reject_unverified_recipient',
            'unverified_recipient_reject_code': '550'}
SERVICES = 'verify unix - - n - 1 verify\nlmtp unix - - n - - lmtp\n'
