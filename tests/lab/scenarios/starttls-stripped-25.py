# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='STARTTLS is taken out on port 25, 587 shows it',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.meddle('strip', [25]),
    args=smtp('--security', 'starttls', port=25),
    cause='starttls-stripped',
    verdict='problem',
)
