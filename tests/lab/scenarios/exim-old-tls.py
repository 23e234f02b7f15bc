# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.rules import no_login
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim speaks TLS 1.0 at most',
    servers=lambda: [Exim(main={'tls_require_ciphers': 'NORMAL:-VERS-ALL:+VERS-TLS1.0'})],
    args=smtp(port=465),
    user=ALICE,
    cause='tls-version-unsupported',
    verdict='problem',
    after=no_login,
)
