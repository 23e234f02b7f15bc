# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='an inspection box writes stars over the greeting',
    servers=lambda: [Exim()],
    before=lambda lab: lab.meddle('star', [587]),
    args=smtp('--security', 'starttls'),
    user=ALICE,
    cause='starttls-stripped',
    verdict='problem',
    after=no_login,
)
