# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.postfix import Postfix
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
'''

SCENARIO = Scenario(
    title='a domain whose mail records are all in order',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
    cause=None,
    verdict='ok',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.mx.outcome': 'ok',
           'domain.mx.reach': 'open',
           'domain.spf.verdict': 'pass',
           'domain.dmarc.policy': 'reject',
           'domain.ptr.outcome': 'ok',
           'domain.dnsbl.outcome': 'clean'},
    steps={'domain.spf': 'ok',
           'domain.ptr': 'ok',
           'domain.dnsbl': 'ok'},
)
