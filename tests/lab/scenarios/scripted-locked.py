# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.rules import one_login
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='the account is locked after too many tries',
    servers=lambda: [Scripted({'AUTH': '535 5.7.0 Error: authentication failed: too many unsuccessful login attempts, account temporarily locked'})],
    args=smtp(),
    user=ALICE,
    cause='auth-too-many-attempts',
    verdict='problem',
    after=one_login,
)
