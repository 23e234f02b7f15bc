# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipient's mailbox is full, as the last station of the mail says and the server passes on."""

from lablib.accounts import BOB, smtp
from lablib.exim import Exim
from lablib.lmtp import Lmtp, SERVICES, VERIFIED
from lablib.postfix import Postfix
from lablib.scenario import Scenario

CALLOUT = '  require verify = recipient/callout=5s,no_cache\n'


def full(title, server, *more, stage='rcpt', **limits):
    return Scenario(title=title, servers=lambda: [Lmtp(**limits), server()], args=smtp(*more, port=25, to=BOB),
                    cause='mailbox-full', verdict='problem', facts={'smtp.reply.stage': stage})


def at_the_end(title, code, main=None, **limits):
    """RCPT is answered well. Exim does not do this: its cutthrough delivery leaves LMTP out."""
    scenario = full(title, lambda: Postfix(main=Lmtp.INLINE | (main or {})), '--send', stage='body', check=False,
                    inline=True, **limits)
    scenario.facts |= {'smtp.reply.code': code, 'smtp.rcpt.outcome': 'ok'}
    return scenario


SCENARIOS = {
    'postfix-lmtp': full('Postfix asks Dovecot at RCPT', lambda: Postfix(
        main=VERIFIED, services=SERVICES)),
    'postfix-lmtp-later': full('Postfix asks Dovecot at RCPT, and puts it off', lambda: Postfix(
        main=VERIFIED | {'unverified_recipient_reject_code': '450'}, services=SERVICES)),
    'data': at_the_end('Dovecot answers the message itself, and Postfix passes it on', '552'),
    'data-later': at_the_end('Dovecot puts the message itself off', '452', tempfail=True),
    'data-buffered': at_the_end('the same, of a Postfix that takes the message first', '552',
                                {'smtpd_proxy_options': 'speed_adjust'}, limit=1000),
    'exim-lmtp': full('Exim asks Dovecot at RCPT', lambda: Exim(rcpt=CALLOUT, local_transport=Lmtp.EXIM)),
}
