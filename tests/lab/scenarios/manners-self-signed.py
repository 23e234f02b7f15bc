# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: a certificate that vouches for itself',
    servers=lambda: [Postfix(certificate='self-signed')],
    before=awake(587),
    args=smtp(),
    user=ALICE,
    cause='certificate-self-signed',
    verdict='problem',
    facts={'tls.elsewhere': 'same'},
    after=kept('manners-self-signed'),
    languages=(),
)
