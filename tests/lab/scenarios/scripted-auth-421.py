# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='the server hangs up at the login',
    servers=lambda: [Scripted({'AUTH': '!421 4.7.0 Too many login attempts, goodbye'})],
    args=smtp(),
    user=ALICE,
    cause='auth-too-many-attempts',
    verdict='problem',
)
