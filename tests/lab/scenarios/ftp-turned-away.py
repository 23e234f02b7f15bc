# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.network import FTP_HOST
from lablib.otherftp import Inetutils
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd


def wrapped(**more):
    return lambda: Proftpd({'WrapEngine': 'on', 'WrapTables': 'file:/etc/w.allow file:/etc/w.deny'} | more,
                           modules=('mod_wrap2', 'mod_wrap2_file'))


DENY_ALL = shell(': > /etc/w.allow; echo "ALL: ALL" > /etc/w.deny')
LOCK_HOME = shell('chown root:root /srv/carol; chmod 700 /srv/carol')
NO_SHELL = shell('echo /bin/nosuch > /etc/shells')

SCENARIOS = {
    # ---- in clear words on 990, before any encryption
    '990-denied-vsftpd': case('hosts.deny turns this address away where TLS comes first',
                              lambda: Vsftpd({'tcp_wrappers': 'YES'}, implicit=True), 'ftp-address-denied', port=990,
                              facts={'ftp.reply.code': '421', 'ftp.reply.stage': 'greeting'},
                              before=shell('echo "vsftpd: ALL" > /etc/hosts.deny')),
    '990-full-vsftpd': case('vsftpd is full where TLS comes first', lambda: Vsftpd({'max_clients': '1'}, implicit=True),
                            'ftp-too-many-connections', port=990, facts={'ftp.reply.code': '421', 'ftp.reply.stage': 'greeting'},
                            before=lambda lab: lab.hold(FTP_HOST, 990, 1, greeted=False)),
    'cleartext-2121': case('Pure-FTPd words its demand for TLS as 421, on 2121',
                           lambda: Pureftpd(tls=2, port=2121), 'ftp-tls-required', *PLAIN, port=2121),
    'login-slow': case('the login takes longer than ProFTPD waits', lambda: Proftpd({'TimeoutLogin': '2'}),
                       'ftp-login-timeout', languages=(),
                       before=lambda lab: lab.network.slow_down('8kbit')),
    'idle-vsftpd': case('vsftpd waits for one second only',
                        lambda: Vsftpd({'idle_session_timeout': '1'}), 'idle-timeout', *PLAIN,
                        languages=(),
                        before=lambda lab: lab.network.slow_down('1kbit')),
    'limit-login': case('ProFTPD closes without a word for whom it does not want',
                        lambda: Proftpd({'<Limit LOGIN>': '\n  Deny from 192.168.0.0/16\n</Limit>'}),
                        'closed-before-greeting'),
    'wrap2': case('the tables of mod_wrap2 turn this address away', wrapped(), 'ftp-address-denied',
                  before=DENY_ALL),
    'wrap2-words': case('the same with words of its own',
                        wrapped(WrapDenyMsg='"This site is for our staff network only, not for %u"'),
                        'ftp-address-denied', before=DENY_ALL),
    'own-words': case('a wrong password, answered with words of its own',
                      lambda: Proftpd({'AccessDenyMsg': '"Ask the office for access, %u."'}), 'auth-failed',
                      password='wrong-canary-9'),
    'home-missing': case('a home that is missing, worded by ProFTPD as a wrong password',
                         lambda: Proftpd(home=False), 'auth-failed'),
    'home-locked-vsftpd': case('the home folder may not be entered (vsftpd)', Vsftpd, 'ftp-home-missing',
                               before=LOCK_HOME),
    'home-locked-pureftpd': case('the home folder may not be entered (Pure-FTPd)', Pureftpd,
                                 'ftp-home-missing', before=LOCK_HOME),
    'home-writable': case('vsftpd does not lock anybody into a folder that is writable',
                          lambda: Vsftpd({'allow_writeable_chroot': 'NO'}), 'ftp-home-missing'),
    'shell-proftpd': case('a shell that is not listed (ProFTPD)',
                          lambda: Proftpd({'RequireValidShell': 'on'}), 'auth-failed', before=NO_SHELL),
    'shell-pureftpd': case('a shell that is not listed (Pure-FTPd)', Pureftpd, 'auth-failed',
                           before=NO_SHELL),
    'shell-inetutils': case('a shell that is not listed (inetutils)', Inetutils, 'auth-failed', *PLAIN,
                            before=NO_SHELL),
    'userlist': case('the account may not use vsftpd',
                     lambda: Vsftpd({'userlist_enable': 'YES', 'userlist_file': '/etc/userlist'}),
                     'auth-failed', before=shell('echo carol > /etc/userlist')),
    'ftpusers': case('the account may not use ftpd of inetutils', Inetutils, 'auth-failed', *PLAIN,
                     before=shell('echo carol > /etc/ftpusers')),
    'nologin': case('nobody may log in for the moment', Inetutils, 'service-unavailable', *PLAIN,
                    before=shell('echo Maintenance until noon > /etc/nologin')),
}
