# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='nothing of ours gets to Exim any more, it hangs up',
    servers=lambda: [Exim(main={'smtp_receive_timeout': '3s'})],
    before=lambda lab: lab.meddle('hush', [587]),
    args=smtp(),
    user=ALICE,
    cause=('idle-timeout', 'connection-lost'),
    verdict='problem',
)
