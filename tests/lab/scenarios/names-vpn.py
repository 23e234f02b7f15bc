# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A VPN with a name server of its own: inside, a name may have another address than outside."""

from lablib.accounts import ALICE, smtp
from lablib.network import NAMES4, SERVER4
from lablib.postfix import Postfix
from lablib.resolvers import FIRST4, Dnsmasq, LocalDnsmasq, SystemdResolved, use_names
from lablib.scenario import Scenario

NAME = 'mail.yard.example.org'
INNER = '10.99.7.25'  # of the company, and nobody is there
OUTER = f'{NAME}. A {SERVER4}\n'
PER_LINK = {'eth0': (NAMES4, None), 'tun0': (FIRST4, 'yard.example.org')}


def company():
    """The company's name server, at the other end of the tunnel."""
    return Dnsmasq(f'address=/{NAME}/{INNER}\nserver={NAMES4}', alone=False)


def both_say(first, second):
    def after(lab, report):
        said = ' '.join(value for name, value in report['facts'].items() if name.startswith('dns.server.'))
        return [f'{what} is not among what the name servers say: {said}' for what in (first, second) if what not in said]
    return after


def split(title, servers, before=lambda lab: None, **more):
    facts = {'dns.split': 'yes', 'dns.address_kind': 'private', 'local.vpn': 'tun tun0'}
    return Scenario(title=title, servers=servers, args=smtp(host=NAME), user=ALICE, cause='dns-split-view',
                    verdict='problem', facts=facts | more.pop('facts', {}),
                    before=lambda lab: (lab.network.publish(OUTER), before(lab)),
                    after=both_say(INNER, SERVER4), **more)


def in_list(lab, *servers):
    lab.vpn([1])
    use_names(lab, *servers)


def same(title, servers):
    """Both say the same, and the server does not run."""
    return Scenario(title=title, servers=servers, args=smtp(host='mail.example.net'), user=ALICE,
                    cause='service-not-running', verdict='problem', facts={'dns.split': ('no', None)})


SCENARIOS = {
    'list': split('the VPN has put its name server before that of the line', lambda: [company()],
                  before=lambda lab: in_list(lab, FIRST4, NAMES4)),
    'resolved': split('systemd-resolved asks the name server of the VPN for the company’s names',
                      lambda: [company(), SystemdResolved(PER_LINK)]),
    'dnsmasq': split('dnsmasq, as NetworkManager starts it, does the same',
                     lambda: [company(), LocalDnsmasq(PER_LINK)]),
    'resolved-same': same('systemd-resolved, and a name that both know alike',
                          lambda: [company(), SystemdResolved(PER_LINK)]),
    'dnsmasq-works': Scenario(
        title='dnsmasq, a VPN, and nothing in the way', servers=lambda: [company(), LocalDnsmasq(PER_LINK), Postfix()],
        args=smtp(host='mail.example.net'), user=ALICE, cause=None, verdict='ok', facts={'dns.split': None}),
}
