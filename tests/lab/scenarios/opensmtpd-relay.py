# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import STRANGER, smtp
from lablib.opensmtpd import OpenSmtpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='OpenSMTPD forwards nothing',
    servers=lambda: [OpenSmtpd()],
    args=smtp(port=25, to=STRANGER),
    cause=('relay-denied', 'no-such-mailbox'),
    verdict='problem',
)
