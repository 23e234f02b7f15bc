# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.helpers import Nginx
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a web server on 587',
    servers=lambda: [Nginx({587: ''})],
    args=smtp(),
    user=ALICE,
    cause='wrong-service-on-port',
    verdict='problem',
)
