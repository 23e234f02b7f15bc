# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='the server says that it is going down',
    servers=lambda: [Scripted({'greeting': '!421 4.3.2 mail.example.net Server shutting down'})],
    args=smtp(),
    user=ALICE,
    cause='service-unavailable',
    verdict='problem',
)
