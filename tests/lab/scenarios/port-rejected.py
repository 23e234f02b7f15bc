# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firewall on the way that says no, in every way in which it can, and hosts that refuse by themselves."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import SERVER4, SERVER6
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.relays import Haproxy, Sshd
from lablib.scenario import Scenario
from lablib.web import Nginx


def rejected(title, how, port=587, server=Exim, slow=0, cause='port-blocked-by-network', host=SERVER4,
             more=()):
    def before(lab):
        if slow:
            lab.network.slow(slow)
        lab.network.block([port], how)
    return Scenario(title=title, servers=lambda: [server()], before=before, cause=cause, verdict='problem',
                    args=smtp(*more, port=port, host=host), user=ALICE)


def silent_stop(title, servers, port, host='mail.example.net', slow=0):
    return Scenario(title=title, servers=servers, cause='service-not-running', verdict='problem',
                    before=lambda lab: lab.network.slow(slow) if slow else None,
                    args=smtp(port=port, host=host), user=ALICE)


SCENARIOS = {
    'host-prohibited': rejected('ICMP host prohibited for 465', 'reject with icmp host-prohibited', 465),
    'net-unreachable': rejected('ICMP net unreachable for 587 alone',
                                'reject with icmp net-unreachable', server=Postfix),
    'port-unreachable': rejected('a router says port unreachable for 465',
                                 'reject with icmp port-unreachable', 465, slow=120),
    'reset-near': rejected('a router near us resets 587, the line behind it is long',
                           'reject with tcp reset', slow=140),
    'address-ipv6': rejected('ICMPv6 address unreachable for 2525',
                             'reject with icmpv6 addr-unreachable', 2525,
                             lambda: OpenSmtpd(listen={25: '', 2525: ''}), host=SERVER6),
    'prohibited-slow': rejected('ICMP prohibited for 465, on a long line',
                                'reject with icmpx admin-prohibited', 465, Postfix, slow=200,
                                host='mail.example.net'),
    'stopped-465': silent_stop('nothing on 465, only 25 lives', lambda: [OpenSmtpd()], 465),
    'stopped-web': silent_stop('no mail at all, a web server and remote logins live',
                               lambda: [Nginx('server { listen 443 ssl; }', ports=(443,)), Sshd(22)],
                               587, SERVER4),
    'stopped-slow': silent_stop('nothing on 587, the others live on a line of 170 ms',
                                lambda: [Exim(ports=(25, 465))], 587, slow=170),
    'stopped-ipv6': silent_stop('nothing on 2525 over IPv6, a balancer lives on 465',
                                lambda: [Haproxy('listen x\n  bind :::465\n  server a 127.0.0.1:9',
                                                 (465,))], 2525, SERVER6),
}
