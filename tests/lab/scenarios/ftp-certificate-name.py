# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import HOST
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd


def no_login(lab, _report):
    return ['a login went over a connection that did not verify'] if lab.logins() else []


SCENARIO = Scenario(
    title='a certificate for another host',
    servers=lambda: [Vsftpd(certificate='wrong-name')],
    args=ftp(host=HOST),
    user=CAROL,
    cause='certificate-name-mismatch',
    verdict='problem',
    facts={'tls.verify': 'name-mismatch'},
    steps={'tls.handshake': 'failed', 'ftp.login': 'skipped'},
    after=no_login,
)
