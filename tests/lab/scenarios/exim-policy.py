# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim holds back an address of bad reputation',
    servers=lambda: [Exim(acls={'connect': '  defer message = 4.7.0 Poor reputation of your address, see https://postmaster.example.net/help'})],
    args=smtp(),
    user=ALICE,
    cause='ip-bad-reputation',
    verdict='problem',
)
