# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: a message is sent',
    servers=lambda: [Postfix()],
    before=awake(587),
    args=smtp('--send'),
    user=ALICE,
    cause=None,
    verdict='ok',
    after=kept('manners-send'),
    languages=(),
)
