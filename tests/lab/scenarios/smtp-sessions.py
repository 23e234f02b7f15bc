# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

# --sessions opens more than the server bears: our own connections are the many.
SCENARIO = Scenario(
    title='the server bears two connections, three are asked for',
    servers=lambda: [Postfix(main={'smtpd_client_connection_count_limit': '2'})],
    args=smtp('--sessions', '3'),
    user=ALICE,
    cause='smtp-too-many-connections',
    verdict='warning',
    facts={'smtp.sessions.asked': '3', 'smtp.sessions.accepted': '2'},
    steps={'smtp.auth': 'ok', 'smtp.rcpt': 'ok'},
)
