# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No way out of this computer, and name servers that do not answer: other ports, names and refusals."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import SERVER4, SERVER6
from lablib.node import wait_for
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def no_route(lab):
    lab.network.client.run(['ip', 'route', 'del', 'default'])
    lab.network.client.run(['ip', '-6', 'route', 'del', 'default'])


def cable_out(lab):
    """The kernel tells of it up to a second later, and a test that has begun finds its network changed."""
    lab.network.router.run(['ip', 'link', 'set', 'clie', 'down'])
    wait_for(lambda: 'NO-CARRIER' in lab.network.client.run(['ip', 'link', 'show', 'eth0']), 'the end of the carrier')


def names_elsewhere(*addresses):
    """Other name servers for the client: nobody has these addresses."""
    def change(lab):
        changed = lab.network.client.directory / 'resolv.conf'
        changed.write_text(''.join(f'nameserver {a}\n' for a in addresses), encoding='ascii')
        lab.network.client.run(['mount', '--bind', changed, '/etc/resolv.conf'])
    return change


def names(how):
    return lambda lab: lab.network.router.nft(
        'table inet names { chain way { type filter hook forward priority 0;\n'
        f'  meta l4proto {{ tcp, udp }} th dport 53 {how}\n}}\n}}\n')


SCENARIOS = {
    'route-name': Scenario(title='no default route, a server by name', servers=lambda: [Exim()],
                           before=no_route, args=smtp(port=465), user=ALICE, cause='offline',
                           verdict='problem'),
    'route-literal': Scenario(title='no default route, a server by address, without a login',
                              servers=lambda: [OpenSmtpd()], before=no_route,
                              args=smtp(port=25, host=SERVER4), cause='offline', verdict='problem'),
    'route-ipv6': Scenario(title='no route at all to an IPv6 address', servers=lambda: [Postfix()],
                           before=no_route, args=smtp('--ipv6', port=465, host=SERVER6), user=ALICE,
                           cause='offline', verdict='problem'),
    'cable': Scenario(title='the cable is out, a server by name', servers=lambda: [Postfix()],
                      before=cable_out,
                      args=smtp(port=25), cause='offline', verdict='problem', languages=('ar',)),
    'names-refused': Scenario(title='the name server refuses with ICMP', servers=lambda: [Exim()],
                              before=names('reject'), args=smtp(port=465), user=ALICE,
                              cause='dns-resolver-unreachable', verdict='problem'),
    'names-gone': Scenario(title='nobody has the addresses of the name servers',
                           servers=lambda: [Postfix()],
                           before=names_elsewhere('44.128.9.77', '44.128.9.78'),
                           args=smtp(port=465), user=ALICE, cause='dns-resolver-unreachable',
                           verdict='problem'),
    'names-dropped': Scenario(title='questions for names are dropped, on a port without a login',
                              servers=lambda: [OpenSmtpd()], before=names('drop'),
                              args=smtp(port=25), cause='dns-resolver-unreachable',
                              verdict='problem'),
}
