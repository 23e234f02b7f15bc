# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.rules import one_login
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='an app password is wanted',
    servers=lambda: [Scripted({'AUTH': '534 5.7.9 Application-specific password required.'}, ports=(465,))],
    args=smtp(port=465),
    user=ALICE,
    cause='app-password-required',
    verdict='problem',
    after=one_login,
)
