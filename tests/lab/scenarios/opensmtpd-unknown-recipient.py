# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import NOBODY, smtp
from lablib.opensmtpd import OpenSmtpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='OpenSMTPD knows no such mailbox',
    servers=lambda: [OpenSmtpd()],
    args=smtp(port=25, to=NOBODY),
    cause='no-such-mailbox',
    verdict='problem',
)
