# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='active mode behind a router that hides the address (pureftpd)',
    servers=lambda: [Pureftpd()],
    before=lambda lab: lab.network.masquerade(),
    args=ftp('--mode', 'active', '--security', 'none', '--allow-plaintext'),
    user=CAROL,
    cause='ftp-active-blocked',
    verdict='problem',
    facts={'ftp.helper': 'none-seen'},
)
