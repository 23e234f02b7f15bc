# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.scenario import Scenario
from lablib.scripted import Scripted

SCENARIO = Scenario(
    title='counted at the server: a login sent with the envelope is not looked at',
    servers=lambda: [Scripted({'EHLO': '250-mail.example.net\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME', 'flight': '503 5.5.1 Pipelining is not wanted here'})],
    before=awake(587),
    args=smtp(),
    user=ALICE,
    cause=None,
    verdict=('ok', 'warning'),
    after=kept('manners-unheard-login', unread=1),
    languages=(),
)
