# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.helpers import BlockList
from lablib.network import CLIENT4
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='postscreen asks a block list',
    servers=lambda: [BlockList({CLIENT4: '127.0.0.3'}), Postfix(postscreen=True, main={'postscreen_greet_wait': '2s', 'postscreen_cache_map': '', 'postscreen_dnsbl_sites': 'dnsbl.example.net', 'postscreen_dnsbl_action': 'enforce'})],
    args=smtp(port=25),
    cause='ip-blocklisted',
    verdict='problem',
)
