# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the server waits for the header of a balancer',
    servers=lambda: [Postfix(ports={587: {'smtpd_upstream_proxy_protocol': 'haproxy', 'smtpd_upstream_proxy_timeout': '2s'}})],
    args=smtp(),
    user=ALICE,
    cause='server-error',
    verdict='problem',
)
