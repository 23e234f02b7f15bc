# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What postscreen does at once, and what it does to those who speak too early or hold many places."""

from lablib.accounts import smtp
from lablib.helpers import BlockList
from lablib.network import CLIENT4, HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

QUIET = {'postscreen_greet_wait': '2s', 'postscreen_cache_map': ''}


def screen(title, cause, main, *others, before=lambda lab: None, **more):
    return Scenario(title=title, before=before, args=smtp(port=25), cause=cause, verdict='problem',
                    servers=lambda: [*(other() for other in others), Postfix(postscreen=True, main=QUIET | main)],
                    **more)


SCENARIOS = {
    'listed': screen('on a block list, and hung up on', 'ip-blocklisted', {
        'postscreen_dnsbl_sites': 'dnsbl.example.net', 'postscreen_dnsbl_action': 'drop'},
        lambda: BlockList({CLIENT4: '127.0.0.3'})),
    # It says the same words whatever it holds against an address.
    'denied': screen('on a list of its own, told after the tests', (
        'policy-rejected', 'ip-blocklisted', 'ip-bad-reputation', 'host-does-not-accept-mail'), {
        'postscreen_access_list': f'cidr:{{{{{CLIENT4}/32 reject}}}}',
        'postscreen_denylist_action': 'enforce', 'postscreen_blacklist_action': 'enforce'}),
    'two-places': screen('two of ours wait for its greeting already', (
        'smtp-too-many-connections', 'service-unavailable'), {
        'postscreen_client_connection_count_limit': '2', 'postscreen_greet_wait': '60s'},
        before=lambda lab: lab.hold(HOST, 25, 2, greeted=False), facts={'local.connections': '2'}),
}
