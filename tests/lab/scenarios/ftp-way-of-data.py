# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.otherftp import Inetutils, Pyftpd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

BLOCKED, PORTS = 'ftp-data-channel-blocked', 'ftp-passive-ports-blocked'
WRONG_ADDRESS = 'ftp-passive-address-unreachable'
ANNOUNCED = ('--mode', 'pasv', '--pasv-address', 'announced')
ACTIVE = ('--mode', 'active')
CLEAR_OK = {'cause': 'password-sent-in-clear', 'verdict': 'warning'}


def at_server(how):
    return lambda lab: lab.network.block(['40000-40020'], how, node=lab.network.server)


def here(how):
    return lambda lab: lab.network.block(['1024-65535'], how, node=lab.network.client)


def exits(lab):
    lab.network.two_exits()


def box(**rules):
    return lambda lab: lab.ftp_box(rules)


def nat(lab):
    lab.network.masquerade()


def helper(lab):
    lab.network.masquerade(helper=True)


MANY_FILES = shell('cd /srv/carol; for i in $(seq 1 1500); do '
                   ': > "a-file-with-a-rather-long-name-so-that-the-list-grows-$i.txt"; done')


def cut(how):
    """After so many bytes of data the router stops them."""
    def before(lab):
        MANY_FILES(lab)
        lab.network.router.nft('table inet cut { chain way { type filter hook forward priority 0;\n'
                               f'  tcp sport 40000-40020 quota over 30000 bytes {how}\n}}\n}}\n')
    return before


def small_packets(lab):
    MANY_FILES(lab)
    lab.network.router.nft('table inet mtu { chain way { type filter hook forward priority 0;\n'
                           '  iifname "serv" meta length > 1300 drop\n}\n}\n')


def server_stays_in(lab):
    lab.network.server.nft('table inet out { chain out { type filter hook output priority 0;\n'
                           '  tcp flags & (syn|ack) == syn ip daddr 192.168.77.2 drop\n}\n}\n')


SCENARIOS = {
    'private-pureftpd': case('Pure-FTPd names a private address, which the user wants tried',
                             lambda: Pureftpd('-P', '172.20.3.4'), WRONG_ADDRESS, *ANNOUNCED),
    'private-pyftpdlib': case('pyftpdlib names a private address; that of the control connection works',
                              lambda: Pyftpd(handler={'masquerade_address': '10.20.30.40'}), WRONG_ADDRESS,
                              '--mode', 'pasv', verdict='warning'),
    'foreign-proftpd': case('ProFTPD names another public address, which the user wants tried',
                            lambda: Proftpd({'MasqueradeAddress': '44.128.9.200'}), WRONG_ADDRESS,
                            *ANNOUNCED),
    'server-drops': case('the firewall of the server drops the passive ports', Proftpd, PORTS,
                         before=at_server('drop')),
    'server-rejects': case('the firewall of the server rejects the passive ports', Pyftpd, PORTS,
                           before=at_server('reject with icmpx admin-prohibited')),
    'server-resets': case('the firewall of the server resets the passive ports', Pureftpd, PORTS,
                          before=at_server('reject with tcp reset')),
    'own-drops': case('the own firewall drops what goes to high ports', Vsftpd, 'local-firewall-blocks',
                      before=here('drop')),
    'own-rejects': case('the own firewall rejects what goes to high ports', Pureftpd,
                        'local-firewall-blocks', before=here('reject with tcp reset')),
    'exits-vsftpd': case('data come from another address than words (vsftpd)', Vsftpd, BLOCKED,
                         before=exits),
    'exits-proftpd': case('data come from another address than words (ProFTPD)',
                          lambda: Proftpd({'TLSOptions': 'NoSessionReuseRequired',
                                           'AllowForeignAddress': 'off'}), BLOCKED, before=exits),
    'exits-pureftpd': case('data come from another address than words (Pure-FTPd)', Pureftpd, BLOCKED,
                           before=exits),
    'exits-pyftpdlib': case('data come from another address than words (pyftpdlib)', Pyftpd, BLOCKED,
                            before=exits),
    'epsv-unknown': case('a box on the way knows no EPSV', Vsftpd, CLEAR_OK['cause'], *PLAIN,
                         verdict='warning', before=box(EPSV='500 EPSV not understood')),
    'epsv-swallowed': case('a box on the way swallows EPSV', Proftpd, BLOCKED, *PLAIN,
                           before=box(EPSV=None)),
    'epsv-closed': case('a box on the way closes at EPSV', Pureftpd, BLOCKED, *PLAIN, before=box(EPSV='')),
    'epsv-spoilt': case('a box on the way changes the port of EPSV', Vsftpd, CLEAR_OK['cause'], *PLAIN,
                        verdict='warning', before=box(**{'*229': [r'\|\|\|(\d+)', '|||39000']})),
    'passive-off': case('passive mode is switched off at the server', lambda: Vsftpd({'pasv_enable': 'NO'}),
                        BLOCKED, '--mode', 'passive'),
    'active-off': case('active mode is switched off at the server', lambda: Vsftpd({'port_enable': 'NO'}),
                       BLOCKED, *ACTIVE),
    'active-own-rejects': case('the own firewall rejects what the server opens', Pyftpd,
                               'ftp-active-blocked', *ACTIVE,
                               before=lambda lab: lab.network.shut_in('reject')),
    'active-own-drops': case('the own firewall drops what the server opens', Inetutils,
                             'ftp-active-blocked', *ACTIVE, *PLAIN,
                             before=lambda lab: lab.network.shut_in('drop')),
    'active-nat-pyftpdlib': case('active mode behind a router that hides the address (pyftpdlib)', Pyftpd,
                                 'ftp-active-blocked', *ACTIVE, before=nat),
    'active-nat-proftpd': case('PORT behind a router that hides the address (ProFTPD)', Proftpd,
                               'ftp-active-blocked', '--mode', 'port', before=nat),
    'active-nat-inetutils': case('active mode behind a router that hides the address (inetutils)', Inetutils,
                                 'ftp-active-blocked', *ACTIVE, *PLAIN, before=nat),
    'active-helper': case('a helper in the router makes PORT work', Inetutils, CLEAR_OK['cause'], '--mode',
                          'port', *PLAIN, verdict='warning', before=helper),
    'active-helper-blind': case('under TLS the helper in the router sees nothing (pyftpdlib)', Pyftpd,
                                'ftp-active-blocked', *ACTIVE, before=helper),
    'active-spoilt': case('a box on the way spoils the address of PORT (pyftpdlib)',
                          lambda: Pyftpd(tls=None), 'ftp-address-rewritten', '--mode', 'port', *PLAIN,
                          before=lambda lab: lab.network.spoil_port()),
    'active-server-shut': case('the server may not open connections', Vsftpd, 'ftp-active-blocked', *ACTIVE,
                               before=server_stays_in),
    'cut-drop': case('the data stop in the middle', Vsftpd, 'ftp-transfer-aborted', before=cut('drop'),
                     languages=()),
    'cut-reset': case('the data are reset in the middle', Proftpd, 'ftp-transfer-aborted',
                      before=cut('reject with tcp reset'), languages=()),
    'large-packets': case('large packets of data get lost', Vsftpd, 'path-mtu-black-hole',
                          before=small_packets),
}
