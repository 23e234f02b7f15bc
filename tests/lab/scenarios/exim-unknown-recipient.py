# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import NOBODY, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim knows no such mailbox',
    servers=lambda: [Exim()],
    args=smtp(port=25, to=NOBODY),
    cause='no-such-mailbox',
    verdict='problem',
)
