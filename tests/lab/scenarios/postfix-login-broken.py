# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the server breaks off when it looks for its login methods',
    servers=lambda: [Postfix(mechanisms='anonymous')],
    args=smtp(),
    user=ALICE,
    cause=('connection-lost', 'server-error'),
    verdict='problem',
    after=no_login,
)
