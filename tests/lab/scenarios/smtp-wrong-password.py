# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def one_login(lab, _report):
    return [] if lab.logins() == 1 else [f'{lab.logins()} logins were tried with one password']


SCENARIO = Scenario(
    title='a wrong password, tried once',
    servers=lambda: [Postfix()],
    args=smtp(),
    user=ALICE,
    password='Canary0Not1The2Right3One',
    computer={'firewall': 'unrelated', 'names': 'unrelated', 'clock': 'unrelated'},
    cause='auth-failed',
    verdict='problem',
    facts={'smtp.auth.outcome': 'rejected', 'smtp.reply.code': '535', 'smtp.reply.stage': 'auth'},
    steps={'tls.handshake': 'ok', 'smtp.auth': 'failed', 'smtp.mail': 'skipped'},
    after=one_login,
)
