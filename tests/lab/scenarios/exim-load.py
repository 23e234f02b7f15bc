# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim takes nothing while the load is high',
    servers=lambda: [Exim(main={'smtp_load_reserve': '5'}, load='42.00')],
    args=smtp(),
    user=ALICE,
    cause='service-unavailable',
    verdict='problem',
    facts={'smtp.reply.code': '421'},
)
