# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the own firewall drops what the server opens (proftpd)',
    servers=lambda: [Proftpd()],
    before=lambda lab: lab.network.shut_in(),
    args=ftp('--mode', 'active'),
    user=CAROL,
    cause='ftp-active-blocked',
    verdict='problem',
    after=channels('eprt dropped-here', 'port dropped-here'),
)
