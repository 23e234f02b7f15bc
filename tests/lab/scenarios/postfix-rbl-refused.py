# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.helpers import BlockList
from lablib.network import CLIENT4
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the block list refuses the question, Postfix takes that for a yes',
    servers=lambda: [BlockList({CLIENT4: '127.255.255.254'}, text='Error: open resolver; see https://lists.example.net/refused/$'), Postfix(main={'smtpd_client_restrictions': 'reject_rbl_client dnsbl.example.net'})],
    args=smtp(port=25),
    cause=('server-error', 'ip-blocklisted'),
    verdict='problem',
)
