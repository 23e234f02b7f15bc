# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Postfix refuses the message for its subject',
    servers=lambda: [Postfix(main={'header_checks': 'regexp:{{/^Subject:/ REJECT Message looks like spam}}'})],
    args=smtp('--send'),
    user=ALICE,
    cause='spam-detected',
    verdict='problem',
)
