# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Courier, which has numbers and words of its own."""

from lablib.accounts import BOB, STRANGER, smtp
from lablib.courier import Courier
from lablib.network import HOST
from lablib.scenario import Scenario


def courier(title, cause, *more, verdict='problem', to=BOB, before=lambda lab: None, **server):
    return Scenario(title=f'Courier: {title}', servers=lambda: [Courier(**server)], before=before,
                    args=smtp(*more, port=25, to=to), cause=cause, verdict=verdict)


SCENARIOS = {
    'relay': courier('mail for elsewhere', 'relay-denied', to=STRANGER),
    # Whatever name is asked for: the daemon that knows them does not run.
    'no-accounts': courier('the look-up of its accounts is broken', ('service-unavailable', 'server-error')),
    # Its door-keeper hangs up without a word.
    'places': courier('two connections of an address, both taken', (
        'closed-before-greeting', 'smtp-too-many-connections'), door=['-maxperip=2'],
        before=lambda lab: lab.hold(HOST, 25, 2)),
    'login-first': courier('a login is wanted first', 'auth-required', environment={'AUTH_REQUIRED': '1'}),
}
