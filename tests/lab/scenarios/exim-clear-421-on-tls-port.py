# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a clear-text 421 on a port that begins with TLS',
    servers=lambda: [Exim(main={'smtp_accept_max': '1'})],
    before=lambda lab: lab.hold(HOST, 25, 1),
    args=smtp(port=465),
    user=ALICE,
    cause=('smtp-too-many-connections', 'service-unavailable'),
    verdict='problem',
    facts={'smtp.reply.code': '421'},
)
