# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import CAROL, ftp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a helper in the router makes active mode work, without TLS',
    servers=lambda: [Vsftpd()],
    before=lambda lab: lab.network.masquerade(helper=True),
    args=ftp('--mode', 'port', '--security', 'none', '--allow-plaintext'),
    user=CAROL,
    cause=('password-sent-in-clear', None),
    verdict=('ok', 'warning'),
    facts={'ftp.helper': 'rewrites', 'ftp.data.outcome': 'ok'},
)
