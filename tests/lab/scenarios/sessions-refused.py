# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Further connections that are turned away: it was their number, or how fast they came."""

from lablib.accounts import ALICE, smtp
from lablib.courier import Courier
from lablib.exim import Exim
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

# A firewall with a memory of an hour, at the server itself.
FAST = ('table inet fast { chain fast { type filter hook input priority 0;\n'
        '  ct state new tcp dport 587 limit rate over 2/hour burst 2 packets reject with tcp reset\n}\n}\n')
# Without a recipient: Courier's accounts cannot be looked up here.
CLEAR = ['check', 'smtp', HOST, '--port', '25', '--security', 'none', '--sessions']


def refused(title, servers, cause, asked, facts, port=587, user=ALICE, args=None, **others):
    return Scenario(title=title, servers=servers, cause=cause,
                    args=[*args, str(asked)] if args else smtp('--sessions', str(asked), port=port),
                    verdict='warning', user=user, facts=facts, **others)


AT_ONCE = 'smtp-too-many-connections'
IN_A_TIME = 'smtp-rate-limited'

SCENARIOS = {
    # Its door-keeper hangs up without a word.
    'courier': refused(
        'Courier bears two of an address and says nothing to the third', lambda: [Courier(door=['-maxperip=2'])],
        AT_ONCE, 3, {'smtp.sessions.accepted': '2', 'smtp.sessions.ended': 'closed', 'smtp.limit.retry': 'works'},
        user=None, args=CLEAR),
    'courier-one': refused(
        'Courier bears one of an address', lambda: [Courier(door=['-maxperip=1'])],
        AT_ONCE, 2, {'smtp.sessions.accepted': '1', 'smtp.sessions.ended': 'closed', 'smtp.limit.retry': 'works'},
        user=None, args=CLEAR),
    'exim': refused(
        'Exim bears two of an address', lambda: [Exim(main={'smtp_accept_max_per_host': '2'})], AT_ONCE, 4,
        {'smtp.sessions.accepted': '2', 'smtp.sessions.ended': 'reply', 'smtp.limit.retry': 'works'}),
    'exim-465': refused(
        'Exim bears two of an address, and says so in clear on 465', lambda: [Exim(main={'smtp_accept_max_per_host': '2'})],
        AT_ONCE, 4, {'smtp.sessions.accepted': '2', 'smtp.limit.retry': 'works'}, port=465),
    'postfix-rate': refused(
        'Postfix bears two a minute', lambda: [Postfix(main={'smtpd_client_connection_rate_limit': '2'})],
        IN_A_TIME, 3, {'smtp.sessions.accepted': '2', 'smtp.sessions.ended': 'reply', 'smtp.limit.retry': 'still'}),
    'firewall-rate': refused(
        'a firewall lets two new ones an hour through and resets the others', lambda: [Postfix()],
        IN_A_TIME, 3, {'smtp.sessions.accepted': '2', 'smtp.sessions.ended': 'unconnected', 'smtp.limit.retry': 'still'},
        before=lambda lab: (lab.visit(HOST, 587, 1), lab.network.server.nft(FAST)), at_most=0.8),
}
