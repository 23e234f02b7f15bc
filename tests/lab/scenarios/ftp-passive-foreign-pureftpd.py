# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Pure-FTPd names another public address',
    servers=lambda: [Pureftpd('-P', '44.128.9.77')],
    args=ftp('--mode', 'pasv'),
    user=CAROL,
    cause='ftp-passive-address-unreachable',
    verdict=('ok', 'warning'),
    facts={'ftp.passive.address_kind': 'public'},
    after=channels('pasv peer *', 'pasv announced foreign-address'),
)
