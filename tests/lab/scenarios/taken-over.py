# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that somebody on the way or on this computer takes over: other mail servers that answer
for every target, and programs that swallow what they take."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.network import SERVER4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario

FOUR, SIX = '44.128.10.', '2a0e:97c0:10::'


class Carrier:
    """The mail server of a carrier, on a machine of its own: whatever goes to these ports of any host
    ends there."""

    def __init__(self, ports=(25,), server=Exim, family='ip', **options):
        self.ports, self.server, self.family = ports, server(certificate='carrier', **options), family
        self.root = getattr(self.server, 'root', None)

    def start(self, lab):
        network = lab.network
        node = network.neighbour('carr', FOUR, SIX, lab.tools.layers([self.server]))
        self.server.start(Elsewhere(lab, node))
        goal = f'{FOUR}10' if self.family == 'ip' else f'[{SIX}10]'
        network.router.nft(f'table {self.family} carrier {{ chain way {{ type nat hook prerouting '
                           'priority -100;\n  iifname "clie" tcp dport '
                           f'{{ {", ".join(map(str, self.ports))} }} dnat to {goal}\n}}\n}}\n')

    def logins(self):
        return self.server.logins()

    def logs(self):
        return self.server.logs()


class Elsewhere:
    """The lab as a server sees it that runs on another machine."""

    def __init__(self, lab, node):
        self.tools, self.password = lab.tools, lab.password
        self.network = type('Place', (), {'server': node, 'router': lab.network.router})
        self.node = node

    def put_certificate(self, name):
        self.node.write('/etc/lab/server.pem', self.tools.authority.text(f'{name}.pem'))
        self.node.write('/etc/lab/server.key', self.tools.authority.text(f'{name}.key'), 0o600)


OTHER_NAME = {'primary_hostname': 'relay7.carrier.example'}
OTHER_POSTFIX = {'main': {'myhostname': 'relay7.carrier.example'}}


def swallowed(title, behaviour, port, slow=0, server=Exim, host=SERVER4, more=()):
    def before(lab):
        if slow:
            lab.network.slow(slow)
        lab.meddle(behaviour, [port], lab.network.client)
    return Scenario(title=title, servers=lambda: [server()], before=before, user=ALICE,
                    args=smtp(*more, port=port, host=host), cause='local-antivirus-intercepts',
                    verdict='problem')


def redirected(title, servers, *more, port=25, user=None, host='mail.example.net', **others):
    return Scenario(title=title, servers=servers, args=smtp(*more, port=port, host=host), user=user,
                    cause='network-redirects-smtp', verdict=('warning', 'problem'), **others)


SCENARIOS = {
    'carrier-exim': redirected('Exim of the carrier takes port 25, with a certificate of its own',
                               lambda: [Postfix(), Carrier(main=OTHER_NAME)]),
    'carrier-postfix': redirected('Postfix of the carrier takes port 25 without TLS',
                                  lambda: [Exim(), Carrier(server=Postfix, main=OTHER_POSTFIX['main'] | {
                                      'smtpd_tls_security_level': 'none'})], host=SERVER4),
    'carrier-slow': redirected('a carrier takes port 25 near us, the server is far',
                               lambda: [Exim(), Carrier(main=OTHER_NAME)],
                               before=lambda lab: lab.network.slow(150)),
    'carrier-login': redirected('a carrier takes port 587, with a login wanted',
                                lambda: [Postfix(), Carrier((587,), main=OTHER_NAME)], port=587,
                                user=ALICE),
    'carrier-refuses': redirected('a carrier takes port 25 and relays nothing',
                                  lambda: [Postfix(), Carrier(main=OTHER_NAME | {
                                      'tls_advertise_hosts': ''}, acls={
                                          'mail': '  deny message = no relaying for customers'})]),
    'swallow-465': swallowed('a program here takes 465 and is silent', 'swallow', 465, host='mail.example.net'),
    'swallow-slow': swallowed('a program here takes 587 and is silent, the line is long', 'swallow',
                              587, 180, Postfix),
    'close-25': swallowed('a program here takes 25 and hangs up', 'close', 25, 150),
    'close-587': swallowed('a program here takes 587 and hangs up', 'close', 587, 0,
                           lambda: OpenSmtpd(listen={25: '', 587: ''})),
    'swallow-ipv6': swallowed('a program here takes 587 over IPv6', 'swallow', 587, 120, Postfix,
                              'six.example.net'),
}
