# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def no_login(lab, _report):
    return ['a login went over a connection that did not verify'] if lab.logins() else []


SCENARIO = Scenario(
    title='a certificate that begins next month',
    servers=lambda: [Postfix(certificate='not-yet-valid')],
    args=smtp(),
    user=ALICE,
    cause='certificate-not-yet-valid',
    verdict='problem',
    facts={'tls.verify': 'not-yet-valid'},
    steps={'tls.handshake': 'failed', 'smtp.auth': 'skipped'},
    after=no_login,
)
