# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the port is open, what should speak there ends at once',
    servers=lambda: [Postfix(main={'smtpd_relay_restrictions': '', 'smtpd_recipient_restrictions': 'permit_sasl_authenticated'})],
    args=smtp(port=25),
    cause=('greeting-missing', 'closed-before-greeting'),
    verdict='problem',
    languages=(),
)
