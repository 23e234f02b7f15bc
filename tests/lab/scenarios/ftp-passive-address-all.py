# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='ProFTPD names a private address: EPSV needs none',
    servers=lambda: [Proftpd(settings={'MasqueradeAddress': '10.11.12.13'})],
    args=ftp('--mode', 'all'),
    user=CAROL,
    cause=None,
    verdict='ok',
    after=channels('epsv *', 'pasv peer ok', 'pasv announced private-address', 'eprt ok', 'port ok'),
)
