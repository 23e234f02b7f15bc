# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import kept
from lablib.relays import Socat
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: it hangs up without a word',
    servers=lambda: [Socat(587, 'EXEC:/bin/true')],
    args=smtp(),
    user=ALICE,
    cause='closed-before-greeting',
    verdict='problem',
    facts={'greeting.retry': 'still'},
    after=kept('manners-wordless'),
    languages=(),
)
