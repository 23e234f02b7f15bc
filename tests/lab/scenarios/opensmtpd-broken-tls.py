# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.opensmtpd import OpenSmtpd
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='OpenSMTPD offers STARTTLS and fails in the handshake',
    servers=lambda: [OpenSmtpd(listen={25: '', 587: 'tls pki lab'})],
    args=smtp(),
    user=ALICE,
    cause=('starttls-unavailable', 'tls-failed'),
    verdict='problem',
)
