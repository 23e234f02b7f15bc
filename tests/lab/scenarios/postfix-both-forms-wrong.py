# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='neither form of the user name is accepted',
    servers=lambda: [Postfix()],
    args=smtp('--try-user-forms'),
    user=ALICE,
    password='Canary0Not1The2Right3One',
    cause='auth-failed',
    verdict='problem',
    facts={'smtp.auth.other_form': 'rejected'},
)
