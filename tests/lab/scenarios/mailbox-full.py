# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipient's mailbox is full, as the last station of the mail says and the server passes on."""

from lablib.accounts import BOB, smtp
from lablib.exim import Exim
from lablib.lmtp import Lmtp, SERVICES, VERIFIED
from lablib.postfix import Postfix
from lablib.scenario import Scenario

CALLOUT = '  require verify = recipient/callout=5s,no_cache\n'


def full(title, server, **limits):
    return Scenario(title=title, servers=lambda: [Lmtp(**limits), server()], args=smtp(port=25, to=BOB),
                    cause='mailbox-full', verdict='problem', facts={'smtp.reply.stage': 'rcpt'})


SCENARIOS = {
    'postfix-lmtp': full('Postfix asks Dovecot at RCPT', lambda: Postfix(
        main=VERIFIED, services=SERVICES)),
    'postfix-lmtp-later': full('Postfix asks Dovecot at RCPT, and puts it off', lambda: Postfix(
        main=VERIFIED | {'unverified_recipient_reject_code': '450'}, services=SERVICES)),
    'exim-lmtp': full('Exim asks Dovecot at RCPT', lambda: Exim(rcpt=CALLOUT, local_transport=Lmtp.EXIM)),
}
