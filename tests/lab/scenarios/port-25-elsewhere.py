# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Port 25 dead on the way, at other servers, by address and over a long line."""

from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.network import SERVER4, SERVER6
from lablib.opensmtpd import OpenSmtpd
from lablib.scenario import Scenario
from lablib.relays import Submission


def dead(title, server, *more, slow=0, how='drop', cause='port-25-blocked', host=SERVER4):
    def before(lab):
        if slow:
            lab.network.slow(slow)
        lab.network.block([25], how)
    return Scenario(title=title, servers=server, before=before, args=smtp(*more, port=25, host=host),
                    cause=cause, verdict='problem')


SCENARIOS = {
    'literal': dead('dropped for an address, Exim', lambda: [Exim()]),
    'slow': dead('dropped on a line of 180 ms', lambda: [Exim(ports=(25, 465))], slow=180,
                 host='mail.example.net'),
    'ipv6': dead('dropped over IPv6, only 587 besides',
                       lambda: [OpenSmtpd(listen={25: '', 587: ''})], '--ipv6', host=SERVER6),
    'submission': dead('dropped, and Dovecot answers on 587 and 465',
                       lambda: [Submission({587: 'no', 465: 'yes'})], host='mail.example.net'),
    'reset': dead('reset by a router near us, on a line of 150 ms', lambda: [Exim()], slow=150,
                  how='reject with tcp reset', cause=('port-25-blocked', 'port-blocked-by-network')),
}
