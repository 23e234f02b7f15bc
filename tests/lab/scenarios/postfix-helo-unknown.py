# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the HELO name does not exist',
    servers=lambda: [Postfix(main={'smtpd_helo_restrictions': 'reject_unknown_helo_hostname', 'smtpd_helo_required': 'yes'})],
    args=smtp('--helo', 'pc.nowhere.example.com', port=25),
    cause='bad-helo',
    verdict='problem',
)
