# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
10.9.128.44.list.test. A 127.0.0.4
10.9.128.44.list.test. TXT "spam seen on 2026-11-20"
'''

SCENARIO = Scenario(
    title='a sending address on a list',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
    cause='ip-blocklisted',
    verdict='problem',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.dnsbl.0.state': 'listed',
           'domain.dnsbl.0.reason': 'spam seen on 2026-11-20'},
    steps={'domain.dnsbl': 'failed'},
)
