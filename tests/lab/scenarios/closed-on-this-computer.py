# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a program on this computer takes the connection and closes it',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.meddle('close', [465], lab.network.client),
    args=smtp(port=465),
    user=ALICE,
    cause='local-antivirus-intercepts',
    verdict='problem',
)
