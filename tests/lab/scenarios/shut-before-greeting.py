# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that are taken and closed, or reset, before anything was said."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import SERVER6
from lablib.postfix import Postfix
from lablib.relays import Haproxy, Inetd, NginxProxy
from lablib.scenario import Scenario


def reset_accepted(port):
    """The server takes the connection and resets it with the first thing that follows."""
    return lambda lab: lab.network.server.nft(
        'table inet cut { chain way { type filter hook input priority 0;\n'
        f'  tcp dport {port} ct state established reject with tcp reset\n}}\n}}\n')


def shut(title, servers, port, *more, slow=0, user=ALICE, before=None, host='mail.example.net'):
    def prepare(lab):
        if slow:
            lab.network.slow(slow)
        if before:
            before(lab)
    return Scenario(title=title, servers=servers, before=prepare, args=smtp(*more, port=port, host=host),
                    user=user, cause='closed-before-greeting', verdict='problem')


def empty(port, *others, tls=''):
    return lambda: [Haproxy(f'listen x\n  bind :::{port} v4v6 {tls}\n  server a 127.0.0.1:9 check\n',
                            (port,)), *(other() for other in others)]


SCENARIOS = {
    'balancer-25': shut('a balancer without anything behind it on 25', empty(25), 25, user=None),
    'balancer-587': shut('a balancer without anything behind it on 587, Exim on 465',
                         empty(587, lambda: Exim(ports=(25, 465))), 587),
    'balancer-465': shut('a balancer passes TLS on to nobody, on 465', empty(465), 465),
    'balancer-465-tls': shut('a balancer ends TLS and has nobody behind it, on 465',
                             empty(465, tls='ssl crt /run/lab/both.pem'), 465),
    'wrappers-25': shut('tcpd turns our address away on 25', lambda: [Inetd(25, 587)], 25, user=None),
    'wrappers-587': shut('tcpd turns our address away on 587, on a long line', lambda: [Inetd(587)], 587,
                         slow=160),
    'wrappers-465': shut('tcpd turns our address away on 465, over IPv6', lambda: [Inetd(465)], 465,
                         '--ipv6', host=SERVER6),
    'reset-587': shut('the server resets what it has taken on 587', lambda: [Postfix()], 587,
                      before=reset_accepted(587)),
    'reset-465': shut('the server resets what it has taken on 465, on a long line', lambda: [Exim()], 465,
                      before=reset_accepted(465), slow=130),
    'stream': shut('nginx passes 587 on to a port that is dead', lambda: [
        NginxProxy('stream { server { listen 587; listen [::]:587; proxy_pass 127.0.0.1:9; } }', (587,)),
        Exim(ports=(25, 465))], 587),
}
