# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large packets get lost, and the server's certificates need several of them."""

from lablib.accounts import ALICE, smtp
from lablib.chains import Chain
from lablib.exim import Exim
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def chained(title, name, server, port, limit, *more, host='mail.example.net'):
    return Scenario(title=title, before=lambda lab: lab.network.router.nft(
                        'table inet hole { chain way { type filter hook forward priority 0;\n'
                        f'  iifname "serv" meta length > {limit} drop\n}}\n}}\n'),
                    servers=lambda: [Chain(f'long-{name}', middle=True, send=('middle',)),
                                     server(certificate=f'long-{name}')],
                    args=smtp(*more, port=port, host=host), user=ALICE, cause='path-mtu-black-hole',
                    verdict='problem')


SCENARIOS = {
    'exim-465': chained('Exim on 465', 'exim', Exim, 465, 1300),
    'exim-465-narrow': chained('Exim on 465, half a packet is too large', 'exim2', Exim, 465, 700),
    'postfix-587': chained('Postfix on 587', 'postfix', Postfix, 587, 1300),
    'exim-465-ipv6': chained('Exim on 465 over IPv6', 'exim6', Exim, 465, 1300, '--ipv6', host='six.example.net'),
    'postfix-587-ipv6': chained('Postfix on 587 over IPv6', 'postfix6', Postfix, 587, 1300, '--ipv6',
                                host='six.example.net'),
}
