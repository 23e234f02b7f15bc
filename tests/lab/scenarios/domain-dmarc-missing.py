# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
2.0.0.127.list.test. A 127.0.0.2
'''

SCENARIO = Scenario(
    title='a domain without DMARC',
    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
    cause='dmarc-record-missing',
    verdict='warning',
    before=lambda lab: lab.network.publish(RECORDS),
    facts={'domain.dmarc.outcome': 'none'},
)
