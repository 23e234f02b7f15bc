# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.helpers import Postgrey
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='postgrey puts off the first contact',
    servers=lambda: [Postgrey(60), Postfix(main={'smtpd_recipient_restrictions': Postgrey.POLICY})],
    args=smtp(port=25),
    cause='smtp-greylisted',
    verdict='problem',
    facts={'smtp.reply.code': '450'},
)
