# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""IPv6 that leads nowhere, in other ways than silence."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def forward6(how):
    return lambda lab: lab.network.router.nft(
        f'table ip6 lame {{ chain way {{ type filter hook forward priority 0;\n  {how}\n}}\n}}\n')


def slowly(how):
    def both(lab):
        lab.network.slow(160)
        forward6(how)(lab)
    return both


def lame(title, before, verdict='warning', cause='ipv6-broken', server=Exim, **more):
    return Scenario(title=title, servers=lambda: [server()], before=before, cause=cause, verdict=verdict,
                    **({'args': smtp(port=465, host='both.example.net'), 'user': ALICE} | more))


SCENARIOS = {
    'no-route': lame('the router has no way on for IPv6', forward6('reject with icmpv6 no-route')),
    'prohibited': lame('the router lets no IPv6 through and says so',
                       forward6('reject with icmpv6 admin-prohibited'), server=Postfix,
                       args=smtp(host='both.example.net')),
    'slow': lame('silence over IPv6, a long line over IPv4, no login',
                 slowly('tcp dport 25 drop'), server=OpenSmtpd,
                 args=smtp(port=25, host='both.example.net'), user=None,
                 cause=('ipv6-broken', 'port-25-blocked')),
    'slow-all': lame('silence over IPv6 for every port, a long line over IPv4', slowly('drop'),
                     args=smtp(host='both.example.net')),
    'forced': lame('IPv6 demanded where it leads nowhere, IPv4 works', forward6('drop'), 'problem',
                   args=smtp('--ipv6', port=465, host='both.example.net')),
    'own-route': lame('this computer has an IPv6 address and no way out for it',
                      lambda lab: lab.network.client.run(['ip', '-6', 'route', 'del', 'default']),
                      ('ok', 'warning'), ('ipv6-broken', None), Postfix),
}
