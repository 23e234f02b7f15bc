# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='our address has no name, said at once',
    servers=lambda: [Postfix(main={'smtpd_client_restrictions': 'reject_unknown_client_hostname', 'smtpd_delay_reject': 'no', 'unknown_client_reject_code': '550'})],
    args=smtp(port=25),
    cause='reverse-dns-missing',
    verdict='problem',
)
