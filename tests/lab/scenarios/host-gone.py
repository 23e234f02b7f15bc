# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody behind the address, while the router in front of it lives."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.postfix import Postfix
from lablib.scenario import Scenario

FOUR, SIX = '44.128.10.', '2a0e:97c0:10::'


def neighbourhood(lab):
    """A second network behind the router, and the machine that lived there is gone."""
    node = lab.network.neighbour('gone', FOUR, SIX)
    node.run(['ip', 'address', 'flush', 'dev', 'eth0'])
    lab.network.publish(f'gone.example.net. A {FOUR}10\ngone6.example.net. AAAA {SIX}10\n')


def slowly(lab):
    lab.network.slow(150)
    neighbourhood(lab)


def gone(title, before, *more, port=465, host='gone.example.net', user=ALICE, cause='host-down'):
    return Scenario(title=title, servers=lambda: [Exim()], before=before, cause=cause, user=user,
                    verdict='problem', args=smtp(*more, port=port, host=host))


SCENARIOS = {
    'name': gone('a name whose host is gone', neighbourhood),
    'slow': gone('a host is gone, at the end of a long line, port 25', slowly, port=25, user=None),
    'ipv6': gone('an IPv6 host is gone', neighbourhood, host='gone6.example.net', port=587),
    'ipv6-slow': gone('an IPv6 host is gone, at the end of a long line', slowly, '--ipv6',
                      host=f'{SIX}10', port=465),
    'literal': gone('an address without a host, without a login', neighbourhood, host=f'{FOUR}10',
                    port=2525, user=None),
    'two-hosts': Scenario(title='one of two addresses has no host, the check goes through',
                          servers=lambda: [Postfix(certificate='small')],
                          before=lambda lab: lab.network.server.run(
                              ['ip', 'address', 'del', '44.128.9.11/32', 'dev', 'eth0']),
                          args=smtp(host='two.example.net', port=465), user=ALICE,
                          cause=('host-down', 'connection-failed', None),
                          verdict=('ok', 'warning')),
    'two-silent': Scenario(title='one of two addresses drops all, the check goes through',
                           servers=lambda: [Exim(certificate='small')],
                           before=lambda lab: lab.network.router.nft(
                               'table ip dead { chain way { type filter hook forward priority 0;\n'
                               '  ip daddr 44.128.9.10 meta l4proto tcp drop\n}\n}\n'),
                           args=smtp(host='two.example.net'), user=ALICE,
                           cause=('host-down', 'connection-failed', 'address-banned', None),
                           verdict=('ok', 'warning')),
    'two-refuse': Scenario(title='one of two addresses refuses, the check goes through',
                           servers=lambda: [Exim(certificate='small')],
                           before=lambda lab: lab.network.server.nft(
                               'table ip dead { chain way { type filter hook input priority 0;\n'
                               '  ip daddr 44.128.9.11 tcp dport 465 reject with tcp reset\n}\n}\n'),
                           args=smtp(host='two.example.net', port=465), user=ALICE,
                           cause=('service-not-running', 'connection-failed', None),
                           verdict=('ok', 'warning')),
}
