# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='nothing of ours gets to Postfix any more, it hangs up',
    servers=lambda: [Postfix(main={'smtpd_timeout': '3s', 'smtpd_per_request_deadline': 'no'})],
    before=lambda lab: lab.meddle('hush', [587]),
    args=smtp(),
    user=ALICE,
    cause='idle-timeout',
    verdict='problem',
    facts={'smtp.reply.code': '421'},
)
