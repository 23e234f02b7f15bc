# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A balancer that takes connections and has nobody to pass them on to."""

from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario
from lablib.webmore import Haproxy


def scenario(port):
    return Scenario(
        title=f'HAProxy on port {port} without a living server behind it', user=ALICE,
        servers=lambda: [Haproxy(f'listen mail\n  mode tcp\n  bind :{port}\n  retries 0\n'
                                 '  server gone 127.0.0.1:10465\n', ports=(port,))],
        args=smtp(port=port), cause='closed-before-greeting', verdict='problem')


SCENARIOS = {'465': scenario(465), '587': scenario(587)}
