# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim takes no more logins of our address',
    servers=lambda: [Exim(auth='  deny message = 4.7.0 too many failed logins from your address, try again in an hour')],
    args=smtp(port=465),
    user=ALICE,
    cause='auth-too-many-attempts',
    verdict='problem',
)
