# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import SERVER4
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim bears two connections in all, others have taken both',
    servers=lambda: [Exim(main={'smtp_accept_max': '2'})],
    before=lambda lab: lab.hold(SERVER4, 587, 2, lab.network.neighbour("other", "44.128.12.", "2a0e:97c0:12::")),
    args=smtp(),
    user=ALICE,
    cause=('service-unavailable', 'smtp-too-many-connections'),
    verdict='problem',
    at_most=0.8,
    facts={'smtp.reply.code': '421'},
)
