# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server turns our address away, as programs do that watch its log: all ports or those of mail,
with silence or a refusal, after wrong passwords or from before."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.helpers import Nginx
from lablib.network import CLIENT4, HOST, SECOND4, SERVER4
from lablib.postfix import Postfix
from lablib.relays import Sshd
from lablib.rules import unsure
from lablib.scenario import Scenario

WRONG = 'Canary0Not1The2Right3One'


def turn_away(what, how):
    """From now on, for the addresses in the set, the client's already in it; its neighbours stay."""
    return lambda lab: lab.network.server.nft(
        'table inet watch { set jail { type ipv4_addr; flags timeout; '
        f'elements = {{ {CLIENT4} timeout 30m }} }}\n'
        'chain way { type filter hook input priority -5;\n'
        f'  ip daddr {SERVER4} ip saddr @jail {what} {how}\n}}\n}}\n')


def after_logins(tries, what, how, port=465):
    def before(lab):
        lab.converse(HOST, port, ['AUTH PLAIN AGFsaWNlAHdyb25n'] * tries)
        turn_away(what, how)(lab)
    return before


def banned(title, before, cause, *more, server=Postfix, port=587, host=HOST, after=unsure, **others):
    return Scenario(title=title, servers=lambda: [server()], before=before, cause=cause,
                    verdict=('problem', 'inconclusive'), after=after, user=ALICE, password=WRONG,
                    args=smtp(*more, port=port, host=host), **others)


SCENARIOS = {
    'neighbour': banned('dropped after four wrong passwords, the neighbour lives',
                        after_logins(4, 'meta l4proto tcp', 'drop'),
                        ('address-banned', 'connection-failed'), '--reference', SECOND4, port=465),
    'all-protocols': banned('everything of ours is dropped, ICMP too, from before we came',
                            turn_away('', 'drop'), ('address-banned', 'connection-failed'),
                            server=Exim),
    'refused': banned('all ports refuse with ICMP after three wrong passwords',
                      after_logins(3, 'meta l4proto tcp', 'reject with icmp port-unreachable'),
                      ('address-banned', 'service-not-running'), server=Exim, port=465),
    'prohibited': banned('all ports refuse with ICMP prohibited, from before we came',
                         turn_away('meta l4proto tcp', 'reject with icmp admin-prohibited'),
                         ('address-banned', 'port-blocked-by-network', 'connection-failed')),
    'mail-ports': banned('the mail ports are dropped, remote logins answer',
                         after_logins(3, 'tcp dport { 25, 465, 587 }', 'drop'),
                         ('address-banned', 'port-blocked-by-network')),
    'other-family': banned('banned over IPv4 alone, where IPv4 is wanted; IPv6 answers',
                           turn_away('meta l4proto tcp', 'drop'),
                           ('address-banned', 'connection-failed'), '--ipv4',
                           host='both.example.net'),
}
SCENARIOS['mail-ports'].servers = lambda: [Postfix(), Sshd(22)]
# The way or the server: nothing that can be asked from here tells the two apart.
SCENARIOS['mail-ports-web'] = banned(
    'the mail ports alone are dropped, the web answers', turn_away('tcp dport { 25, 465, 587 }', 'drop'),
    ('address-banned', 'port-blocked-by-network'), at_most=0.8)
SCENARIOS['mail-ports-web'].servers = lambda: [Postfix(), Sshd(22), Nginx({80: '', 443: 'ssl'})]
SCENARIOS['mail-ports-after'] = banned(
    'the mail ports are refused after wrong passwords, the web answers',
    after_logins(4, 'tcp dport { 25, 465, 587 }', 'reject with tcp reset'),
    ('address-banned', 'service-not-running'), at_most=0.8, server=Exim, port=465)
SCENARIOS['mail-ports-after'].servers = lambda: [Exim(), Nginx({80: '', 443: 'ssl'})]
