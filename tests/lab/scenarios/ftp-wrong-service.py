# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a mail server where a file server was expected',
    servers=lambda: [Postfix()],
    args=ftp(port=587, host=HOST),
    user=CAROL,
    cause='wrong-service-on-port',
    verdict='problem',
    facts={'greeting.protocol': 'smtp'},
)
