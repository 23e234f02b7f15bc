# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='another server answers on port 587, whatever the target',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.impostor([587]),
    args=smtp(),
    user=ALICE,
    cause='network-redirects-smtp',
    verdict='problem',
    after=no_login,
)
