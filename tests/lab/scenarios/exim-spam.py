# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim takes the message for spam',
    servers=lambda: [Exim(acls={'data': '  deny message = this message scored 12.4 points and looks like spam'})],
    args=smtp('--send'),
    user=ALICE,
    cause='spam-detected',
    verdict='problem',
    facts={'smtp.reply.stage': 'body'},
)
