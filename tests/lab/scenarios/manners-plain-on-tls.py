# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: STARTTLS on 465',
    servers=lambda: [Postfix()],
    args=smtp('--security', 'starttls', port=465),
    user=ALICE,
    cause='plain-on-tls-port',
    verdict='problem',
    after=kept('manners-plain-on-tls'),
    languages=(),
)
