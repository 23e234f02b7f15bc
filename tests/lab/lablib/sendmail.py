# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sendmail on 25, without logins: STARTTLS where a scenario gives it a certificate."""

from .network import DOMAIN, HOST
from .node import wait_for

CONFIGURATION = '''divert(-1)
include(`/usr/share/sendmail/cf/m4/cf.m4')
divert(0)dnl
OSTYPE(`linux')
define(`confDOMAIN_NAME', `{host}')
define(`confTO_IDENT', `0')
define(`confMIN_FREE_BLOCKS', `0')
define(`confREFUSE_LA', `9999')
define(`confDELAY_LA', `0')
define(`confDONT_BLAME_SENDMAIL', `GroupReadableKeyFile')
define(`confPID_FILE', `/run/sendmail.pid')
define(`LOCAL_MAILER_PATH', `/usr/libexec/sendmail/mail.local')
FEATURE(`no_default_msa')
FEATURE(`nouucp', `reject')
{options}
DAEMON_OPTIONS(`Name=MTA, Port=25, Family=inet')
MAILER(local)
MAILER(smtp)
'''

TLS = '''
define(`confSERVER_CERT', `/etc/lab/server.pem')
define(`confSERVER_KEY', `/etc/lab/server.key')
'''


class Sendmail:
    """The mail server of a scenario. options: lines of its m4; access: {key: value} of its access
    database, where the options ask for that; tls: whether it has a certificate."""

    root = 'sendmail'
    ports = (25,)

    def __init__(self, options='', access=None, tls=False):
        self.options, self.access, self.tls = options + (TLS if tls else ''), access, tls

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', 'smmsp:x:941:941::/nonexistent:/usr/sbin/nologin\n'
                    'bob:x:5002:5002::/tmp:/bin/sh\nalice:x:5003:5003::/tmp:/bin/sh\n')
        node.append('/etc/group', 'smmsp:x:941:\n')
        lab.put_certificate('good')
        node.write('/etc/mail/sendmail.mc',
                   CONFIGURATION.format(host=HOST, options=self.options))
        node.write('/etc/mail/local-host-names', f'{DOMAIN}\n{HOST}\n')
        node.write('/etc/mail/access', ''.join(f'{k}\t{v}\n' for k, v in (self.access or {}).items()))
        node.run(['sh', '-euc', 'umask 022; mount -t tmpfs -o mode=0755 tmpfs /var/spool\n'
                  'install -d -m 0700 /var/spool/mqueue; install -d /var/log; cd /etc/mail\n'
                  'm4 sendmail.mc >sendmail.cf\n'
                  'sed -i "s|^FSMTP /.*||; s|^O AliasFile=.*||; '
                  's|^Fw.*|Fw/etc/mail/local-host-names|" sendmail.cf\n'
                  'grep -q "^Fw" sendmail.cf || echo "Fw/etc/mail/local-host-names" >>sendmail.cf\n'
                  f'{"/usr/libexec/sendmail/makemap hash access <access" if self.access else ":"}\n'
                  'chmod go-w / /etc /etc/mail /var /var/spool /run\n'
                  # It sleeps for a minute where it does not know its own name.
                  f'hostname {HOST}'])
        log = node.path('/var/log/sendmail.log').open('w', encoding='utf-8')
        with log:
            self.process = node.start(['/usr/libexec/sendmail/sendmail', '-bD', '-q1h', '-X',
                                       '/var/log/sendmail-talk.log'], stdout=log, stderr=log)
        for port in self.ports:
            wait_for(lambda port=port: node.listening(port), f'sendmail on {port}\n{self.logs()}')

    def logins(self):
        return 0

    def logs(self):
        return self.node.read('/var/log/sendmail.log') + self.node.read('/var/log/sendmail-talk.log')
