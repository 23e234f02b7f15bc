# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a working account at Exim, 465',
    servers=lambda: [Exim()],
    args=smtp(port=465),
    user=ALICE,
    cause=None,
    verdict='ok',
    steps=SMTP_STEPS,
)
