# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='postscreen waits six seconds before it greets',
    servers=lambda: [Postfix(postscreen=True, main={'postscreen_greet_wait': '6s', 'postscreen_cache_map': '', 'postscreen_greet_action': 'enforce'})],
    args=smtp(port=25),
    cause='greeting-delayed',
    verdict='ok',
)
