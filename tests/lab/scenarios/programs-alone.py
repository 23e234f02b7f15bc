# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about some programs and users alone: this test may be one of them, or have nothing to do with it."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.exim import Exim
from lablib.firewalls import Iptables
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

RESET = 'table inet net { chain way { type filter hook forward priority 0; tcp dport 587 reject with tcp reset; }; }\n'
INNOCENT = {'cause': ('service-not-running', 'port-blocked-by-network'), 'at_most': 0.8}


def rules(title, *commands, table='', net='', server=Exim, args=None, kind='nft', cause='local-firewall-blocks',
          verdict='problem', **more):
    def before(lab):
        if table:
            lab.network.client.nft(table)
        if net:
            lab.network.router.nft(net)
    return Scenario(title=title, servers=lambda: [server(), *([Iptables(*commands, kind=kind)] if commands else [])],
                    before=before, args=args or smtp(), cause=cause, verdict=verdict, **({'user': ALICE} | more))


def chain(*lines, more=''):
    return ('table inet people {\n' + more + '\nchain out { type filter hook output priority 0;\n'
            + '\n'.join(lines) + '\n}\n}\n')


SURE = {'facts': {'local.firewall.rule_sure': 'yes'}}
SCENARIOS = {
    # users and groups
    'owner-here': rules('iptables: nobody but one user may send, and this test is another',
                        'iptables -A OUTPUT -p tcp --dport 587 -m owner ! --uid-owner 901 -j REJECT', **SURE),
    'owner-range': rules('iptables: system users may not use FTP', 'iptables -A OUTPUT -p tcp --dport 21 -m owner '
                         '--uid-owner 0-999 -j DROP', kind='legacy', server=Vsftpd, args=ftp(), user=CAROL, **SURE),
    'owner-elsewhere': rules('iptables: another user may not send; the network resets it for all',
                             'iptables -A OUTPUT -p tcp --dport 587 -m owner --uid-owner 1000 -j REJECT', net=RESET,
                             **INNOCENT),
    'group-elsewhere': rules('nft: one group has no network; the network resets 587 for all', table=chain(
        'meta skgid 1005 reject'), net=RESET, facts={'local.firewall.rule': None}, **INNOCENT),
    'group-here': rules('nft: only one group has a network', table=chain(
        'oif lo accept', 'udp dport 53 accept', 'meta skgid != 1005 counter drop'), server=Postfix, args=smtp(port=465), **SURE),
    # marks
    'mark-given': rules('nft: what goes to 587 is marked, and what is marked is dropped', table=chain(
        'meta mark 0x587 drop', more='chain first { type filter hook output priority -150; tcp dport 587 meta mark set 0x587; }'),
        cause=('local-firewall-blocks', 'connection-failed', 'port-blocked-by-network')),
    'mark-lets-pass': rules('nft: mail is marked and let through; the network resets it', table=chain(
        'meta mark 0x25 accept', 'tcp dport { 25, 465, 587 } drop',
        more='chain first { type filter hook output priority -150; tcp dport 587 ct mark set 0x25 meta mark set 0x25; }'), net=RESET,
        cause=('service-not-running', 'connection-failed'), at_most=0.8),
    'connmark-given': rules('iptables: connections to 587 get a mark, and those without are dropped',
                            'iptables -t mangle -A OUTPUT -p tcp --dport 587 -j CONNMARK --set-mark 7',
                            'iptables -A OUTPUT -p tcp -m connmark ! --mark 7 -j DROP', net=RESET,
                            cause=('service-not-running', 'connection-failed'), at_most=0.8),
    'connmark-elsewhere': rules('iptables: the same, and the mark goes to the web alone',
                                'iptables -t mangle -A OUTPUT -p tcp --dport 443 -j CONNMARK --set-mark 7',
                                'iptables -A OUTPUT -p tcp -m connmark ! --mark 7 -j DROP', server=Postfix),
    # classes and control groups
    'class-here': rules('iptables: what is in no class may not send', 'iptables -A OUTPUT -p tcp --dport 587 '
                        '-m cgroup ! --cgroup 0x110011 -j REJECT', **SURE),
    'class-elsewhere': rules('iptables: what is in a class may not send; the network resets it for all',
                             'iptables -A OUTPUT -p tcp --dport 587 -m cgroup --cgroup 0x110011 -j REJECT', net=RESET,
                             facts={'local.firewall.rule': None, 'local.firewall.perhaps': None}, **INNOCENT),
}
