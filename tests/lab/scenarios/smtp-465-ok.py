# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a working account on 465 with TLS from the start',
    servers=lambda: [Postfix()],
    args=smtp(port=465),
    user=ALICE,
    cause=None,
    verdict='ok',
    facts={'tls.verify': 'ok', 'tls.mode': 'implicit', 'smtp.auth.outcome': 'ok'},
    steps=SMTP_STEPS,
)
