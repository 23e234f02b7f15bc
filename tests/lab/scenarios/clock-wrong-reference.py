# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's clock is wrong, the server says nothing of the time, another host named does."""

from lablib.accounts import ALICE, smtp
from lablib.network import FTP_HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.web import Nginx


def servers():
    return [Postfix(), Nginx('server { listen 443 ssl; }', certificate='good', ports=(443,))]


def wrong(title, clock, verify):
    return Scenario(title=title, servers=servers, args=smtp('--reference', FTP_HOST), user=ALICE,
                    clock=clock, cause='clock-wrong', verdict='problem',
                    facts={'tls.verify': verify, 'local.clock_explains': 'yes',
                           'local.clock_agreed': 'yes',
                           'local.clock_sources': 'reference certificate'},
                    steps={'tls.handshake': 'failed', 'smtp.auth': 'skipped'})


SCENARIOS = {
    'behind': wrong('the clock is a year behind', '-366d', 'not-yet-valid'),
    'ahead': wrong('the clock is two hundred days ahead', '+200d', 'expired'),
    'right': Scenario(title='the certificate really expired, and another host says what time it is',
                      servers=lambda: [Postfix(certificate='expired'),
                                       Nginx('server { listen 443 ssl; }', certificate='expired',
                                             ports=(443,))],
                      args=smtp('--reference', 'mail.example.net'), user=ALICE,
                      cause='certificate-expired', verdict='problem',
                      facts={'tls.verify': 'expired', 'local.clock_explains': 'no'}),
}
