# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='nothing listens on 587, the other mail ports answer',
    servers=lambda: [Exim(ports=(25, 465))],
    args=smtp(),
    user=ALICE,
    cause='service-not-running',
    verdict='problem',
    facts={'tcp.state': 'refused'},
)
