# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import ALICE, smtp
from lablib.manners import awake, kept
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='counted at the server: no STARTTLS on 587',
    servers=lambda: [Postfix(ports={25: {}, 465: {'smtpd_tls_wrappermode': 'yes'}, 587: {'smtpd_tls_security_level': 'none'}})],
    before=awake(587),
    args=smtp('--security', 'starttls'),
    user=ALICE,
    cause=('starttls-stripped', 'starttls-not-offered'),
    verdict='problem',
    after=kept('manners-no-starttls'),
    languages=(),
)
