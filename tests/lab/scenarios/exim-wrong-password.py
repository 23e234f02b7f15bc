# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import one_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim knows another password',
    servers=lambda: [Exim()],
    args=smtp(port=465),
    user=ALICE,
    password='Canary0Not1The2Right3One',
    cause='auth-failed',
    verdict='problem',
    facts={'smtp.reply.code': '535'},
    after=one_login,
)
