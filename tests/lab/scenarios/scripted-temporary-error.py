# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='the server answers the recipient with a temporary error and closes',
    servers=lambda: [Scripted({'RCPT': '!421 4.3.0 Temporary Error'})],
    args=smtp(),
    user=ALICE,
    cause=('server-error', 'service-unavailable'),
    verdict='problem',
    facts={'smtp.reply.stage': 'rcpt'},
)
