# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: the server says 421',
    servers=lambda: [Postfix(main={'smtpd_client_restrictions': 'check_client_access static:{421 4.7.0 Too many connections}', 'smtpd_delay_reject': 'no'})],
    before=awake(587),
    args=smtp(),
    user=ALICE,
    cause=('smtp-too-many-connections', 'smtp-rate-limited'),
    verdict='problem',
    after=kept('manners-busy'),
    languages=(),
)
