# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

DROP = """table ip6 broken { chain broken { type filter hook forward priority 0;
  drop
}
}
"""

# A check that goes through over IPv4 need not wait until IPv6's silence is proof; it may say nothing
# of it, but nothing else either.
SCENARIO = Scenario(
    title='IPv6 leads nowhere, IPv4 works',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.router.nft(DROP),
    args=smtp(host='both.example.net'),
    user=ALICE,
    cause=('ipv6-broken', None),
    verdict=('ok', 'warning'),
    facts={'tcp.family': 'ipv4', 'tcp.ipv4': 'open', 'tcp.ipv6': ('filtered', 'unknown')},
    steps={'smtp.rcpt': 'ok'},
)
