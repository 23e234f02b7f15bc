# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the spool of Exim has less space than it wants',
    servers=lambda: [Exim(main={'check_spool_space': '900G'})],
    args=smtp(),
    user=ALICE,
    cause='server-storage-full',
    verdict='problem',
    facts={'smtp.reply.code': '452'},
)
