# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to the server that are narrow, closed or somebody else's, in other places than usual."""

import json
import pathlib
import subprocess

from lablib import scripted
from lablib.accounts import ALICE, BOB, smtp
from lablib.exim import Exim
from lablib.helpers import Nginx
from lablib.network import CLIENT4, HOST, SECOND4, SERVER4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.submission import Submission

WEB = {80: '', 443: 'ssl'}


def way(title, cause, before, *more, servers=lambda: [Postfix()], port=587, host=HOST, user=ALICE, verdict='problem',
        **others):
    return Scenario(title=title, servers=servers, before=before, args=smtp(*more, port=port, to=BOB, host=host),
                    cause=cause, verdict=verdict, user=user, **others)


def on(node, chain, hook):
    """A chain of filter rules on one of the machines."""
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet met {{ chain met {{ type filter hook {hook} priority 0; {chain}\n}}\n}}\n')


def gate(greeting):
    """Whoever goes to 25 of any host gets this greeting from the router."""
    def before(lab):
        certificate = str(lab.tools.authority.directory / 'wrong-name')
        lab.start(lab.network.router, pathlib.Path(scripted.__file__), '4026', f'{certificate}.pem', f'{certificate}.key',
                  json.dumps({'greeting': greeting}), stderr=subprocess.DEVNULL)
        lab.network.router.nft('table inet gate { chain gate { type nat hook prerouting priority -100;\n'
                               '  iifname "clie" tcp dport 25 redirect to :4026\n}\n}\n')
    return before


def counted(lab):
    """The server drops who has come too often in a minute; we have."""
    lab.network.server.nft('table inet often { set often { type ipv4_addr; flags dynamic, timeout; timeout 2m; }\n'
                           'chain often { type filter hook input priority -5;\n'
                           f'  ip saddr {CLIENT4} tcp dport {{ 25, 465, 587 }} ct state new '
                           'add @often { ip saddr limit rate over 3/minute burst 3 packets } drop\n}\n}\n')
    for _ in range(3):
        lab.visit(SERVER4, 587, 1)


ALLOW = ('policy drop; oif lo accept; ct state established accept; meta l4proto { 1, 58 } accept; '
         'udp dport 53 accept; tcp dport { 53, 80, 443 } accept')
BOTH = 'both.example.net'
SCENARIOS = {
    # this computer
    'own-allows-web': way('this computer lets out the web and names, nothing else', 'local-firewall-blocks',
                          on('client', ALLOW, 'output'), servers=lambda: [Exim(), Nginx(WEB)]),
    'own-eats-answers': way('this computer drops the answers of mail servers', 'local-firewall-blocks',
                            on('client', 'tcp sport { 25, 465, 587 } drop', 'input'),
                            servers=lambda: [Submission(), Nginx(WEB)]),
    # the line
    'line-reset-25': way('the line resets 25 to whatever host', 'port-25-blocked',
                         on('router', 'tcp dport 25 reject with tcp reset', 'forward'), '--reference', SECOND4, port=25,
                         user=None, servers=lambda: [OpenSmtpd(listen={25: '', 587: '', 465: ''})]),
    'server-reset-25': way('the server itself refuses 25, another host takes it', 'service-not-running',
                           on('server', 'ip daddr 44.128.9.10 tcp dport 25 reject with tcp reset', 'input'), '--reference', SECOND4,
                           port=25, user=None, at_most=0.8, servers=lambda: [Exim()]),
    'line-25-both': way('25 dies on the line in both families, the other ports live', 'port-25-blocked',
                        on('router', 'tcp dport 25 drop', 'forward'), port=25, user=None, host=BOTH,
                        servers=lambda: [Exim()]),
    'workplace': way('a workplace lets only 2525 and the web out', 'port-blocked-by-network',
                     on('router', 'tcp dport { 25, 465, 587 } reject with icmpx type admin-prohibited', 'forward'),
                     servers=lambda: [Exim(ports=(25, 465, 587, 2525)), Nginx(WEB)]),
    'line-gate': way('the line takes 25 to a gate that turns everybody away', ('network-redirects-smtp', 'port-25-blocked'),
                     gate('!554 gate4.carrier.example Mail from this line goes out through our relay only'), port=25, user=None),
    # On a busy machine IPv4 may be there first, and then nothing of it is met.
    'six-narrow': way('large packets die over IPv6 alone', ('path-mtu-black-hole', 'ipv6-broken'),
                      on('router', 'ip6 version 6 meta length > 1280 drop', 'forward'), '--ipv6', host=BOTH,
                      verdict=('problem', 'warning')),
    'six-refused': way('the server does not listen over IPv6, its name says it does', (None, 'ipv6-broken', 'service-not-running'),
                       on('server', 'meta nfproto ipv6 tcp dport 587 reject with tcp reset', 'input'), host=BOTH,
                       verdict=('ok', 'warning')),
    # the server
    'too-often': way('the firewall of the server drops who comes too often', (
        'smtp-rate-limited', 'address-banned', 'port-blocked-by-network', 'connection-failed'), counted, at_most=0.8,
        verdict=('problem', 'inconclusive')),
    'shut-465': way('the firewall of the server refuses 465 with ICMP, elsewhere it is open', (
        'port-blocked-by-network', 'service-not-running'), on('server', 'ip daddr 44.128.9.10 tcp dport 465 reject', 'input'),
        '--reference', SECOND4, port=465, at_most=0.8),
    # The provider publishes the right name.
    'web-only': way('the name given is that of the web site, which takes no mail', 'settings-differ-from-provider',
                    lambda lab: None, servers=lambda: [Nginx(WEB)], host='shop.example.net'),
    # names
    'inside-address': way('a public name with an address of the office', 'dns-split-view',
                          lambda lab: lab.network.publish('office.example.net. A 10.20.30.40\n'), host='office.example.net'),
    'alias-of-nothing': way('the name is an alias of one that is gone', ('domain-not-found', 'dns-no-address'),
                            lambda lab: lab.network.publish('smtp.example.net. CNAME mx7.moved-away.example.org.\n'),
                            host='smtp.example.net'),
    # two at a time
    'clock-and-name': way('the clock of this computer is seven months ahead', 'clock-wrong', lambda lab: None,
                          '--reference', 'www.example.net', clock='+200d', servers=lambda: [Submission(), Nginx(WEB)]),
    'ban-and-refusal': way('the server refuses us on every port, and its neighbour does not', ('address-banned', 'service-not-running'),
                           on('server', f'ip saddr {CLIENT4} ip daddr {SERVER4} meta l4proto tcp reject with tcp reset', 'input'),
                           '--reference', SECOND4, servers=lambda: [Exim(), Nginx(WEB)], verdict=('problem', 'inconclusive')),
}
