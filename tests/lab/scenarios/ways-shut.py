# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways out that are shut by routes and rules of routing: on purpose, by a VPN, or as ordinary networks have them."""

from lablib.accounts import ALICE, ftp, smtp
from lablib.network import NAMES4, ROUTER4, SERVER4
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

NO_SIX = 'ip -6 route flush default'
NAMES = f'ip route add {NAMES4} via {ROUTER4}'


def shut(title, *commands, cause='vpn-kill-switch', verdict='problem', server=Postfix, args=None, **more):
    def before(lab):
        for command in commands:
            lab.network.client.run(['sh', '-c', command])
    return Scenario(title=title, servers=lambda: [server()], before=before, args=args or smtp(), cause=cause,
                    verdict=verdict, **({'user': ALICE} | more))


MARK = ('ip route add unreachable default table 51820', 'ip rule add not fwmark 0xca6c table 51820',
        'ip rule add table main suppress_prefixlength 0')
RULE = 'ip rule add not fwmark 0x14d unreachable priority 1000'
BY_ADDRESS = {'args': smtp(host=SERVER4)}

SCENARIOS = {
    'mark': shut('a table for all without the mark of the VPN, no IPv6, a server by its address', *MARK, NO_SIX,
                 **BY_ADDRESS),
    'mark-six': shut('the same beside an IPv6 that works, names are answered', *MARK, NAMES, args=smtp(port=465)),
    'mark-names': shut('the same, and the name servers lie behind it', *MARK, NO_SIX),
    'mark-files': shut('the same before a file server', *MARK, NAMES, NO_SIX, server=Vsftpd, args=ftp(), user='carol'),
    'rule': shut('a rule of routing that says unreachable to all without a mark', RULE, NO_SIX, **BY_ADDRESS),
    'rule-six': shut('the same beside an IPv6 that works', 'ip rule add to 44.128.9.53 lookup main priority 900', RULE),
    'rule-names': shut('the same, no IPv6, and the name servers lie behind it', RULE, NO_SIX),
    'above': shut('an unreachable default route above the one of the network', 'ip route del default',
                  f'ip route add default via {ROUTER4} metric 600', 'ip route add unreachable default metric 5', NO_SIX,
                  **BY_ADDRESS),
    'above-six': shut('the same beside an IPv6 that works', 'ip route del default',
                      f'ip route add default via {ROUTER4} metric 600', 'ip route add unreachable default metric 5',
                      NAMES, args=smtp(port=465)),
    'halves-six': shut('two unreachable halves beside an IPv6 that works', 'ip route add unreachable 0.0.0.0/1',
                       'ip route add unreachable 128.0.0.0/1', NAMES),
    'halves': shut('two unreachable halves, no IPv6', 'ip route add unreachable 0.0.0.0/1',
                   'ip route add unreachable 128.0.0.0/1', NO_SIX, **BY_ADDRESS),
    # Alike, and nothing is proven.
    'last-resort': shut('the network is gone, and a route of last resort says unreachable', 'ip route del default',
                        'ip route add unreachable default metric 4278198272', NO_SIX,
                        cause=('vpn-kill-switch', 'offline'), at_most=0.8, **BY_ADDRESS),
    'one-net': shut('the network of the server alone is shut out', 'ip route add unreachable 44.128.9.0/28',
                    cause=('vpn-kill-switch', 'connection-failed', 'port-blocked-by-network'), at_most=0.8),
    'second-uplink': shut('no way out but for what is marked for a second line', 'ip route del default',
                          f'ip route add default via {ROUTER4} table 200', 'ip rule add fwmark 0x2 table 200', NO_SIX,
                          cause='offline', **BY_ADDRESS),
    'leftover': shut('what a VPN left behind says unreachable, but an earlier table has a way',
                     'ip route add unreachable default table 51820', 'ip rule add not fwmark 0xca6c table 51820',
                     f'ip route add 0.0.0.0/1 via {ROUTER4}', f'ip route add 128.0.0.0/1 via {ROUTER4}',
                     'ip rule add table main suppress_prefixlength 0', cause=None, verdict='ok'),
}
