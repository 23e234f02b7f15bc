# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, NOBODY, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a recipient that does not exist',
    servers=lambda: [Postfix()],
    args=smtp(to=NOBODY),
    user=ALICE,
    cause='no-such-mailbox',
    verdict='problem',
    facts={'smtp.reply.stage': 'rcpt', 'smtp.reply.code': '550', 'smtp.reply.enhanced': '5.1.1',
           'smtp.auth.outcome': 'ok'},
    steps={'smtp.auth': 'ok', 'smtp.mail': 'ok', 'smtp.rcpt': 'failed'},
)
