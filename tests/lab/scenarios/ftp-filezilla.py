# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""FileZilla's own limit for the site against what the server bears."""

import pathlib

import lablib
from lablib.ftpcases import case
from lablib.network import FTP_HOST
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FILES = pathlib.Path(lablib.__file__).parent.parent / 'filezilla'
FULL = 'ftp-too-many-connections'


def site(limit):
    return ('--filezilla', str(FILES / f'limit-{limit}.xml'))


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
    'fits': case('FileZilla may open 2, and the server bears them', Vsftpd, None, '--sessions', '2', *site(2),
                 facts={'ftp.sessions.accepted': '2', 'local.filezilla.connections': '2'}),
}
