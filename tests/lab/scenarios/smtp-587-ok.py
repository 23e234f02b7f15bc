# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def nothing_delivered(lab, _report):
    return ['a dry run delivered a message'] if lab.servers[0].delivered() else []


SCENARIO = Scenario(
    title='a working account on 587 with STARTTLS',
    servers=lambda: [Postfix()],
    args=smtp(),
    user=ALICE,
    cause=None,
    verdict='ok',
    facts={'tls.verify': 'ok', 'tls.mode': 'starttls', 'smtp.auth.outcome': 'ok',
           'smtp.rcpt.outcome': 'ok', 'tcp.state': 'open', 'dns.outcome': 'ok'},
    steps=SMTP_STEPS | {'smtp.starttls': 'ok'},
    after=nothing_delivered,
)
