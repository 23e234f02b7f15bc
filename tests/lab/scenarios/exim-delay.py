# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim greets after six seconds',
    servers=lambda: [Exim(acls={'connect': '  accept delay = 6s'})],
    args=smtp(),
    user=ALICE,
    cause='greeting-delayed',
    verdict='ok',
)
