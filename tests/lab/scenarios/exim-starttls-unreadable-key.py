# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim cannot read its key',
    servers=lambda: [Exim(main={'tls_privatekey': '/etc/lab/nothing.key'})],
    args=smtp(),
    user=ALICE,
    cause='starttls-unavailable',
    verdict='problem',
)
