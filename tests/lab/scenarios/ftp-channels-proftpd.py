# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='every kind of data connection of ProFTPD',
    servers=lambda: [Proftpd()],
    args=ftp('--mode', 'all'),
    user=CAROL,
    cause=None,
    verdict='ok',
    after=channels('epsv *', 'pasv ok', 'eprt ok', 'port ok'),
)
