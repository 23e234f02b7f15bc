# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import STRANGER, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim forwards nothing without a login',
    servers=lambda: [Exim()],
    args=smtp(port=25, to=STRANGER),
    cause='relay-denied',
    verdict='problem',
)
