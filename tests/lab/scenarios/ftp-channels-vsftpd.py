# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='every kind of data connection works, and the best is recommended',
    servers=lambda: [Vsftpd()],
    args=ftp('--mode', 'all'),
    user=CAROL,
    cause=None,
    verdict='ok',
    facts={'ftp.channels.best': 'epsv'},
    after=channels('epsv *', 'pasv ok', 'eprt ok', 'port ok'),
)
