# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.survey import survey

DROP = """table ip6 broken { chain broken { type filter hook forward priority 0;
  drop
}
}
"""

SCENARIO = Scenario(
    title='IPv6 leads nowhere, all is well over IPv4',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.router.nft(DROP),
    args=['survey', 'smtp', 'both.example.net'],
    user=ALICE,
    cause='ipv6-broken',
    verdict='ok',
    facts={'tcp.ipv4': 'open', 'tcp.ipv6': 'unknown', 'tcp.silent_family': 'ipv6',
           'smtp.auth.outcome': 'ok'},
    after=survey({(465, 'tls', 'ipv4'): 'open ok', (465, 'tls', 'ipv6'): 'unknown failed'},
                 (465, 'tls', 'ipv4')),
)
