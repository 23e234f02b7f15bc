# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.255.255.254
10.9.128.44.list.test. A 127.255.255.254
'''

SCENARIO = Scenario(
    title='a list that does not talk to this resolver',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
    cause=None,
    verdict='ok',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.dnsbl.0.state': 'refused',
           'domain.dnsbl.outcome': 'not-known'},
)
