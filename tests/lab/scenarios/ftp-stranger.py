# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File transfer as a stranger builds it: servers that come with something else, a device behind a router of its own,
answers as servers of other systems word them."""

import pathlib

import lablib
from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.helpers import Nginx
from lablib.network import FTP_HOST, HOST, SERVER4
from lablib.otherftp import FtpdSsl, Inetutils, Pyftpd, Sshd
from lablib.plainftp import Served
from lablib.proftpd import Proftpd
from lablib.proxy import URL, Tinyproxy
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FILES = pathlib.Path(lablib.__file__).parent.parent / 'filezilla'
FULL = 'ftp-too-many-connections'
PORTS = 'ftp-passive-ports-blocked'
ADDRESS = 'ftp-passive-address-unreachable'
EITHER = ('problem', 'warning')
IMPLICIT = {'Port': '990', 'TLSOptions': 'UseImplicitSSL'}
NAS = '44.128.20.5'  # of a router with a device behind it


def steps(*all_of_them):
    return lambda lab: [step(lab) for step in all_of_them]


def way(rule, node='router', hook='forward'):
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet stranger {{ chain way {{ type filter hook {hook} priority 0;\n  {rule}\n}}\n}}\n')


def worded(words, cause, stage='PASS', **more):
    """A server in clear that answers so; a box on the way says it, for no server of Debian does."""
    return case(f'{stage}: {words}', Inetutils, cause, *PLAIN, before=lambda lab: lab.ftp_box({stage: words}), **more)


def behind_router(*more):
    """The server has a private address, and its router forwards 21 (and more) alone."""
    def before(lab):
        lab.network.publish(f'nas.example.net. A {NAS}\n')
        lab.network.server.run(['ip', 'address', 'add', '10.0.0.10/24', 'dev', 'eth0'])
        lab.network.router.run(['ip', 'address', 'add', '10.0.0.1/24', 'dev', 'serv'])
        lab.network.router.run(['ip', 'address', 'add', f'{NAS}/32', 'dev', 'serv'])
        lab.network.router.nft('table ip forwarding { chain pre { type nat hook prerouting priority -100;\n'
                               f'  ip daddr {NAS} tcp dport {{ {", ".join(["21", *more])} }} dnat to 10.0.0.10\n}}\n'
                               'chain in { type filter hook input priority 0;\n'
                               f'  ip daddr {NAS} tcp dport != 22 drop\n}}\n'
                               'chain way { type filter hook forward priority 0;\n'
                               '  ct status dnat accept\n  ip daddr 10.0.0.0/24 drop\n}\n}\n')
    return before


def names_gone(lab):
    """The server asks for the names of its visitors, and its own resolver is gone."""
    lab.network.server.write('/etc/resolv.conf', 'nameserver 44.128.9.99\noptions timeout:4 attempts:2\n')


def only_proxy(lab):
    way('iifname "clie" meta l4proto tcp tcp dport != 8888 drop')(lab)


def many_files(lab):
    shell('cd /srv/carol; for i in $(seq 1 1500); do '
          ': > "a-file-with-a-rather-long-name-so-that-the-list-grows-$i.txt"; done')(lab)


def neighbour_holds(count):
    def hold(lab):
        lab.network.masquerade()
        lab.hold_logged_in(SERVER4, count, node=lab.network.router)
    return hold


SCENARIOS = {
    # ---- something else there
    'sftp-of-proftpd': case('ProFTPD speaks SFTP on 2222', lambda: Proftpd(
        {'Port': '2222', 'SFTPEngine': 'on', 'SFTPHostKey': '/etc/lab/server.key'}, modules=('mod_sftp',), tls=False),
        'wrong-service-on-port', port=2222),
    'ssh-starttls': case('SSH on 21, encryption demanded', lambda: Sshd(21), 'wrong-service-on-port', '--security', 'starttls'),
    'https-990': case('a web server with TLS on 990', lambda: Nginx({990: 'ssl'}), ('wrong-service-on-port', 'greeting-missing'),
                      port=990),
    # ---- limits
    'full-twisted': case('Twisted takes one connection', lambda: Served('twisted', limit=1), FULL,
                         before=lambda lab: lab.hold(FTP_HOST, 21, 1)),
    'full-aioftp': case('aioftp takes one connection', lambda: Served('aioftp', limit=1), FULL,
                        before=lambda lab: lab.hold(FTP_HOST, 21, 1)),
    'user-aioftp': case('aioftp takes one session of an account', lambda: Served('aioftp', each=1), FULL, *PLAIN,
                        before=lambda lab: lab.hold_logged_in(FTP_HOST, 1)),
    'household-vsftpd': case('others behind the same router fill what an address may have', lambda: Vsftpd(
        {'max_per_ip': '2'}), FULL, before=neighbour_holds(2)),
    'household-proftpd-990': case('the same with ProFTPD on 990', lambda: Proftpd(IMPLICIT | {'MaxClientsPerHost': '1'}), FULL,
                                  port=990, before=lambda lab: (lab.network.masquerade(), lab.hold_logged_in(
                                      SERVER4, 1, 990, implicit=True, node=lab.network.router))),
    'words-serv-u': worded('530 Sorry, you have exceeded the maximum number of simultaneous logins for your account.', FULL),
    'words-filezilla-server': worded('421 Too many users logged in for this account. Try again later.', FULL),
    'words-iis-full': worded('421 10 users (the maximum) are already logged on.', FULL, stage='USER'),
    # ---- 421 and 530 of another kind
    'idle-proftpd': case('ProFTPD waits one second on a long line', lambda: Proftpd({'TimeoutIdle': '1'}),
                         ('idle-timeout', 'ftp-login-timeout'), *PLAIN, before=lambda lab: lab.network.slow(1500)),
    # It says so now and then, or hangs up.
    'shut-proftpd': case('ProFTPD was told to let nobody in today', Proftpd, ('service-unavailable', 'closed-before-greeting'),
                         before=shell('ftpshut now "Maintenance until six"')),
    'nologin-inetutils': case('the system takes no logins (inetutils)', Inetutils, 'service-unavailable', *PLAIN,
                              before=shell('echo "System going down for upgrade" > /etc/nologin')),
    'reverse-proftpd': case('ProFTPD looks our name up, and its resolver is gone', lambda: Proftpd({'UseReverseDNS': 'on'}),
                            'greeting-delayed', verdict=('ok', 'warning'), before=names_gone),
    'words-iis-home': worded('530 User cannot log in, home directory inaccessible.', 'ftp-home-missing'),
    'words-iis-tls': worded('534 Policy requires SSL.', 'ftp-tls-required', stage='USER'),
    'words-filezilla-tls': worded('503 Use AUTH first.', 'ftp-tls-required', stage='USER'),
    'words-banned': worded('530 Your IP address has been blocked because of too many failed logins', (
        'address-banned', 'ftp-address-denied', 'auth-too-many-attempts')),
    'words-slow': worded('421 Login time exceeded. Closing control connection.', 'ftp-login-timeout'),
    'wrong-twisted': case('a wrong password (Twisted)', lambda: Served('twisted'), 'auth-failed', *PLAIN,
                          password='Not-this-one-9'),
    # ---- encryption
    'no-tls-twisted': case('Twisted without encryption, on 2121', lambda: Served('twisted', port=2121), 'ftp-tls-unsupported',
                           port=2121),
    'no-tls-aioftp': case('aioftp without encryption', lambda: Served('aioftp'), 'ftp-tls-unsupported', '--security', 'starttls'),
    'self-signed-990': case('ProFTPD on 990 with a certificate of its own', lambda: Proftpd(IMPLICIT, certificate='self-signed'),
                            'certificate-self-signed', port=990, host=HOST),
    '990-dropped': case('990 is dropped on the way, 21 answers', lambda: Vsftpd(implicit=True), 'port-blocked-by-network', port=990,
                        before=way('tcp dport 990 drop')),
    '990-nobody': case('nobody is on 990, 21 answers', Pureftpd, 'service-not-running', port=990),
    # ---- the way of the data
    'device-forwarded-21': case('a device behind its own router, which forwards 21 alone', Vsftpd, (PORTS, ADDRESS),
                                '--resolve', f'{FTP_HOST}:{NAS}', before=behind_router()),
    'device-forwarded-all': case('the passive ports are forwarded too, and 227 names the private address', Pureftpd, ADDRESS,
                                 '--mode', 'pasv', '--pasv-address', 'announced', '--resolve', f'{FTP_HOST}:{NAS}',
                                 before=behind_router('40000-40020')),
    'any-port-vsftpd': case('vsftpd takes any port, and its firewall lets a hundred in', lambda: Vsftpd(
        {'pasv_min_port': '0', 'pasv_max_port': '0'}), PORTS, before=way(
            'tcp dport { 21, 53, 40000-40100 } accept\n  ct state established,related accept\n  meta l4proto tcp drop',
            'server', 'input')),
    'office-lets-21-out': case('the office lets out 21 and the web, and resets all else', Pureftpd, PORTS,
                               before=way('iifname "clie" tcp dport != { 21, 53, 80, 443, 587 } reject with tcp reset')),
    'office-proxy': case('the office has a proxy, and drops the direct way', lambda: [Vsftpd(), Tinyproxy('ConnectPort 443\n')],
                         'proxy-required', before=only_proxy, proxy=URL),
    'helper-other-port': case('the helper of the router knows 21, the server is on 2121', lambda: Vsftpd(also=(2121,)),
                              'ftp-active-blocked', *PLAIN, '--mode', 'port', port=2121,
                              before=lambda lab: lab.network.masquerade(helper=True)),
    'active-nat-filezilla': case('FileZilla is set to active mode behind a home router', Pureftpd, 'ftp-active-blocked',
                                 '--mode', 'active', '--filezilla', str(FILES / 'active.xml'),
                                 before=lambda lab: lab.network.masquerade()),
    'cut-pyftpdlib': case('the data are reset on the way (pyftpdlib on 990)', lambda: Pyftpd(990, tls='implicit'),
                          'ftp-transfer-aborted', port=990, before=steps(
                              many_files, way('tcp sport 40000-40020 quota over 30000 bytes reject with tcp reset'))),
    # ---- files
    'no-folder-twisted': case('a folder that is not there (Twisted)', lambda: Served('twisted'), 'ftp-file-unavailable', *PLAIN,
                              '--path', '/invoices'),
    'nologin-netkit': case('the system takes no logins (ftpd-ssl)', FtpdSsl, 'service-unavailable',
                           before=shell('echo "closed for the night" > /etc/nologin')),
}
