# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: a check without a login',
    servers=lambda: [Postfix()],
    before=awake(25),
    args=smtp(port=25),
    cause=None,
    verdict='ok',
    after=kept('manners-no-login'),
    languages=(),
)
