# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Courier, which has numbers and words of its own."""

from lablib.accounts import BOB, STRANGER, smtp
from lablib.courier import Courier
from lablib.network import HOST
from lablib.scenario import Scenario


def courier(title, cause, *more, verdict='problem', to=BOB, before=lambda lab: None, args=None, at_most=1,
            **server):
    return Scenario(title=f'Courier: {title}', servers=lambda: [Courier(**server)], before=before,
                    args=args or smtp(*more, port=25, to=to), cause=cause, verdict=verdict, at_most=at_most)


SCENARIOS = {
    'relay': courier('mail for elsewhere', 'relay-denied', to=STRANGER),
    # Whatever name is asked for: the daemon that knows them does not run.
    'no-accounts': courier('the look-up of its accounts is broken', ('service-unavailable', 'server-error')),
    # Its door-keeper hangs up without a word.
    'places': courier('two connections of an address, both taken', 'smtp-too-many-connections', at_most=0.8,
                      door=['-maxperip=2'], before=lambda lab: lab.hold(HOST, 25, 2)),
    # Its look at all ports at once takes the one place; what got through is what is told.
    'places-survey': courier('one connection of an address, every port looked at', 'starttls-not-offered',
                             args=['survey', 'smtp', HOST], door=['-maxperip=1'], at=(25, 465, 587, 2525)),
    'login-first': courier('a login is wanted first', 'auth-required', environment={'AUTH_REQUIRED': '1'}),
}
