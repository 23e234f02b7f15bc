# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import unsure
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the connection is accepted and closed without a word',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.meddle('close', [587]),
    args=smtp(),
    user=ALICE,
    cause=('network-redirects-smtp', 'closed-before-greeting'),
    verdict='problem',
    after=unsure,
)
