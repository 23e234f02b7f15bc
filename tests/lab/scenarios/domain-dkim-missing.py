# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
'''

SCENARIO = Scenario(
    title='a selector without a key',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test', '--selector', 's2026'],
    cause='dkim-record-broken',
    verdict='warning',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.dkim.outcome': 'none',
           'domain.spf.verdict': 'pass'},
)
