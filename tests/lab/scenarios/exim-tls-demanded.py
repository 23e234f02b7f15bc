# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim takes no mail in clear',
    servers=lambda: [Exim(rcpt='  deny !encrypted = *\n       message = encryption required')],
    args=smtp('--security', 'none', port=25),
    cause='tls-required',
    verdict='problem',
)
