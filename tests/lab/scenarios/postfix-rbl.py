# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.helpers import BlockList
from lablib.network import CLIENT4
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix asks a block list',
    servers=lambda: [BlockList({CLIENT4: '127.0.0.2'}), Postfix(main={'smtpd_client_restrictions': 'reject_rbl_client dnsbl.example.net'})],
    args=smtp(port=25),
    cause='ip-blocklisted',
    verdict='problem',
)
