# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.network import CLIENT4
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='postscreen has our address on a list of its own',
    servers=lambda: [Postfix(postscreen=True, main={'postscreen_access_list': f'cidr:{{{{{CLIENT4}/32 reject}}}}', 'postscreen_denylist_action': 'drop', 'postscreen_blacklist_action': 'drop', 'postscreen_cache_map': ''})],
    args=smtp(port=25),
    cause=('host-does-not-accept-mail', 'policy-rejected', 'ip-blocklisted', 'ip-bad-reputation'),
    verdict='problem',
)
