# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import HOST
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd


def no_login(lab, _report):
    return ['a login went over a connection that did not verify'] if lab.logins() else []


SCENARIO = Scenario(
    title='a certificate that signs itself',
    servers=lambda: [Vsftpd(certificate='self-signed')],
    args=ftp(host=HOST),
    user=CAROL,
    cause='certificate-self-signed',
    verdict='problem',
    facts={'tls.verify': 'self-signed'},
    steps={'tls.handshake': 'failed', 'ftp.login': 'skipped'},
    after=no_login,
)
