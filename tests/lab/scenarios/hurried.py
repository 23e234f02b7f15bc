# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fewer seconds than usual, set by hand: a silence so short says little, and nothing is told firmly."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

# Whether the other ports are heard within the time is a matter of this computer.
SILENT = ('connection-failed', 'port-blocked-by-network')


def hurried(title, before, args, cause=SILENT, server=Exim, user=ALICE, **more):
    return Scenario(title=f'{title}, three seconds in all', servers=lambda: [server()], before=before,
                    args=[*args, '--timeout', '3'], user=user, cause=cause, verdict='problem', at_most=0.8, **more)


SCENARIOS = {
    'port': hurried('465 is dropped', lambda lab: lab.network.block([465]), smtp(port=465)),
    'mail-ports': hurried('all mail ports are dropped', lambda lab: lab.network.block([25, 465, 587, 2525]), smtp()),
    'survey': hurried('all mail ports are dropped, all are looked at',
                      lambda lab: lab.network.block([25, 465, 587, 2525]), ['survey', 'smtp', HOST]),
    'files': hurried('21 is dropped', lambda lab: lab.network.block([21]), ftp(), server=Vsftpd, user=CAROL),
    # Its greeting comes, after the time is over.
    'greeting': hurried('the server takes ten seconds to greet', lambda lab: None, smtp(port=25), 'greeting-missing',
                        lambda: Exim(acls={'connect': '  accept delay = 10s'}), None),
    'answer': hurried('the server takes ten seconds for an answer', lambda lab: None, smtp(port=25), 'connection-lost',
                      lambda: Exim(acls={'mail': '  accept delay = 10s'}), None),
}
