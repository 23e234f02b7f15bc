# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File transfer, counted at the server. Connections of the data channel are not counted: they belong
to the transfers."""
from lablib.accounts import CAROL, ftp
from lablib.manners import kept
from lablib.network import FTP_HOST
from lablib.scenario import Scenario
from lablib.vsftpd import PASSIVE, Vsftpd


def counted(name, title, server, *more, **changes):
    given = {'user': CAROL, 'cause': None, 'verdict': ('ok', 'warning', 'problem')} | changes
    return Scenario(title=f'counted at the server: {title}', servers=lambda: [server()], args=ftp(*more),
                    after=kept(f'manners-ftp-{name}'), languages=(), **given)


SCENARIOS = {
    'check': counted('check', 'a listing', Vsftpd),
    'password': counted('password', 'a wrong password', Vsftpd, cause='auth-failed',
                        password='Canary0Not1The2Right3One'),
    'sessions': counted('sessions', 'three sessions', Vsftpd, '--sessions', '3'),
    'full': counted('full', 'the server is full', lambda: Vsftpd({'max_clients': '1'}),
                    cause='ftp-too-many-connections', before=lambda lab: lab.hold(FTP_HOST, 21, 1)),
    'no-tls': counted('no-tls', 'the server has no TLS', lambda: Vsftpd({'ssl_enable': 'NO'}),
                      cause='ftp-tls-unsupported'),
    'hidden': counted('hidden', 'a box hides AUTH and FEAT', lambda: Vsftpd(implicit=True), cause='starttls-stripped',
                      before=lambda lab: lab.ftp_box({'AUTH': '500 Unknown command.', 'FEAT': '500 Unknown command.'})),
    'passive-blocked': counted('passive-blocked', 'the passive ports are blocked', Vsftpd, cause='ftp-passive-ports-blocked',
                               before=lambda lab: lab.network.block([f'{PASSIVE[0]}-{PASSIVE[1]}'], 'reject with tcp reset')),
}
