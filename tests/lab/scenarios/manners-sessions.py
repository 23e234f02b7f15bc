# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: three at once',
    servers=lambda: [Postfix()],
    before=awake(587),
    args=smtp('--sessions', '3'),
    user=ALICE,
    cause=None,
    verdict='ok',
    after=kept('manners-sessions'),
    languages=(),
)
