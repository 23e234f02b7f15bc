# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='postscreen bears two connections of one address',
    servers=lambda: [Postfix(postscreen=True, main={'postscreen_client_connection_count_limit': '2', 'postscreen_greet_wait': '20s', 'postscreen_cache_map': ''})],
    before=lambda lab: lab.hold(HOST, 25, 2, greeted=False),
    args=smtp(port=25),
    cause='smtp-too-many-connections',
    verdict='problem',
)
