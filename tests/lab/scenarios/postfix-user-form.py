# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the server wants the part before the @ alone',
    servers=lambda: [Postfix(users={'alice': 'Fixed0Canary9Form'})],
    args=smtp('--try-user-forms'),
    user=ALICE,
    password='Fixed0Canary9Form',
    cause='username-form-wrong',
    verdict='problem',
    facts={'smtp.auth.other_form': 'accepted'},
)
