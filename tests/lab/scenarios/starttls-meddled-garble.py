# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='STARTTLS is written over on the way',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.meddle('garble', [587]),
    args=smtp('--security', 'starttls'),
    user=ALICE,
    cause='starttls-stripped',
    verdict='problem',
    after=no_login,
)
