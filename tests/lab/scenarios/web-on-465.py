# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.helpers import Nginx
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a web server with TLS on 465',
    servers=lambda: [Nginx({465: 'ssl'})],
    args=smtp(port=465),
    user=ALICE,
    cause='wrong-service-on-port',
    verdict='problem',
    after=no_login,
)
