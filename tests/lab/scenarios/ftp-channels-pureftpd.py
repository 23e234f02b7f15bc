# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='every kind of data connection of Pure-FTPd',
    servers=lambda: [Pureftpd()],
    args=ftp('--mode', 'all'),
    user=CAROL,
    cause=None,
    verdict='ok',
    after=channels('epsv *', 'pasv ok', 'eprt ok', 'port ok'),
)
