# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, BOB, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the account may not send as somebody else',
    servers=lambda: [Postfix(main={'smtpd_sender_restrictions': 'reject_sender_login_mismatch', 'smtpd_sender_login_maps': 'inline:{bob@example.net=bob@example.net}'})],
    args=smtp('--from', BOB),
    user=ALICE,
    cause='send-as-denied',
    verdict='problem',
    facts={'smtp.reply.code': '553'},
)
