# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario

DROP = """table inet dns { chain dns { type filter hook forward priority 0;
  udp dport 53 drop
  tcp dport 53 drop
}
}
"""

SCENARIO = Scenario(
    title='the name server does not answer',
    before=lambda lab: lab.network.router.nft(DROP),
    args=smtp(),
    user=ALICE,
    cause='dns-resolver-unreachable',
    verdict='problem',
    facts={'dns.outcome': 'silent'},
    steps={'dns.resolve': 'failed'},
)
