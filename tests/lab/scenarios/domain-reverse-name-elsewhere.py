# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR elsewhere.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
elsewhere.example.net. A 44.128.9.11
'''

SCENARIO = Scenario(
    title='a sending address whose name leads elsewhere',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
    cause='reverse-dns-missing',
    verdict='problem',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.ptr.outcome': 'not-confirmed',
           'domain.ptr.name': 'elsewhere.example.net'},
)
