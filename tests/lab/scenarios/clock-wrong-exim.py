# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's clock is wrong, and a server that says in its greeting what time it is."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario


def wrong(title, clock, verify, port=587, **more):
    return Scenario(title=title, servers=lambda: [Exim()], args=smtp(port=port), user=ALICE, clock=clock,
                    cause='clock-wrong', verdict='problem',
                    facts={'tls.verify': verify, 'local.clock_explains': 'yes', **more},
                    steps={'tls.handshake': 'failed', 'smtp.auth': 'skipped'})


SCENARIOS = {
    'behind': wrong('the clock is forty days behind', '-40d', 'not-yet-valid',
                    **{'local.clock_agreed': 'yes',
                       'local.clock_sources': 'greeting certificate'}),
    # Nobody but the server itself says so.
    'ahead': wrong('the clock is two hundred days ahead', '+200d', 'expired', port=25,
                   **{'local.clock_agreed': None, 'local.clock_sources': 'greeting'}),
}
