# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='no host behind the address',
    args=smtp(host='44.128.9.77'),
    user=ALICE,
    cause='host-down',
    verdict='problem',
    facts={'tcp.state': 'unreachable', 'tcp.errno': 'EHOSTUNREACH'},
    steps={'tcp.connect': 'failed'},
)
