# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
'''

SCENARIO = Scenario(
    title='a sending address without a name',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
    cause='reverse-dns-missing',
    verdict='problem',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.ptr.outcome': 'none',
           'domain.spf.verdict': 'pass'},
)
