# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='under TLS the helper in the router sees nothing (vsftpd)',
    servers=lambda: [Vsftpd()],
    before=lambda lab: lab.network.masquerade(helper=True),
    args=ftp('--mode', 'active'),
    user=CAROL,
    cause='ftp-active-blocked',
    at_most=0.8,  # a router without a helper looks the same
    verdict='problem',
    after=channels('port address-refused'),
)
