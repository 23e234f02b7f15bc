# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='the deep tests of postscreen let the second one pass',
    servers=lambda: [Postfix(postscreen=True, main={'postscreen_greet_wait': '1s', 'postscreen_cache_map': 'btree:/var/lib/postfix/ps', 'postscreen_pipelining_enable': 'yes', 'postscreen_non_smtp_command_enable': 'yes', 'postscreen_bare_newline_enable': 'yes'})],
    args=smtp('--retry-greylist', '2', port=25),
    cause='smtp-greylisted',
    verdict='warning',
    facts={'smtp.greylist.retried': 'passed'},
    languages=(),
)
