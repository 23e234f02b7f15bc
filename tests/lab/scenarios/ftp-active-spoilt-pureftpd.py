# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='a box on the way spoils the address of PORT (pureftpd)',
    servers=lambda: [Pureftpd()],
    before=lambda lab: lab.network.spoil_port(),
    args=ftp('--mode', 'port', '--security', 'none', '--allow-plaintext'),
    user=CAROL,
    cause='ftp-address-rewritten',
    verdict='problem',
    facts={'ftp.helper': 'spoils'},
    after=channels('port clear helper'),
)
