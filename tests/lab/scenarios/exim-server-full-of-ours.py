# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim bears two connections in all, both are taken by us',
    servers=lambda: [Exim(main={'smtp_accept_max': '2'})],
    before=lambda lab: lab.hold(HOST, 587, 2),
    args=smtp(),
    user=ALICE,
    cause=('smtp-too-many-connections', 'service-unavailable'),
    verdict='problem',
    at_most=0.8,
    facts={'smtp.reply.code': '421'},
)
