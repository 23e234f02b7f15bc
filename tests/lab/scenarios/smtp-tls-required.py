# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='no encryption where the server insists on it',
    servers=lambda: [Postfix()],
    args=smtp('--security', 'none'),
    cause='tls-required',
    verdict='problem',
    facts={'smtp.reply.code': '530', 'tls.mode': 'none'},
    steps={'smtp.greeting': 'ok', 'smtp.mail': 'failed'},
)
