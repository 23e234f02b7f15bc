# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim bears two connections of one address, both are taken',
    servers=lambda: [Exim(main={'smtp_accept_max_per_host': '2'})],
    before=lambda lab: lab.hold(HOST, 587, 2),
    args=smtp(),
    user=ALICE,
    cause='smtp-too-many-connections',
    verdict='problem',
    facts={'smtp.reply.code': '421', 'smtp.limit.retry': 'still'},
    steps={'smtp.greeting': 'failed'},
)
