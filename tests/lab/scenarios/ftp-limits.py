# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.ftpcases import case
from lablib.network import FTP_HOST, SERVER4
from lablib.otherftp import Haproxy, Pyftpd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FULL = 'ftp-too-many-connections'
ONE_EACH = ('\n  stick-table type ip size 10k store conn_cur\n  tcp-request connection track-sc0 src\n'
            '  tcp-request connection reject if { sc0_conn_cur gt 1 }')


def behind_haproxy(frontend):
    return [Vsftpd(), Haproxy(2121, frontend, 'server one 127.0.0.1:21')]


def told(seconds):
    """The advice says for how long a session that was left behind stays."""
    def check(_lab, report):
        fixes = {fix['id']: fix['text'] for cause in report['causes'] for fix in cause['fixes']}
        text = fixes.get('end-by-themselves', '')
        found = report['facts'].get('ftp.idle_limit_s')
        return ([] if found == str(seconds) else [f'idle limit: {found}']) + \
            ([] if 'end-in-panel' not in fixes and f' {seconds // 60} min' in text else [f'advice: {fixes}'])
    return check


SCENARIOS = {
    'user-own-words': case('MaxClientsPerUser with words of its own',
                           lambda: Proftpd({'MaxClientsPerUser': '1 "Another session of %u is active (%m)"'}),
                           FULL, before=lambda lab: lab.hold_logged_in(FTP_HOST, 1)),
    'host-own-words': case('MaxClientsPerHost with words of its own',
                           lambda: Proftpd({'MaxClientsPerHost': '1 "Sorry, only %m sessions from one machine"'}),
                           FULL, before=lambda lab: lab.hold_logged_in(FTP_HOST, 1)),
    'connections-per-host': case('MaxConnectionsPerHost', lambda: Proftpd({'MaxConnectionsPerHost': '1'}),
                                 FULL, before=lambda lab: lab.hold(FTP_HOST, 21, 1)),
    'address-2121': case('max_per_ip on another port',
                         lambda: Vsftpd({'max_per_ip': '2'}, also=(2121,)), FULL, port=2121,
                         before=lambda lab: lab.hold(FTP_HOST, 2121, 2)),
    'others': case('the connections of others fill the server', lambda: Vsftpd({'max_clients': '3'}), FULL,
                   before=lambda lab: lab.hold(SERVER4, 21, 3, node=lab.network.router)),
    'ipv6': case('Pure-FTPd lets one connection of an IPv6 address in',
                 lambda: Pureftpd('-C', '1', family='-6'), FULL, host='six.example.net',
                 before=lambda lab: lab.hold('six.example.net', 21, 1)),
    'pyftpdlib-address': case('pyftpdlib lets one connection of an address in',
                              lambda: Pyftpd(server={'max_cons_per_ip': 1}), FULL,
                              before=lambda lab: lab.hold(FTP_HOST, 21, 1)),
    'pyftpdlib-server': case('pyftpdlib is full', lambda: Pyftpd(server={'max_cons': 2}), FULL,
                             before=lambda lab: lab.hold(SERVER4, 21, 1, node=lab.network.router)),
    'queue': case('a balancer lets further connections wait', lambda: behind_haproxy('maxconn 1'),
                  'greeting-missing', port=2121, languages=(), before=lambda lab: lab.hold(FTP_HOST, 2121, 1)),
    'balancer': case('a balancer closes further connections', lambda: behind_haproxy(ONE_EACH),
                     'closed-before-greeting', port=2121, before=lambda lab: lab.hold(FTP_HOST, 2121, 1)),
    'idle-told': case('Pure-FTPd greets with its idle time, and lets one session of a user in',
                      lambda: Pureftpd('-y', '1:1', '-I', '7'), FULL,
                      before=lambda lab: lab.hold_logged_in(FTP_HOST, 1), after=told(420)),
}
