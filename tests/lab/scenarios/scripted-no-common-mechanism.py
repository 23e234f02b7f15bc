# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.rules import no_login
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='only logins of another kind are offered',
    servers=lambda: [Scripted({'EHLO': '250-mail.example.net\r\n250-AUTH GSSAPI NTLM\r\n250 8BITMIME'}, ports=(465,))],
    args=smtp(port=465),
    user=ALICE,
    cause=('auth-method-rejected', 'auth-not-offered'),
    verdict='problem',
    after=no_login,
)
