# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The situations of file transfer once more, with other servers, ports, settings and families."""

from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.helpers import Nginx
from lablib.network import FTP_HOST, HOST
from lablib.otherftp import Inetutils, Pyftpd, Sshd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FULL = 'ftp-too-many-connections'
SIX = 'six.example.net'
V6 = {'listen': 'NO', 'listen_ipv6': 'YES'}
IMPLICIT = {'Port': '990', 'TLSOptions': 'UseImplicitSSL'}
QUOTA = {'QuotaEngine': 'on', 'QuotaLimitTable': 'file:/etc/quota.limit', 'QuotaTallyTable': 'file:/etc/quota.tally'}
TWO_FILES = ('ftpquota --create-table --type limit --table-path /etc/quota.limit; '
             'ftpquota --create-table --type tally --table-path /etc/quota.tally; '
             'ftpquota --add-record --type limit --name carol --quota-type user --limit-type hard '
             '--files-upload 2 --table-path /etc/quota.limit; '
             'ftpquota --add-record --type tally --name carol --quota-type user --files-upload 2 '
             '--table-path /etc/quota.tally; chmod 666 /etc/quota.*')


def way(rule, node='router', hook='forward'):
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet way {{ chain way {{ type filter hook {hook} priority 0;\n  {rule}\n}}\n}}\n')


def many(lab):
    shell('cd /srv/carol; for i in $(seq 1 1500); do '
          ': > "a-file-with-a-rather-long-name-so-that-the-list-grows-$i.txt"; done')(lab)


def cut(lab):
    many(lab)
    way('tcp sport 40000-40020 quota over 30000 bytes drop')(lab)


def hidden(lab):
    lab.ftp_box({'AUTH': '500 Unknown command.', 'FEAT': '500 Unknown command.'})


SCENARIOS = {
    # ---- who limits
    'server-full-ipv6': case('Pure-FTPd takes one connection in all, over IPv6', lambda: Pureftpd('-c', '1', family='-6'),
                             FULL, host=SIX, before=lambda lab: lab.hold(SIX, 21, 1)),
    'address-vsftpd-ipv6': case('vsftpd takes two connections of an IPv6 address', lambda: Vsftpd(V6 | {'max_per_ip': '2'}),
                                FULL, host=SIX, before=lambda lab: lab.hold(SIX, 21, 2)),
    'address-990': case('vsftpd takes one connection of an address, TLS at once', lambda: Vsftpd({'max_per_ip': '1'}, implicit=True),
                        FULL, port=990, before=lambda lab: lab.hold(FTP_HOST, 990, 1, greeted=False)),
    'user-990': case('ProFTPD takes one session of a user, TLS at once',
                     lambda: Proftpd(IMPLICIT | {'MaxClientsPerUser': '1'}), FULL, port=990, before=lambda lab: lab.hold_logged_in(FTP_HOST, 1, 990, implicit=True)),
    'class-proftpd': case('ProFTPD takes one client of a class', lambda: Proftpd(
        {'MaxClientsPerClass': 'homes 1 "Only %m at a time, please."'},
        more='<Class homes>\n  From 192.168.77.0/24\n</Class>\n'), FULL, before=lambda lab: lab.hold_logged_in(FTP_HOST, 1)),
    'hosts-per-user': case('ProFTPD lets a user in from one host alone', lambda: Proftpd({'MaxClients': '1 "All %m places are taken"'}),
                           FULL, before=lambda lab: lab.hold_logged_in(FTP_HOST, 1)),
    'user-pureftpd-2121': case('Pure-FTPd takes one session of a user, on 2121', lambda: [Pureftpd('-y', '1:1', port=2121)],
                               FULL, port=2121, before=lambda lab: lab.hold_logged_in(FTP_HOST, 1, 2121)),
    # ---- 421 and 530 of another kind
    'denied-vsftpd-ipv6': case('tcp_wrappers turn this IPv6 address away', lambda: Vsftpd(V6 | {'tcp_wrappers': 'YES'}),
                               'ftp-address-denied', host=SIX, before=shell('echo "vsftpd: ALL" > /etc/hosts.deny')),
    'no-transfer': case('ProFTPD waits for a transfer for one second', lambda: Proftpd({'TimeoutNoTransfer': '1'}),
                        ('idle-timeout', 'ftp-login-timeout'), *PLAIN, languages=(),
                        before=lambda lab: lab.network.slow(900)),
    'narrow': case('a line so narrow that packets wait for seconds', Proftpd, None, languages=(),
                   before=lambda lab: lab.network.slow_down('12kbit')),
    'plain-refused-ipv6': case('vsftpd wants encryption, over IPv6', lambda: Vsftpd(V6 | {'force_local_logins_ssl': 'YES'}),
                               'ftp-tls-required', *PLAIN, host=SIX),
    'plain-refused-2121': case('ProFTPD wants encryption of the words alone, on 2121',
                               lambda: Proftpd({'TLSRequired': 'auth', 'Port': '2121'}), 'ftp-tls-required', *PLAIN, port=2121),
    'home-missing-ipv6': case('the home folder is missing, over IPv6', lambda: Pureftpd(home=False, family='-6'),
                              'ftp-home-missing', host=SIX),
    'wrong-password-990': case('a wrong password, TLS at once', lambda: Proftpd(IMPLICIT), 'auth-failed', port=990,
                               password='wrong-canary-3'),
    # ---- encryption
    'no-tls-ipv6': case('Pure-FTPd without TLS, over IPv6', lambda: Pureftpd(tls=0, family='-6'), 'ftp-tls-unsupported', host=SIX),
    'no-tls-proftpd-2121': case('ProFTPD without TLS, on 2121', lambda: Proftpd({'Port': '2121'}, tls=False),
                                'ftp-tls-unsupported', '--security', 'starttls', port=2121),
    'auth-hidden': case('a box lets neither AUTH nor the list of features pass; 990 has TLS', lambda: Vsftpd(implicit=True),
                        ('starttls-stripped', 'ftp-tls-unsupported'), before=hidden, at_most=0.8),
    'auth-hidden-pureftpd': case('the same without 990', Pureftpd, ('starttls-stripped', 'ftp-tls-unsupported'),
                                 before=hidden, at_most=0.8),
    'expired-990': case('an expired certificate, TLS at once', lambda: Vsftpd(certificate='expired', implicit=True),
                        'certificate-expired', port=990, host=HOST),
    'plain-on-990': case('no encryption where ProFTPD begins with it', lambda: Proftpd(IMPLICIT), 'plain-on-tls-port', *PLAIN, port=990),
    'tls-on-2121': case('TLS at once where Pure-FTPd begins with words', lambda: Pureftpd(port=2121), 'tls-on-plain-port',
                        '--security', 'tls', port=2121),
    'ssh-990': case('SSH on 990', lambda: [Sshd(990)], 'wrong-service-on-port', port=990),
    'web-2121': case('a web server on 2121', lambda: [Nginx({2121: ''})], 'wrong-service-on-port', port=2121),
    'clear-990': case('data in clear refused, TLS at once', lambda: Proftpd(IMPLICIT | {'TLSRequired': 'ctrl+data'}),
                      'ftp-protection-required', '--protect', 'clear', port=990),
    # ---- data
    'rejected-2121': case('the passive ports of ProFTPD on 2121 are rejected on the way',
                          lambda: Proftpd({'Port': '2121', 'PassivePorts': '50000 50010'}), 'ftp-passive-ports-blocked',
                          port=2121, before=way('tcp dport 50000-50010 reject with icmpx host-unreachable')),
    'dropped-ipv6': case('the passive ports of vsftpd are dropped, over IPv6', lambda: Vsftpd(V6), 'ftp-passive-ports-blocked',
                         host=SIX, before=way('ip6 daddr 2a0e:97c0:9::/64 tcp dport 40000-40020 drop')),
    'rejected-ipv6': case('the passive ports of Pure-FTPd are rejected, over IPv6', lambda: Pureftpd(family='-6'),
                          'ftp-passive-ports-blocked', host=SIX,
                          before=way('tcp dport 40000-40020 reject with icmpx admin-prohibited')),
    'loopback-announced': case('Pure-FTPd names 127.0.0.1, which the user wants tried', lambda: Pureftpd('-P', '127.0.0.1'),
                               'ftp-passive-address-unreachable', '--mode', 'pasv', '--pasv-address', 'announced'),
    'private-peer': case('ProFTPD names a private address; that of the first connection works',
                         lambda: Proftpd({'MasqueradeAddress': '192.168.1.50'}), 'ftp-passive-address-unreachable',
                         '--mode', 'pasv', verdict='warning'),
    'active-990': case('the own firewall lets nothing in, TLS at once', lambda: Proftpd(IMPLICIT), 'ftp-active-blocked',
                       '--mode', 'active', port=990, before=lambda lab: lab.network.shut_in('drop')),
    'active-ipv6': case('the own firewall lets nothing in, over IPv6', lambda: Pureftpd(family='-6'), 'ftp-active-blocked',
                        '--mode', 'active', host=SIX, before=lambda lab: lab.network.shut_in('drop')),
    'active-router': case('a router lets nothing in', lambda: Vsftpd(also=(2121,)), 'ftp-active-blocked', '--mode', 'port', port=2121,
                          before=way('iifname "serv" ct state new drop')),
    'cut-ipv6': case('the data stop in the middle, over IPv6', lambda: Pureftpd(family='-6'), 'ftp-transfer-aborted', host=SIX,
                     languages=(), before=cut),
    # ---- files
    'quota-files-proftpd': case('ProFTPD lets two files in, which are there',
                                lambda: Proftpd(QUOTA, modules=('mod_quotatab', 'mod_quotatab_file')), 'server-storage-full',
                                '--upload', before=shell(TWO_FILES)),
    'quota-files-pureftpd': case('Pure-FTPd lets two files in, which are there', lambda: Pureftpd('-n', '2:10'),
                                 'server-storage-full', '--upload', before=shell(
                                     'cd /srv/carol; echo a > a; echo b > b; echo "4 60" > .ftpquota; chown 5001:5001 a b .ftpquota')),
    'stor-denied-vsftpd': case('vsftpd knows no STOR', lambda: Vsftpd({'cmds_denied': 'STOR'}), 'ftp-permission-denied', '--upload'),
    'write-limit-proftpd': case('ProFTPD lets nobody write, on 2121', lambda: Proftpd(
        {'Port': '2121', '<Limit WRITE>': '\n  DenyAll\n</Limit>'}), 'ftp-permission-denied', '--upload', port=2121),
    # ---- nothing wrong
    'works-ipv6': case('vsftpd over IPv6', lambda: Vsftpd(V6), None, host=SIX),
    'works-990': case('ProFTPD, TLS at once', lambda: Proftpd(IMPLICIT), None, port=990),
    'works-inetutils': case('ftpd of inetutils, in clear on purpose', Inetutils, 'password-sent-in-clear', *PLAIN, verdict='warning'),
    'works-pyftpdlib-990': case('pyftpdlib, TLS at once', lambda: Pyftpd(port=990, tls='implicit'), None, port=990),
}
