# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
quiet.example.net. MX 0 .
quiet.example.net. TXT "v=spf1 -all"
'''

SCENARIO = Scenario(
    title='a domain that takes no mail',
    args=['domain', 'quiet.example.net', '--dnsbl', 'list.test'],
    cause='host-does-not-accept-mail',
    verdict='problem',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.mx.outcome': 'null'},
)
