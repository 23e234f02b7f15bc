# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the disk of the server is full',
    servers=lambda: [Postfix(main={'queue_minfree': '900000000000000'})],
    args=smtp(),
    user=ALICE,
    cause='server-storage-full',
    verdict='problem',
    facts={'smtp.reply.code': '452', 'smtp.reply.stage': 'mail'},
)
