# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.helpers import Postgrey
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the same triplet is tried too early',
    servers=lambda: [Postgrey(60), Postfix(main={'smtpd_recipient_restrictions': Postgrey.POLICY})],
    args=smtp('--retry-greylist', '1', port=25),
    cause='smtp-greylisted',
    verdict='problem',
    facts={'smtp.greylist.retried': 'still'},
    languages=(),
)
