# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the HELO name has no dot',
    servers=lambda: [Postfix(main={'smtpd_helo_restrictions': 'reject_non_fqdn_helo_hostname', 'smtpd_delay_reject': 'no'})],
    args=smtp('--helo', 'laptop', port=25),
    cause='bad-helo',
    verdict='problem',
)
