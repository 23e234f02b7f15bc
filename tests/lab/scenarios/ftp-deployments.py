# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Further deployments of file servers: accounts that ran out, balancers, odd names of folders."""

from lablib.ftpcases import case, shell
from lablib.otherftp import Haproxy
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.relays import Socat
from lablib.vsftpd import Vsftpd


def shadow(old, new):
    return shell(f"sed -i 's/^\\(carol:[^:]*\\):{old}$/\\1:{new}/' /etc/shadow\ngrep -q '^carol:.*:{new}$' /etc/shadow")


def folder(name):
    return shell(f"install -d -o 5001 -g 5001 /srv/carol/{name!r}")


AS_MADE = '19000:0:99999:7:::'

SCENARIOS = {
    'account-expired': case('the account ran out (vsftpd)', Vsftpd, 'auth-failed',
                            before=shadow(AS_MADE, '19000:0:99999:7::10:')),
    'password-expired': case('the password must be changed first (vsftpd)', Vsftpd, 'auth-failed',
                             before=shadow(AS_MADE, '0:0:99999:7:::')),
    'no-guests': case('a guest where accounts only are let in', Vsftpd, 'auth-failed', user='anonymous'),
    'announced-wrong': case('Pure-FTPd announces an address of a network of its own', lambda: Pureftpd('-P', '10.11.12.13'),
                            'ftp-passive-address-unreachable', '--mode', 'pasv', verdict='warning'),
    'helper-and-tls': case('a home router with a helper for FTP, passive mode and encryption', Proftpd, None,
                           before=lambda lab: lab.network.masquerade(helper=True)),
    'balancer-words-only': case('a balancer passes on the words alone, the data ports are not reached', lambda: [
        Vsftpd({'listen_address': '127.0.0.1'}, also=(2100,)), Haproxy(2121, backend='server one 127.0.0.1:2100')],
        ('ftp-passive-ports-blocked', 'ftp-passive-address-unreachable'), port=2121),
    'greeting-late': case('something in front of the server takes six seconds', lambda: [
        Vsftpd({'listen_address': '127.0.0.1'}),
        Socat(2121, 'SYSTEM:sleep 6; exec socat - TCP4\\:127.0.0.1\\:21')], ('greeting-delayed', 'ftp-passive-ports-blocked'),
        port=2121, user=None, verdict=('ok', 'warning')),
    'folder-cyrillic': case('a folder with a Cyrillic name', Proftpd, None, '--path', '/фото', before=folder('фото')),
    'folder-quotes': case('a folder with blanks and quotes in its name', Vsftpd, None, '--path', '/my "old" photos',
                          before=folder('my "old" photos')),
    'hidden-stores': case('ProFTPD stores under another name first', lambda: Proftpd({'HiddenStores': 'on'}), None,
                          '--upload'),
    'umask': case('what was stored may not be read', lambda: Vsftpd({'local_umask': '0777', 'file_open_mode': '0000'}),
                  'ftp-permission-denied', '--upload', at_most=0.8),
    'closed-folder': case('a folder that may not be entered, in the words for one that is not there (vsftpd)', Vsftpd,
                          ('ftp-permission-denied', 'ftp-file-unavailable'), '--path', '/closed', at_most=0.8,
                          before=shell('install -d -m 0700 -o root /srv/carol/closed')),
    'full-without-words': case('a full server that hangs up instead of saying so', lambda: Proftpd(
        {'MaxClientsPerHost': '1 none'}), ('ftp-too-many-connections', 'connection-lost', 'auth-failed'), at_most=0.8,
        before=lambda lab: lab.hold_logged_in('ftp.example.net', 1)),
}
