# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import BOB, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the mailbox of the recipient is full',
    servers=lambda: [Postfix(main={'smtpd_recipient_restrictions': f'check_recipient_access inline:{{{{{BOB}=452 4.2.2 Mailbox full}}}}'})],
    args=smtp(port=25),
    cause='mailbox-full',
    verdict='problem',
)
