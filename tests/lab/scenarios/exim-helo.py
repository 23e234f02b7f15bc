# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim wants a HELO name that leads back to us',
    servers=lambda: [Exim(main={'helo_try_verify_hosts': '*'}, acls={'helo': '  require verify = helo\n          message = HELO name does not match your address'})],
    args=smtp('--helo', 'pc.example.org', port=25),
    cause='bad-helo',
    verdict='problem',
)
