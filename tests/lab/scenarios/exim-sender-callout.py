# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim looks whether the sender can be answered',
    servers=lambda: [Exim(rcpt='  require verify = sender/callout=3s')],
    args=smtp('--from', 'mia@example.org', port=25),
    cause=('sender-rejected', 'sender-domain-invalid'),
    verdict='problem',
)
