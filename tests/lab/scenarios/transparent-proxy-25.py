# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='another server answers on port 25, whatever the target',
    servers=lambda: [Postfix()],
    before=lambda lab: lab.impostor([25]),
    args=smtp(port=25),
    cause='network-redirects-smtp',
    verdict='warning',
)
