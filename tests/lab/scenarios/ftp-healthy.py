# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.ftpcases import case
from lablib.otherftp import Pyftpd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

# Words of half the causes there are, said by a server that is well.
WORDS = ('220-Welcome. At most 10 users may connect, too many connections are closed.\n'
         'TLS is required for logins, sessions idle for 5 minutes end.\n'
         '421 is what you get then. Access denied to robots.\n')


def lan(lab):
    """The server has a private address, too, and the router leads there."""
    lab.network.server.run(['ip', 'address', 'add', '192.168.88.10/32', 'dev', 'eth0'])
    lab.network.router.run(['ip', 'route', 'add', '192.168.88.10/32', 'via', '44.128.9.10'])


SCENARIOS = {
    'words': case('ProFTPD, well, with words of trouble in its greeting',
                  lambda: Proftpd({'DisplayConnect': '/etc/welcome'}), None,
                  before=lambda lab: lab.network.server.write('/etc/welcome', WORDS)),
    'banner': case('vsftpd, well, with words of trouble in its greeting',
                   lambda: Vsftpd({'ftpd_banner': 'Maximum 10 clients. Anonymous access denied. Timeout 60.'}),
                   None),
    'pyftpdlib': case('pyftpdlib with AUTH TLS', Pyftpd, None),
    'pyftpdlib-990': case('pyftpdlib with TLS from the start', lambda: Pyftpd(port=990, tls='implicit'),
                          None, port=990),
    'ipv6-2121': case('Pure-FTPd on IPv6 alone, on 2121', lambda: Pureftpd(port=2121, family='-6'), None,
                      host='six.example.net', port=2121),
    'lan': case('PASV names a private address, and rightly', Vsftpd, None, '--mode', 'pasv', '--resolve',
                'ftp.example.net:192.168.88.10', before=lan,
                facts={'ftp.passive.address': '192.168.88.10', 'ftp.passive.address_kind': 'same'}),
    'upload-pureftpd': case('a file goes to Pure-FTPd and back', Pureftpd, None, '--upload'),
    'upload-proftpd': case('a file goes to ProFTPD and back', Proftpd, None, '--upload'),
}
