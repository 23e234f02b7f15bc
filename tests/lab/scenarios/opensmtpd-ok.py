# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.opensmtpd import OpenSmtpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='OpenSMTPD on 25, in clear and without a login',
    servers=lambda: [OpenSmtpd()],
    args=smtp(port=25),
    cause='starttls-not-offered',
    verdict='warning',
)
