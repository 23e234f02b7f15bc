# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a check without signing in says that the login was not tested',
    servers=lambda: [Postfix()],
    args=smtp(),
    cause=None,
    verdict='ok',
    facts={'smtp.auth.outcome': 'not-tested', 'tls.verify': 'ok'},
    steps={'smtp.auth': 'skipped', 'smtp.rcpt': 'ok'},
)
