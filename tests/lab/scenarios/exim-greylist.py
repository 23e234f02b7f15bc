# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim defers the first mail of a triplet',
    servers=lambda: [Exim(rcpt='  defer message = greylisted, please try again in five minutes')],
    args=smtp(port=25),
    cause='smtp-greylisted',
    verdict='problem',
    facts={'smtp.reply.code': '451'},
)
