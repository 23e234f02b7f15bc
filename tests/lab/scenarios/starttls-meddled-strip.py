# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='STARTTLS is taken out of the list on the way',
    servers=lambda: [Exim()],
    before=lambda lab: lab.meddle('strip', [587]),
    args=smtp('--security', 'starttls'),
    user=ALICE,
    cause='starttls-stripped',
    verdict='problem',
    after=no_login,
)
