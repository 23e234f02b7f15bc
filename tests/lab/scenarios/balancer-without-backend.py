# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.helpers import Stunnel
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='TLS in front of a server that is not there',
    servers=lambda: [Stunnel(465, 'connect = 127.0.0.1:10025')],
    args=smtp(port=465),
    user=ALICE,
    cause='closed-before-greeting',
    verdict='problem',
)
