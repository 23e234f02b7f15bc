# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the best way is found, but the password is wrong: one login, no more',
    servers=lambda: [Postfix()],
    args=['survey', 'smtp', HOST],
    user=ALICE,
    password='CanaryNotThisOne',
    cause='auth-failed',
    verdict='problem',
    facts={'smtp.auth.outcome': 'rejected', 'survey.recommended.port': '465'},
    steps={'smtp.auth': 'failed'},
)
