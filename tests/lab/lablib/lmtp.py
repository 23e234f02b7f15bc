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
quota_full_tempfail = {tempfail}
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

# Who speaks SMTP to 10024 is taken to 24, its greeting changed to that of LMTP (RFC 2033 4.1): with one
# recipient the two say the same from then on.
GATEWAY = '''
import contextlib, re, socketserver, socket, threading

class Passing(socketserver.StreamRequestHandler):
    def handle(self):
        with socket.create_connection(('127.0.0.1', 24)) as station:
            threading.Thread(target=self.back, args=(station,), daemon=True).start()
            for line in self.rfile:
                station.sendall(re.sub(rb'^(EHLO|HELO) ', b'LHLO ', line))

    def back(self, station):
        with contextlib.suppress(OSError):  # the one that hung up needs no goodbye
            while piece := station.recv(4096):
                self.wfile.write(piece)

socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer(('127.0.0.1', 10024), Passing).serve_forever()
'''


class Lmtp(Helper):
    """Stands before the mail server in the list. limit: bytes of a mailbox; that of bob
    holds a message already; check: it looks at RCPT, not at the end of the message; tempfail: it puts off whoever
    finds no room; inline: Postfix can hand messages over while its client waits."""

    root = 'lmtp'
    TARGET = 'inet:127.0.0.1:24'
    # Of Exim: the transport of what is local.
    EXIM = ('  driver = smtp\n  protocol = lmtp\n  hosts = 127.0.0.1\n  port = 24\n'
            '  allow_localhost\n  hosts_override')

    # Of Postfix, for that: it answers the end of a message as it is answered itself.
    INLINE = {'smtpd_proxy_filter': 'inet:127.0.0.1:10024'}

    def __init__(self, limit=1, check=True, tempfail=False, inline=False):
        self.limit, self.check, self.tempfail, self.inline = limit, check, tempfail, inline

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'dovecot:x:902:902::/nonexistent:/usr/sbin/nologin\n'
                    'dovenull:x:903:903::/nonexistent:/usr/sbin/nologin\n'
                    'vmail:x:5000:5000::/var/mail/lmtp:/usr/sbin/nologin\n')
        node.append('/etc/group', 'dovecot:x:902:\ndovenull:x:903:\nvmail:x:5000:\n')
        node.write('/etc/dovecot/lmtp.conf', CONFIGURATION.format(
            limit=self.limit, check='yes' if self.check else 'no',
            tempfail='yes' if self.tempfail else 'no'))
        node.run(['sh', '-euc', 'install -d /var/log /run/dovecot-lmtp\n'
                  'install -d -o 5000 -g 5000 /var/mail/lmtp /var/mail/lmtp/bob /var/mail/lmtp/bob/new '
                  '/var/mail/lmtp/bob/cur /var/mail/lmtp/bob/tmp\n'
                  'printf "Subject: there before\\n\\nthere before\\n" >/var/mail/lmtp/bob/new/1.1.lab\n'
                  'chown 5000:5000 /var/mail/lmtp/bob/new/1.1.lab\n'
                  'exec dovecot -c /etc/dovecot/lmtp.conf'])
        wait_for(lambda: node.listening(24), f'Dovecot on 24\n{self.logs()}')
        if self.inline:
            node.start(['/usr/bin/python3', '-c', GATEWAY])
            wait_for(lambda: node.listening(10024), 'the way from SMTP to LMTP')

    def logs(self):
        return self.node.read('/var/log/lmtp.log')


# For Postfix: its mail goes there, and it asks at RCPT what is said of the recipient.
VERIFIED = {'virtual_transport': f'lmtp:{Lmtp.TARGET}', 'address_verify_map': '',
            'smtpd_recipient_restrictions': 'reject_unverified_recipient',
            'unverified_recipient_reject_code': '550'}
SERVICES = 'verify unix - - n - 1 verify\nlmtp unix - - n - - lmtp\n'
