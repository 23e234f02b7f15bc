# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the domain of the sender does not exist',
    servers=lambda: [Postfix(main={'smtpd_sender_restrictions': 'reject_unknown_sender_domain', 'unknown_address_reject_code': '550'})],
    args=smtp('--from', 'mia@nothing.example.com', port=25),
    cause='sender-domain-invalid',
    verdict='problem',
)
