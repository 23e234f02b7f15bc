# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A router that drops large packets and says nothing of it."""

from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def hole(title, server, direction, limit, port, **facts):
    return Scenario(title=title, servers=lambda: [server()], args=smtp(port=port), user=ALICE,
                    before=lambda lab: lab.network.router.nft(
                        'table inet hole { chain way { type filter hook forward priority 0;\n'
                        f'  {direction} meta length > {limit} drop\n}}\n}}\n'),
                    cause='path-mtu-black-hole', verdict='problem', facts=facts)


# The certificate is the first thing that is large, and it comes from the server.
SCENARIOS = {
    '587': hole('large packets get lost, after STARTTLS', Postfix, 'iifname "serv"', 1000, 587,
                **{'tcp.stalled': 'receiving'}),
    '465': hole('large packets get lost, TLS at once', Postfix, 'iifname "serv"', 1300, 465,
                **{'tcp.stalled': 'receiving'}),
}
