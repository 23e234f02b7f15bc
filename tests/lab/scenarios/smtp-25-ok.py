# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='port 25 without a login, for a recipient of the server itself',
    servers=lambda: [Postfix()],
    args=smtp(port=25),
    cause=None,
    verdict='ok',
    facts={'tls.verify': 'ok', 'smtp.auth.outcome': 'not-tested', 'smtp.rcpt.outcome': 'ok'},
    steps={'smtp.rcpt': 'ok'},
)
