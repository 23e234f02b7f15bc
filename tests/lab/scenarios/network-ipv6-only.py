# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a server that has an IPv6 address alone',
    servers=lambda: [Postfix()],
    args=smtp(host='six.example.net'),
    user=ALICE,
    cause=None,
    verdict='ok',
    facts={'tcp.family': 'ipv6', 'tcp.ipv4': 'none', 'tcp.ipv6': 'open'},
    steps=SMTP_STEPS,
)
