# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network of this computer changes while a test is under way: as soon as the server has seen the connection,
and before it says a word (it takes three seconds for that)."""

import threading
import time

from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.exim import Exim
from lablib.network import CLIENT4, HOST, ROUTER4
from lablib.scenario import Scenario

NEW4 = CLIENT4[:CLIENT4.rindex('.') + 1] + '7'
ADDRESS = f'ip address del {CLIENT4}/24 dev eth0'
ROUTE = f'ip route replace default via {ROUTER4}'


def when_connected(lab, commands, port):
    """Watches what the server counts; the number is taken before the program runs. Each time anew: a scenario
    is played in several languages."""
    def watch():
        seen = lab.network.connections()[port]
        while lab.network.nodes:
            try:
                now = lab.network.connections()[port]
                if now > seen:
                    lab.network.client.run(['sh', '-c', commands])
                    return
            except Exception:  # the lab is being closed
                return
            time.sleep(0.05)
    threading.Thread(target=watch, daemon=True).start()


def soon(lab, report):
    spent = report['elapsed_ms'] / 1000
    return [] if spent < 45 else [f'it took {spent} s']


def changes(title, commands, port=587, changed=('address', 'address link', 'link', 'link route',
                                                'address route', 'address link route', 'route'),
            cause='test-disturbed', verdict='inconclusive', args=None, **more):
    return Scenario(title=f'the network changes under the test: {title}',
                    servers=lambda: [Exim(acls={'connect': '  accept delay = 3s'})],
                    before=lambda lab: when_connected(lab, commands, port),
                    args=args or smtp('--timeout', '12', port=port), user=ALICE, cause=cause, verdict=verdict,
                    at_most=0.5, facts={'local.network_changed': changed}, after=soon, languages=(), **more)


SCENARIOS = {
    'address': changes('the address is taken away', ADDRESS),
    'link': changes('the link goes down', 'ip link set eth0 down', 465),
    'route': changes('the way out is taken away', 'ip route del default'),
    'other': changes('another address in place of the old one',
                     f'ip address add {NEW4}/24 dev eth0; {ADDRESS}; {ROUTE} src {NEW4}'),
    'survey': changes('every port is looked at', ADDRESS, args=['survey', 'smtp', HOST, '--timeout', '12']),
    # The address comes back before anybody gives up, and with it what the server said.
    'back': changes('and back again', f'{ADDRESS}; sleep 1; ip address add {CLIENT4}/24 dev eth0; {ROUTE}',
                    changed=('address', 'address route'), cause=None, verdict='ok', steps=SMTP_STEPS),
}
