# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import STRANGER, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='mail for elsewhere without a login',
    servers=lambda: [Postfix()],
    args=smtp(port=25, to=STRANGER),
    cause='relay-denied',
    verdict='problem',
    facts={'smtp.reply.stage': 'rcpt', 'smtp.reply.code': '554'},
    steps={'smtp.mail': 'ok', 'smtp.rcpt': 'failed'},
)
