# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the message is larger than Postfix takes',
    servers=lambda: [Postfix(main={'message_size_limit': '150'})],
    args=smtp('--send'),
    user=ALICE,
    cause='message-too-big',
    verdict='problem',
)
