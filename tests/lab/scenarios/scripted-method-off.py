# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.rules import one_login
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='the login method was switched off',
    servers=lambda: [Scripted({'AUTH': '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'})],
    args=smtp(),
    user=ALICE,
    cause=('auth-method-rejected', 'app-password-required'),
    verdict='problem',
    after=one_login,
)
