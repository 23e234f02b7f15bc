# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim counts connections by the minute',
    servers=lambda: [Exim(acls={'connect': '  defer ratelimit = 2 / 10m / per_conn / strict\n        message = too many connections from your address in a short time'})],
    before=lambda lab: lab.visit(HOST, 587, 3),
    args=smtp(),
    user=ALICE,
    cause='smtp-rate-limited',
    verdict='problem',
)
