# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the server wants the whole address',
    servers=lambda: [Postfix(users={'alice@example.net': 'Fixed0Canary9Form'})],
    args=smtp('--try-user-forms'),
    user='alice',
    password='Fixed0Canary9Form',
    cause='username-form-wrong',
    verdict='problem',
    facts={'smtp.auth.other_form': 'accepted'},
)
