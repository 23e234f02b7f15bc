# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.channels import channels
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='unprotected data are refused where protection is demanded, and shown beside',
    servers=lambda: [Vsftpd(settings={'force_local_data_ssl': 'YES'})],
    args=ftp('--mode', 'all', '--protect', 'clear'),
    user=CAROL,
    cause='ftp-protection-required',
    verdict='problem',
    after=channels('epsv clear protection', 'pasv clear protection', 'epsv *', 'pasv ok', 'eprt ok', 'port ok'),
)
