# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SCENARIO = Scenario(
    title='a file server on 25',
    servers=lambda: [Vsftpd(also=(25,))],
    args=smtp(port=25),
    cause='wrong-service-on-port',
    verdict='problem',
)
