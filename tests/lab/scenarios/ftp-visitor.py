# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File transfer once more as a visitor would build it: a device and a helper behind its own router, limits that are met by
several sessions, encryption that is demanded late."""

from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.network import FTP_HOST, SERVER4
from lablib.otherftp import Inetutils, Pyftpd, Sshd
from lablib.plainftp import Served
from lablib.proftpd import Proftpd
from lablib.proxy import SOCKS_PORT, Microsocks
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FULL = 'ftp-too-many-connections'
PORTS = 'ftp-passive-ports-blocked'
DENIED = 'ftp-permission-denied'
EITHER = ('problem', 'warning')
IMPLICIT = {'Port': '990', 'TLSOptions': 'UseImplicitSSL'}
CLEAR = {'cause': 'password-sent-in-clear', 'verdict': 'warning'}
NAS = '44.128.20.5'
BANNED = ('<IfModule mod_ban.c>\nBanEngine on\nBanLog /var/log/ban.log\nBanTable /run/proftpd/ban.tab\n'
          'BanMessage "Come back tomorrow, %a"\nBanOnEvent MaxLoginAttempts 1/00:10:00 00:10:00\n</IfModule>\n')
GUEST = {'user': 'anonymous', 'password': 'guest@example.org'}


def way(rule, node='router', hook='forward'):
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet visitor {{ chain way {{ type filter hook {hook} priority 0;\n  {rule}\n}}\n}}\n')


def helped(lab):
    """The router of the device reads 227 and opens what it names; it lets nothing else in."""
    lab.network.server.run(['ip', 'address', 'add', '10.0.0.10/24', 'dev', 'eth0'])
    lab.network.router.run(['ip', 'address', 'add', '10.0.0.1/24', 'dev', 'serv'])
    lab.network.router.run(['ip', 'address', 'add', f'{NAS}/32', 'dev', 'serv'])
    lab.network.router.nft(
        'table ip nas { ct helper ftp { type "ftp" protocol tcp; }\n'
        'chain seen { type filter hook prerouting priority -50;\n  tcp dport 21 ct helper set "ftp"\n}\n'
        'chain pre { type nat hook prerouting priority -100;\n'
        f'  ip daddr {NAS} tcp dport 21 dnat to 10.0.0.10\n}}\n'
        f'chain in {{ type filter hook input priority 0;\n  ip daddr {NAS} drop\n}}\n'
        'chain way { type filter hook forward priority 0;\n'
        '  ct state established,related accept\n  tcp dport { 21, 53 } accept\n  udp dport 53 accept\n'
        '  iifname "serv" accept\n  meta l4proto tcp drop\n}\n}\n')


def failed_logins(lab):
    lab.network.client.run(['/usr/bin/python3', '-c', 'import ftplib\n'
                            'for n in range(2):\n  try:\n'
                            f'    session = ftplib.FTP("{FTP_HOST}", timeout=10)\n    session.login("carol", "wrong")\n'
                            '  except Exception: pass\n'])


def guests(lab):
    shell('install -d /srv/ftp/pub; echo hello > /srv/ftp/pub/readme')(lab)


class Archive(Vsftpd):
    """Guests may read."""

    def __init__(self):
        super().__init__({'anonymous_enable': 'YES', 'allow_anon_ssl': 'YES'})

    def start(self, lab):
        guests(lab)
        lab.network.server.append('/etc/passwd', 'ftp:x:5002:5002::/srv/ftp:/usr/sbin/nologin\n')
        super().start(lab)


SCENARIOS = {
    # ---- helpers and routers
    'device-helper-tls': case('a device behind a router whose helper reads 227, which TLS hides', Vsftpd,
                              (PORTS, 'ftp-address-rewritten', 'ftp-passive-address-unreachable'),
                              '--resolve', f'{FTP_HOST}:{NAS}', before=helped),
    'device-helper-clear': case('the same in clear, where the helper sees it', Vsftpd, CLEAR['cause'], *PLAIN, '--mode', 'pasv',
                                '--resolve', f'{FTP_HOST}:{NAS}', verdict='warning', before=helped),
    'helper-eprt': case('the helper of a home router makes EPRT work (pyftpdlib)', lambda: Pyftpd(tls=None), CLEAR['cause'],
                        *PLAIN, '--mode', 'eprt', verdict='warning', before=lambda lab: lab.network.masquerade(helper=True)),
    'proxy-clear': case('a transparent proxy knows neither AUTH nor EPSV and greets by itself', Vsftpd,
                        ('starttls-stripped', 'ftp-tls-unsupported'), at_most=0.8, before=lambda lab: lab.ftp_box(
                            {'AUTH': '500 Command not supported by proxy', 'EPSV': '500 Command not supported by proxy',
                             'FEAT': '500 Command not supported by proxy', '*220': [r'.*\n', '220 FTP proxy at your service\r\n']})),
    'socks': case('a network that wants SOCKS and drops the direct way', lambda: [Vsftpd(), Microsocks()], 'proxy-required',
                  proxy=f'socks5://{SERVER4}:{SOCKS_PORT}',
                  before=way(f'iifname "clie" meta l4proto tcp tcp dport != {SOCKS_PORT} drop')),
    'own-990': case('the own firewall drops 990 alone', lambda: Vsftpd(implicit=True), 'local-firewall-blocks', port=990,
                    before=way('tcp dport 990 counter drop', 'client', 'output')),
    'ipv6-dead': case('IPv6 is dropped, IPv4 works', lambda: Vsftpd({'listen': 'NO', 'listen_ipv6': 'YES'}), 'ipv6-broken',
                      host='both.example.net', verdict=EITHER, before=way('meta nfproto ipv6 tcp dport 21 drop')),
    # ---- limits
    'sessions-proftpd': case('ProFTPD bears two of a host, and four are tried', lambda: Proftpd({'MaxClientsPerHost': '2'}), FULL,
                             '--sessions', '4', verdict='warning', facts={'ftp.sessions.accepted': '2'}),
    'sessions-aioftp': case('aioftp bears two in all, and three are tried', lambda: Served('aioftp', limit=2), FULL, *PLAIN,
                            '--sessions', '3', verdict='warning', facts={'ftp.sessions.accepted': '2'}),
    'sessions-well': case('ProFTPD on 990 bears the three that are tried', lambda: Proftpd(IMPLICIT), None, '--sessions', '3',
                          port=990),
    'ban-logins': case('ProFTPD has banned us after wrong logins, in friendly words', lambda: Proftpd(
        {'MaxLoginAttempts': '1'}, modules=('mod_ban',), more=BANNED),
        ('ftp-address-denied', 'address-banned'), verdict='inconclusive', before=failed_logins),
    'ban-silent': case('the server drops us on 21 alone after wrong logins', lambda: [Pureftpd(), Sshd(22)], (
        'address-banned', 'port-blocked-by-network', 'connection-failed'), at_most=0.8,
        before=way('ip saddr 192.168.77.2 tcp dport 21 drop', 'server', 'input')),
    # ---- encryption
    'data-demanded-proftpd': case('ProFTPD wants the data encrypted, not the words', lambda: Proftpd({'TLSRequired': 'data'}),
                                  ('ftp-tls-required', 'ftp-protection-required'), *PLAIN),
    'data-demanded-vsftpd': case('vsftpd wants the data encrypted, not the words', lambda: Vsftpd(
        {'force_local_data_ssl': 'YES'}), ('ftp-tls-required', 'ftp-protection-required'), *PLAIN),
    'auth-demanded-proftpd': case('ProFTPD wants login and data encrypted', lambda: Proftpd({'TLSRequired': 'auth+data'}),
                                  'ftp-tls-required', *PLAIN),
    'ssh-22': case('SSH on 22', lambda: Sshd(22), 'wrong-service-on-port', port=22),
    # ---- files and folders
    'no-overwriting': case('ProFTPD lets nobody overwrite, which the test does not', lambda: Proftpd({'AllowOverwrite': 'off'}),
                           None, '--upload'),
    'guest-upload': case('a guest stores where guests may read (vsftpd)', Archive, DENIED, '--upload', verdict=EITHER, **GUEST),
    'no-lists': case('vsftpd lets nobody list', lambda: Vsftpd({'dirlist_enable': 'NO'}), DENIED, verdict=EITHER),
    'home-shut-pureftpd': case('the home folder may not be entered (Pure-FTPd)', Pureftpd, ('ftp-home-missing', DENIED),
                               before=shell('chown root:root /srv/carol; chmod 700 /srv/carol')),
    'works-aioftp': case('aioftp in clear on purpose', lambda: Served('aioftp'), CLEAR['cause'], *PLAIN, '--upload',
                         verdict='warning'),
    'works-twisted': case('Twisted in clear on purpose', lambda: Served('twisted'), CLEAR['cause'], *PLAIN, verdict='warning'),
    'guests-only-inetutils': case('inetutils lets guests in alone', lambda: Inetutils('-A'), 'auth-failed', *PLAIN),
    'not-ours-990': case('the home folder belongs to somebody else (vsftpd on 990)', lambda: Vsftpd(implicit=True), DENIED,
                                 '--upload', port=990, verdict=EITHER, before=shell('chown root /srv/carol; chmod 755 /srv/carol')),
    # ---- the rest
    'vpn-passive': case('the VPN drops the passive ports at its end', Proftpd, (PORTS, 'vpn-blocks-port'),
                        before=lambda lab: lab.vpn(['40000-40020'])),
    'login-takes-its-time': case('vsftpd takes twelve seconds for a login', lambda: Vsftpd({'delay_successful_login': '12'}),
                                 None, verdict=('ok', 'warning'), languages=()),
    'login-takes-too-long': case('vsftpd takes fifty seconds for a login', lambda: Vsftpd({'delay_successful_login': '50'}),
                                 'server-too-slow', languages=()),
    'guest-proftpd': case('a guest where ProFTPD knows accounts alone', Proftpd, 'auth-failed', **GUEST),
    'folder-upload': case('a folder of somebody else’s, in which a file is stored (Pure-FTPd)', Pureftpd, DENIED, '--path', '/photos',
                          '--upload', verdict=EITHER, before=shell('chown root:root /srv/carol/photos; chmod 755 /srv/carol/photos')),
    'full-of-others-twisted': case('others have the two places of Twisted', lambda: Served('twisted', limit=2), FULL,
                                   before=lambda lab: lab.hold(SERVER4, 21, 2, node=lab.network.router)),
    'wrong-aioftp': case('a wrong password (aioftp)', lambda: Served('aioftp'), 'auth-failed', *PLAIN, password='Not-this-one-7'),
    'wrong-last-try': case('a wrong password, after which pyftpdlib hangs up', lambda: Pyftpd(handler={'max_login_attempts': 1}),
                           'auth-failed', password='Not-this-one-6'),
    'idle-pyftpdlib': case('pyftpdlib waits one second on a long line', lambda: Pyftpd(tls=None, handler={'timeout': 1}),
                           ('idle-timeout', 'ftp-login-timeout'), *PLAIN, before=lambda lab: lab.network.slow(1500)),
    'ports-ipv6': case('the passive ports of pyftpdlib are reset over IPv6', lambda: Pyftpd(address='::'), PORTS,
                       host='six.example.net', before=way('tcp dport 40000-40020 reject with tcp reset')),
    'user-limit-others': case('somebody else has the one session of the account (ProFTPD on 990)', lambda: Proftpd(
        IMPLICIT | {'MaxClientsPerUser': '1'}), FULL, port=990, before=lambda lab: lab.hold_logged_in(
            SERVER4, 1, 990, implicit=True, node=lab.network.router)),
    'no-folder-upload': case('the folder to store in is not there (ProFTPD)', Proftpd, 'ftp-file-unavailable', '--path', '/inbox',
                             '--upload'),
}
