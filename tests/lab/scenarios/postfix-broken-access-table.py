# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the table of clients is missing',
    servers=lambda: [Postfix(main={'smtpd_client_restrictions': 'check_client_access hash:/etc/postfix/none', 'smtpd_delay_reject': 'no'})],
    args=smtp(),
    user=ALICE,
    cause='server-error',
    verdict='problem',
)
