# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.helpers import Postgrey
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: put off and tried again',
    servers=lambda: [Postgrey(2), Postfix(main={'smtpd_recipient_restrictions': Postgrey.POLICY})],
    before=awake(25),
    args=smtp('--retry-greylist', '3', port=25),
    cause='smtp-greylisted',
    verdict='warning',
    after=kept('manners-greylist'),
    languages=(),
)
