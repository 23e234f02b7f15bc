# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='under TLS the helper in the router sees nothing (proftpd)',
    servers=lambda: [Proftpd()],
    before=lambda lab: lab.network.masquerade(helper=True),
    args=ftp('--mode', 'active'),
    user=CAROL,
    cause='ftp-active-blocked',
    at_most=0.8,  # a router without a helper looks the same
    verdict='problem',
)
