# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""EHLO is turned away with a code that says nothing of encryption."""

from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario
from lablib.scripted import Scripted


def refused(title, reply, cause):
    return Scenario(title=title, servers=lambda: [Scripted({'EHLO': reply, 'HELO': reply})], args=smtp(),
                    user=ALICE, cause=cause, verdict=('problem', 'inconclusive'), at_most=0.8)


SCENARIOS = {
    'code-unknown': refused('599, which no standard knows', '599 5.9.9 no', (
        'protocol-error', 'server-error', 'server-reply-invalid', 'policy-rejected', None)),
    'not-for-you': refused('550 at EHLO, of a server that wants nothing of us',
                           '550 5.7.1 not accepted here',
                           ('policy-rejected', 'recipient-refused', 'bad-helo', 'ip-bad-reputation')),
}
