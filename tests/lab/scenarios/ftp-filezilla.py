# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""FileZilla's own limit for the site against what the server bears."""

import pathlib

import lablib
from lablib.accounts import PLAIN
from lablib.ftpcases import case
from lablib.network import FTP_HOST
from lablib.otherftp import Inetutils
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FILES = pathlib.Path(lablib.__file__).parent.parent / 'filezilla'
FULL = 'ftp-too-many-connections'


def site(limit):
    return ('--filezilla', str(FILES / f'limit-{limit}.xml'))


def own(name):
    return ('--filezilla', str(FILES / f'{name}.xml'))


def advises(wanted, number, *unwanted):
    """The advice with that id is there and names the number, the others are not."""
    def check(_lab, report):
        fixes = {fix['id']: fix['text'] for cause in report['causes'] for fix in cause['fixes']}
        raised = [f'{i} has no place there' for i in unwanted if i in fixes]
        return raised + ([] if number in fixes.get(wanted, '') else [f'{wanted}: {fixes}'])
    return check


SCENARIOS = {
    'too-high': case('FileZilla may open 5, the server bears 2', lambda: Vsftpd({'max_per_ip': '2'}), FULL,
                     '--sessions', '4', *site(5), verdict='warning',
                     facts={'ftp.sessions.accepted': '2', 'local.filezilla.connections': '5'},
                     after=advises('filezilla-limit', '2', 'limit-program', 'filezilla-lower')),
    'unlimited': case('FileZilla may open as many as it likes, the server bears 3',
                      lambda: Pureftpd('-C', '3'), FULL, '--sessions', '5', *site(0), verdict='warning',
                      facts={'ftp.sessions.accepted': '3', 'local.filezilla.connections': '0'},
                      after=advises('filezilla-limit', '3', 'limit-program', 'filezilla-set-limit')),
    'refused': case('the limit is reached, FileZilla may open 5', lambda: Proftpd({'MaxClientsPerHost': '1'}),
                    FULL, *site(5), before=lambda lab: lab.hold_logged_in(FTP_HOST, 1),
                    facts={'local.filezilla.connections': '5'},
                    after=advises('filezilla-lower', '5', 'limit-program', 'filezilla-limit')),
    'proftpd': case('FileZilla may open 5, ProFTPD bears 3 of a user', lambda: Proftpd({'MaxClientsPerUser': '3'}), FULL,
                    '--sessions', '5', *site(5), verdict='warning',
                    facts={'ftp.sessions.accepted': '3', 'local.filezilla.connections': '5'},
                    after=advises('filezilla-limit', '3', 'limit-program', 'filezilla-lower')),
    'own-sessions': case('FileZilla may open 5, and left two of the three places of Pure-FTPd taken',
                         lambda: Pureftpd('-C', '3'), FULL, '--sessions', '3', *site(5), verdict='warning',
                         before=lambda lab: lab.hold_logged_in(FTP_HOST, 2),
                         facts={'ftp.sessions.accepted': '1', 'ftp.sessions.together': '3',
                                'local.filezilla.connections': '5'},
                         after=advises('filezilla-together', '3', 'limit-program', 'filezilla-lower', 'filezilla-limit')),
    'two-places': case('FileZilla may open 2, vsftpd bears one', lambda: Vsftpd({'max_per_ip': '1'}), FULL, '--sessions', '2',
                       *site(2), verdict='warning', facts={'ftp.sessions.accepted': '1', 'local.filezilla.connections': '2'},
                       after=advises('filezilla-limit', '1', 'limit-program', 'filezilla-lower')),
    'active': case('FileZilla is set to active mode, which the own firewall stops', Proftpd, 'ftp-active-blocked',
                   '--mode', 'active', *own('active'), before=lambda lab: lab.network.shut_in('drop'),
                   facts={'local.filezilla.mode': 'active'}, after=advises('filezilla-passive', FTP_HOST)),
    'plain': case('FileZilla is set to no encryption, which Pure-FTPd demands', lambda: Pureftpd(tls=2), 'ftp-tls-required',
                  *PLAIN, *own('plain'), facts={'local.filezilla.encryption': 'none'},
                  after=advises('filezilla-encrypt', FTP_HOST)),
    'plain-offered': case('FileZilla is set to no encryption, which vsftpd offers', Vsftpd, 'password-sent-in-clear',
                          *own('plain'), verdict='warning', facts={'local.filezilla.encryption': 'none', 'tls.state': 'ok'},
                          after=advises('filezilla-encrypt', FTP_HOST, 'ask-tls', 'use-encryption')),
    'plain-none-offered': case('FileZilla is set to no encryption, and ftpd of inetutils has none', Inetutils,
                               'password-sent-in-clear', *PLAIN, *own('plain'), verdict='warning',
                               after=advises('ftp-use-tls', '', 'filezilla-encrypt')),
    'plain-elsewhere': case('FileZilla is set to no encryption on 21, and 990 is looked at', lambda: Vsftpd(implicit=True), None,
                            *own('plain'), port=990),
    'fits': case('FileZilla may open 2, and the server bears them', Vsftpd, None, '--sessions', '2', *site(2),
                 facts={'ftp.sessions.accepted': '2', 'local.filezilla.connections': '2'}),
}
