# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, BOB, SMTP_STEPS
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='no port and no encryption named: 587 with STARTTLS',
    servers=lambda: [Postfix()],
    args=['check', 'smtp', HOST, '--to', BOB],
    user=ALICE,
    cause=None,
    verdict='ok',
    facts={'tcp.port': '587', 'tls.mode': 'starttls'},
    steps=SMTP_STEPS,
)
