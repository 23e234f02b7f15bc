# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that turn a visitor or an account away at the door, each in its own way."""

from lablib.accounts import PLAIN
from lablib.ftpcases import case
from lablib.network import CLIENT4, SERVER4
from lablib.otherftp import FtpdSsl
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.relays import Inetd
from lablib.vsftpd import Vsftpd

WRAP = {'WrapEngine': 'on', 'WrapTables': 'file:/etc/wrap.allow file:/etc/wrap.deny',
        'WrapLog': '/var/log/wrap.log'}
LIMITS = 'ftp-too-many-connections'


class Listed:
    """A server with a list of its own beside it: what `path` holds."""

    root = None

    def __init__(self, path, text):
        self.path, self.text = path, text

    def start(self, lab):
        lab.network.server.write(self.path, self.text)

    def logins(self):
        return 0

    def logs(self):
        return ''


class Guests(Listed):
    """The account and the folder of those who sign in as "anonymous"."""

    def __init__(self):
        super().__init__('/srv/ftp/welcome', 'for guests\n')

    def start(self, lab):
        super().start(lab)
        lab.network.server.append('/etc/passwd', 'ftp:x:5050:5050::/srv/ftp:/bin/sh\n')


def wrapped(options):
    return lambda: [Listed('/etc/wrap.deny', 'ALL: ALL\n'), Listed('/etc/wrap.allow', ''),
                    Proftpd(WRAP | options, modules=('mod_wrap2', 'mod_wrap2_file'))]


def from_the_router(lab):
    lab.hold_logged_in(SERVER4, 1, node=lab.network.router)


def not_tested(_lab, report):
    said = next(step['detail'] for step in report['steps'] if step['id'] == 'ftp.login')
    return [] if 'without testing the password' in said else [said]


BANNED = ('<IfModule mod_ban.c>\nBanEngine on\nBanLog /var/log/ban.log\nBanTable /run/proftpd/ban.tab\n'
          'BanControlsACLs all allow user root\nBanOnEvent ClientConnectRate 1/00:10:00 00:10:00 '
          '"Host %a has been banned"\n</IfModule>\n')

SCENARIOS = {
    'wrap2-connect': case('ProFTPD’s own list of addresses turns this one away at once',
                          wrapped({'WrapOptions': 'CheckOnConnect'}), 'ftp-address-denied'),
    'wrap2-login': case('ProFTPD’s own list of addresses refuses the login', wrapped({}),
                        ('ftp-address-denied', 'auth-failed'), at_most=0.8),
    'ban-proftpd': case('ProFTPD has banned this address', lambda: Proftpd(
        modules=('mod_ban',), settings={'ControlsEngine': 'on', 'ControlsSocket': '/run/proftpd/sock'}, more=BANNED),
        ('ftp-address-denied', 'address-banned'),
        before=lambda lab: lab.visit('ftp.example.net', 21, 2)),
    'limit-login-proftpd': case('ProFTPD lets nobody in from here and hangs up without a word', lambda: Proftpd(
        more='', settings={'<Limit LOGIN>': f'\nOrder deny,allow\nDeny from {CLIENT4}\n</Limit>'}),
        ('closed-before-greeting', 'ftp-address-denied')),
    'hosts-per-user': case('the account is in use from another computer', lambda: Proftpd({'MaxHostsPerUser': '1'}),
                           LIMITS, before=from_the_router),
    'clients-per-user-words': case('a limit in words of the administrator', lambda: Proftpd(
        {'MaxClientsPerUser': '1 "Dieses Konto ist schon angemeldet (höchstens %m)"'}),
        LIMITS, before=from_the_router),
    'clients-german': case('a full server that says so in German', lambda: Proftpd(
        {'MaxClients': '1 "Zu viele Benutzer, bitte später noch einmal versuchen"'}), LIMITS,
        before=from_the_router),
    'connections-per-host': case('ProFTPD counts connections, not logins', lambda: Proftpd(
        {'MaxConnectionsPerHost': '1'}), LIMITS, before=lambda lab: lab.hold('ftp.example.net', 21, 1)),
    'user-list': case('vsftpd has this account on its list of those not let in', lambda: [
        Listed('/etc/vsftpd.user_list', 'carol\n'),
        Vsftpd({'userlist_enable': 'YES', 'userlist_deny': 'YES', 'userlist_file': '/etc/vsftpd.user_list'})],
        'auth-failed'),
    'ftpusers': case('the account stands in /etc/ftpusers', lambda: [Listed('/etc/ftpusers', 'carol\n'), FtpdSsl()],
                     'auth-failed', *PLAIN),
    'shell-unknown': case('the account’s shell is none of the system’s', lambda: [
        Proftpd({'RequireValidShell': 'on'}), Listed('/etc/shells', '/bin/fish\n')], 'auth-failed'),
    'guests-only': case('Pure-FTPd takes everybody for a guest', lambda: [Guests(), Pureftpd('-e')], None,
                        facts={'ftp.login.password_asked': 'no'}, steps={'ftp.login': 'warning'},
                        after=not_tested),
    'slow-refusal': case('vsftpd takes its time to refuse a login and hangs up', lambda: Vsftpd(
        {'delay_failed_login': '3', 'max_login_fails': '1'}), 'auth-failed', password='wrong-one'),
    'wrapper-words': case('inetd’s wrapper says why it turns the visitor away', lambda: Inetd(
        21, deny='ALL: ALL: twist /bin/echo 421 Access from %a is not permitted'), 'ftp-address-denied',
        user=None),
    'wrapper-silent': case('inetd’s wrapper hangs up without a word', lambda: Inetd(21),
                           ('closed-before-greeting', 'ftp-address-denied'), user=None),
    'writable-root': case('vsftpd refuses a root folder that can be written to', lambda: Vsftpd(
        {'allow_writeable_chroot': 'NO'}), ('server-error', 'ftp-home-missing')),
    'no-home-proftpd': case('ProFTPD cannot go into the account’s folder', lambda: Proftpd(home=False),
                            ('ftp-home-missing', 'auth-failed'), at_most=0.8),
    'oops-key': case('vsftpd cannot read its key and says so when asked for encryption', lambda: Vsftpd(
        {'rsa_private_key_file': '/etc/lab/nothing.key'}, inetd=True), 'starttls-unavailable'),
}
