# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that greet late on purpose."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.postfix import Postfix
from lablib.relays import Haproxy
from lablib.scenario import Scenario


def late(title, servers, port, *more, slow=0, user=ALICE):
    return Scenario(title=title, servers=servers, args=smtp(*more, port=port), user=user,
                    before=lambda lab: lab.network.slow(slow) if slow else None,
                    cause='greeting-delayed', verdict=('ok', 'warning'), languages=())


EXIM = {'connect': '  warn delay = 11s'}
SLEEP = {'smtpd_delay_reject': 'no', 'smtpd_client_restrictions': 'sleep 8'}
SCENARIOS = {
    'exim-465': late('Exim waits eleven seconds, after the handshake', lambda: [Exim(acls=EXIM)], 465),
    'exim-587-slow': late('Exim waits eleven seconds, on a long line', lambda: [Exim(acls=EXIM)], 587,
                          slow=150),
    'postfix-sleep': late('Postfix sleeps eight seconds before it greets on 587',
                          lambda: [Postfix(ports={587: Postfix.PORTS[587] | SLEEP, 25: {}})], 587),
    'balancer': late('a balancer looks at what comes for seven seconds', lambda: [
        Postfix(ports={10025: {}}), Haproxy(
            'listen x\n  bind :::25 v4v6\n  tcp-request inspect-delay 7s\n'
            '  tcp-request content accept if { req.len gt 500 } || WAIT_END\n  server a 127.0.0.1:10025',
            (25,))], 25, user=None),
}
