# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim takes messages of 200 bytes at most',
    servers=lambda: [Exim(main={'message_size_limit': '200'})],
    args=smtp('--send'),
    user=ALICE,
    cause='message-too-big',
    verdict='problem',
)
