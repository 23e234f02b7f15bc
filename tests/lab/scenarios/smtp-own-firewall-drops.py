# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

# As firewalls write it that let only some ports out: a chain of its own, a set, a policy.
RULES = '''table inet guard {
  set allowed { type inet_service; elements = { 53, 80, 443 }; }
  chain out { ct state established,related accept; oifname "lo" accept; meta l4proto { icmp, icmpv6, udp } accept; tcp dport @allowed accept; }
  chain output { type filter hook output priority 0; policy drop; jump out; }
}
'''

SCENARIO = Scenario(
    title="this computer's own firewall lets out nothing but the web",
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.client.nft(RULES),
    args=smtp(port=465),
    user=ALICE,
    cause='local-firewall-blocks',
    verdict='problem',
    facts={'local.firewall.rule': 'inet guard output: drop (policy)',
           'local.firewall.rule_sure': 'yes'},
    steps={'tcp.connect': 'failed'},
    computer={'firewall': 'reason', 'vpn': ('unrelated', 'not-known')},
)
