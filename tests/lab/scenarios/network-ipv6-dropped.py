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

# The check goes on over IPv4 after a quarter of a second; at its end IPv6 has stayed silent for three
# connection requests, whichever of the two addresses was known first.
SCENARIO = Scenario(
    title='IPv6 leads nowhere, IPv4 works',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.router.nft(DROP),
    args=smtp(host='both.example.net'),
    user=ALICE,
    cause='ipv6-broken',
    verdict='warning',
    facts={'tcp.family': 'ipv4', 'tcp.ipv4': 'open', 'tcp.ipv6': 'unknown', 'tcp.silent_family': 'ipv6'},
    steps={'smtp.rcpt': 'ok'},
)
