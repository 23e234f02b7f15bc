# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd


def one_login(lab, _report):
    return [] if lab.logins() == 1 else [f'{lab.logins()} logins were tried with one password']


SCENARIO = Scenario(
    title='a wrong password, tried once',
    servers=lambda: [Vsftpd()],
    args=ftp(),
    user=CAROL,
    password='Canary0Not1The2Right3One',
    cause='auth-failed',
    verdict='problem',
    facts={'ftp.login.outcome': 'rejected', 'ftp.reply.code': '530'},
    steps={'tls.handshake': 'ok', 'ftp.login': 'failed'},
    after=one_login,
)
