# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: TLS at once on 587',
    servers=lambda: [Postfix()],
    before=awake(587),
    args=smtp('--security', 'tls'),
    user=ALICE,
    cause='tls-on-plain-port',
    verdict='problem',
    after=kept('manners-tls-on-plain'),
    languages=(),
)
