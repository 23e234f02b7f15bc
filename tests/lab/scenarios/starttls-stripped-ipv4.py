# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='STARTTLS is taken out over IPv4, IPv6 shows it',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.meddle('strip', [587]),
    args=smtp('--security', 'starttls', host='both.example.net'),
    user=ALICE,
    cause='starttls-stripped',
    verdict='problem',
)
