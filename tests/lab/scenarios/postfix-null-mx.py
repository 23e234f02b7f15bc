# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the domain of the recipient takes no mail',
    servers=lambda: [Postfix(main={'smtpd_recipient_restrictions': 'reject_unknown_recipient_domain'})],
    args=smtp(to='mia@nullmx.example.net'),
    user=ALICE,
    cause='host-does-not-accept-mail',
    verdict='problem',
)
