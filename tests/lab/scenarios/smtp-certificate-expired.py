# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def no_login(lab, _report):
    return ['a login went over a connection that did not verify'] if lab.logins() else []


SCENARIO = Scenario(
    title='a certificate that expired five weeks ago',
    servers=lambda: [Postfix(certificate='expired')],
    args=smtp(),
    user=ALICE,
    cause='certificate-expired',
    verdict='problem',
    facts={'tls.verify': 'expired'},
    steps={'tls.handshake': 'failed', 'smtp.auth': 'skipped'},
    after=no_login,
)
