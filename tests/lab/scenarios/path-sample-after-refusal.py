# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line loses packets and the password is wrong. The rest of the login's flight is still being
answered when the line is measured: each word of the measure waits for its own answer."""
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def out_of_step(lab, report):
    steps = {step['id']: step['outcome'] for step in report['steps']}
    wrong = [] if steps.get('path.sample') == 'ok' else [f'the line was not measured: {steps}']
    return wrong + [line for line in lab.logs().splitlines()
                    if 'improper command pipelining after NOOP' in line or 'synchronization error' in line]


def refused(server, name):
    return Scenario(
        title=f'every seventh packet is lost, and the password is wrong ({name})',
        servers=lambda: [server()],
        before=lambda lab: lab.network.lose_every(7),
        args=smtp(),
        user=ALICE,
        password='Canary0Not1The2Right3One',
        cause='auth-failed',
        verdict='problem',
        after=out_of_step,
        languages=(),
    )


SCENARIOS = {'exim': refused(Exim, 'Exim'), 'postfix': refused(Postfix, 'Postfix')}
