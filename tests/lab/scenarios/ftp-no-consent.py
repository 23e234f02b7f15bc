# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='no encryption chosen, and no consent to a login in clear: none is made',
    servers=lambda: [Vsftpd()],
    args=ftp('--security', 'none'),
    user=CAROL,
    cause=('password-sent-in-clear', None),
    verdict=('inconclusive', 'warning', 'problem'),
    facts={'ftp.login.outcome': 'not-sent'},
    after=lambda lab, _report: ['a password went out in clear'] if lab.logins() else [],
)
