# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
shop.example.net. MX 10 mail.example.net.
shop.example.net. TXT "v=spf1 include:a.shop.example.net include:b.shop.example.net -all"
a.shop.example.net. TXT "v=spf1 a:a0.shop.example.net a:a1.shop.example.net a:a2.shop.example.net a:a3.shop.example.net a:a4.shop.example.net -all"
b.shop.example.net. TXT "v=spf1 a:b0.shop.example.net a:b1.shop.example.net a:b2.shop.example.net a:b3.shop.example.net a:b4.shop.example.net -all"
a0.shop.example.net. A 44.128.9.20
a1.shop.example.net. A 44.128.9.21
a2.shop.example.net. A 44.128.9.22
a3.shop.example.net. A 44.128.9.23
a4.shop.example.net. A 44.128.9.24
b0.shop.example.net. A 44.128.9.20
b1.shop.example.net. A 44.128.9.21
b2.shop.example.net. A 44.128.9.22
b3.shop.example.net. A 44.128.9.23
b4.shop.example.net. A 44.128.9.24
'''

SCENARIO = Scenario(
    title='an SPF record that costs eleven look-ups',
    args=['domain', 'shop.example.net', '--dnsbl', 'list.test'],
    cause='spf-record-broken',
    verdict='warning',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.spf.error': 'too-many-lookups',
           'domain.spf.lookups': '12'},
)
