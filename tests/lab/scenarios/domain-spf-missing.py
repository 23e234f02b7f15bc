# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
shop.example.net. MX 10 mail.example.net.
'''

SCENARIO = Scenario(
    title='a domain without SPF',
    args=['domain', 'shop.example.net', '--dnsbl', 'list.test'],
    cause='spf-record-missing',
    verdict='warning',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.spf.outcome': 'none',
           'domain.dmarc.at': 'example.net'},
)
