# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: it bears two at once, three are asked for',
    servers=lambda: [Postfix(main={'smtpd_client_connection_count_limit': '2'})],
    before=awake(587),
    args=smtp('--sessions', '3'),
    user=ALICE,
    cause='smtp-too-many-connections',
    verdict='warning',
    facts={'smtp.sessions.accepted': '2', 'smtp.sessions.ended': 'reply', 'smtp.limit.retry': 'works'},
    after=kept('manners-sessions-refused'),
    languages=(),
)
