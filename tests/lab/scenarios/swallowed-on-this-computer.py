# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a program on this computer swallows the connection',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.meddle('swallow', [587], lab.network.client),
    args=smtp(),
    user=ALICE,
    cause='local-antivirus-intercepts',
    verdict='problem',
)
