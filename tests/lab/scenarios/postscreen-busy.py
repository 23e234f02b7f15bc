# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='all ports of postscreen are busy',
    servers=lambda: [Postfix(postscreen=True, main={'postscreen_post_queue_limit': '5', 'postscreen_pre_queue_limit': '10', 'postscreen_client_connection_count_limit': '20', 'postscreen_greet_wait': '30s', 'postscreen_cache_map': '', 'postscreen_greet_action': 'enforce'})],
    before=lambda lab: lab.hold(HOST, 25, 10, greeted=False),
    args=smtp(port=25),
    cause='service-unavailable',
    verdict='problem',
)
