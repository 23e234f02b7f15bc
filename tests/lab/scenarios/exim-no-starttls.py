# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim offers no STARTTLS at all',
    servers=lambda: [Exim(main={'tls_advertise_hosts': ''}, ports=(25, 587))],
    args=smtp(),
    user=ALICE,
    cause='starttls-not-offered',
    verdict='problem',
)
