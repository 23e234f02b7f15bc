# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""rspamd looks at the message for Postfix."""

from lablib.accounts import smtp
from lablib.postfix import Postfix
from lablib.rspamd import Rspamd
from lablib.scenario import Scenario


def looked_at(title, actions, cause, code):
    return Scenario(title=title, servers=lambda: [Rspamd(actions), Postfix(main=Rspamd.MILTER)],
                    args=smtp('--send', port=25), cause=cause, verdict='problem',
                    facts={'smtp.reply.stage': 'body', 'smtp.reply.code': code})


SCENARIOS = {
    'reject': looked_at('the message is spam for it', {'reject': 5}, 'spam-detected', '554'),
    'greylist': looked_at('it puts off the first message of its kind', {'greylist': 5, 'reject': 100},
                          'smtp-greylisted', '451'),
}
