# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a table of Postfix is missing',
    servers=lambda: [Postfix(main={'virtual_mailbox_maps': 'hash:/etc/postfix/none'})],
    args=smtp(),
    user=ALICE,
    cause='server-error',
    verdict='problem',
)
