# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''*.list.test. A 127.0.0.2
10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
'''

SCENARIO = Scenario(
    title='a list that has gone and lists everything',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
    cause=None,
    verdict='ok',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.dnsbl.0.state': 'lists-all',
           'domain.dnsbl.outcome': 'not-known'},
)
