# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
99.9.128.44.in-addr.arpa. PTR other.example.net.
other.example.net. A 44.128.9.99
'''

SCENARIO = Scenario(
    title='an address that the domain does not let send',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.99', '--dnsbl', 'list.test'],
    cause='spf-fail',
    verdict='problem',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.spf.verdict': 'fail',
           'domain.spf.matched': '-all'},
    steps={'domain.spf': 'failed'},
)
