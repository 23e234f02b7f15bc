# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: a certificate of somebody else',
    servers=lambda: [Postfix(certificate='wrong-name')],
    before=awake(587),
    args=smtp(),
    user=ALICE,
    cause='certificate-name-mismatch',
    verdict='problem',
    after=kept('manners-certificate'),
    languages=(),
)
