# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.node import LabError, wait_for
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def exactly_one(lab, _report):
    try:
        wait_for(lambda: len(lab.servers[0].delivered()) == 1, 'the message')
    except LabError:
        return [f'{len(lab.servers[0].delivered())} messages were delivered, not one']
    return []


SCENARIO = Scenario(
    title='--send delivers one message, and one only',
    servers=lambda: [Postfix()],
    args=smtp('--send'),
    user=ALICE,
    cause=None,
    verdict='ok',
    facts={'smtp.sent': 'yes', 'smtp.message.outcome': 'ok'},
    steps=SMTP_STEPS,
    after=exactly_one,
)
