# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.helpers import Stunnel
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='TLS 1.0 at most in front of the server',
    servers=lambda: [Postfix(ports={25: {}}), Stunnel(465, 'connect = 127.0.0.1:25\nsslVersion = TLSv1\nciphers = ALL:@SECLEVEL=0')],
    args=smtp(port=465),
    user=ALICE,
    cause='tls-version-unsupported',
    verdict='problem',
    after=no_login,
)
