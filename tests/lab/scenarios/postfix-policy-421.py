# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.network import CLIENT4
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='an access map turns us away with words and a link',
    servers=lambda: [Postfix(main={'smtpd_client_restrictions': f'check_client_access inline:{{{{{CLIENT4}=421 4.7.0 Unusual volume of complaints about this network, see https://postmaster.example.net/why}}}}', 'smtpd_delay_reject': 'no'})],
    args=smtp(),
    user=ALICE,
    cause='ip-bad-reputation',
    verdict='problem',
    facts={'smtp.reply.code': '421'},
)
