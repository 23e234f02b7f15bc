# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The address under which this computer goes out, by the word of the server that is visited, which may
be wrong or a lie: nothing is asked about what cannot be."""

from lablib.domains import HARBOUR, LIST, domain
from lablib.exim import Exim
from lablib.network import GATE4, SERVER4, SERVER6
from lablib.scripted import Scripted

SIX = {'a': f'post.{HARBOUR}. AAAA {SERVER6}', 'spf': f'{HARBOUR}. TXT "v=spf1 ip6:{SERVER6} -all"'}
FOREIGN = '44.77.3.2'  # somebody else's
LISTED = f'2.0.0.127.{LIST}. A 127.0.0.2\n2.3.77.44.{LIST}. A 127.0.0.2'


def seen(title, server, facts, hidden=True, **more):
    """Nobody names the sending address."""
    return domain(title, more.pop('cause', None), more.pop('verdict', ('ok', 'warning')),
                  {'domain.mx.reach': 'open'} | facts, sender=None, servers=lambda: [server()],
                  before=(lambda lab: lab.network.masquerade()) if hidden else None, **more)


def says(hello='', greeting=''):
    words = {'EHLO': f'250-post.{HARBOUR} {hello}\r\n250 8BITMIME'}
    if greeting:
        words['greeting'] = f'220 post.{HARBOUR} {greeting}'
    return lambda: Scripted(words, ports=(25,))


def taken(title, server, address, **more):
    return seen(title, server, {'domain.own_address': address, 'domain.sender.address': address,
                                'domain.sender.source': 'exchanger', 'domain.own_address.doubt': None}
                | more.pop('facts', {}), **more)


def doubted(title, server, claimed, doubt, **more):
    return seen(title, server, {'domain.own_address': None, 'domain.sender.address': None,
                                'domain.own_address.claimed': claimed, 'domain.own_address.doubt': doubt,
                                'domain.dnsbl.0.state': 'not-asked', 'domain.ptr.outcome': None}, **more)


SCENARIOS = {
    'exim': taken('Exim greets the router behind which this computer is hidden', Exim, GATE4),
    'greeting': taken('the greeting alone tells it', says(greeting=f'ESMTP, hello [{GATE4}]'), GATE4),
    'before-greeting': taken('what follows EHLO counts before the greeting',
                             says(f'Hello [{GATE4}]', f'ESMTP for [{FOREIGN}]'), GATE4),
    'foreign': taken('somebody else’s address: from behind a router nobody can tell', says(f'Hello [{FOREIGN}]'),
                     FOREIGN, cause='ip-blocklisted', verdict='warning', list=LISTED, at_most=0.8,
                     facts={'domain.dnsbl.0.state': 'listed'}),
    'own': doubted('the server gives its own address', says(f'Hello [{SERVER4}]'), SERVER4, 'server', list=LISTED),
    'family': doubted('an IPv6 address, where the connection has none', says('Hello [IPv6:2a0e:97c0:5::5]'),
                      '2a0e:97c0:5::5', 'family'),
    'elsewhere': doubted('this computer has a public address, and it is another one',
                         says('Hello [IPv6:2a0e:97c0:5::5]'), '2a0e:97c0:5::5', 'elsewhere', hidden=False, **SIX),
    'six': taken('a public address of this computer’s own', says('Hello [IPv6:2a0e:97c0:77::2]'), '2a0e:97c0:77::2',
                 hidden=False, **SIX),
    'private': seen('a private address tells nothing', says('Hello [10.1.2.3]'), {
        'domain.own_address': None, 'domain.own_address.claimed': None, 'domain.sender.address': None,
        'domain.dnsbl.0.state': 'not-asked'}),
}
