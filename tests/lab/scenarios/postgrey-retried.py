# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.helpers import Postgrey
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='postgrey lets the same triplet pass after three seconds',
    servers=lambda: [Postgrey(3), Postfix(main={'smtpd_recipient_restrictions': Postgrey.POLICY})],
    args=smtp('--retry-greylist', '4', port=25),
    cause='smtp-greylisted',
    verdict='warning',
    facts={'smtp.greylist.retried': 'passed'},
    languages=(),
)
