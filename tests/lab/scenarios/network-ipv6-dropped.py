# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

DROP = """table ip6 broken { chain broken { type filter hook forward priority 0;
  drop
}
}
"""

SCENARIO = Scenario(
    title='IPv6 leads nowhere, IPv4 works',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.router.nft(DROP),
    args=smtp(host='both.example.net'),
    user=ALICE,
    cause='ipv6-broken',
    verdict='warning',
    facts={'tcp.family': 'ipv4', 'tcp.ipv4': 'open', 'tcp.ipv6': ('filtered', 'unknown')},
    steps={'smtp.rcpt': 'ok'},
)
