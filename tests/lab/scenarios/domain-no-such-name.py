# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a domain that is not there',
    args=['domain', 'exmaple.org', '--dnsbl', 'list.test'],
    cause='domain-not-found',
    verdict='problem',
    facts={'domain.mx.outcome': 'no-such-name'},
    steps={'domain.spf': 'skipped'},
)
