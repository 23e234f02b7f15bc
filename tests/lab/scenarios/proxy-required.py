# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing but a proxy is reached, and it takes mail, or forbids it, or wants to know who asks."""

from lablib.accounts import ALICE, smtp
from lablib.postfix import Postfix
from lablib.proxy import PORT, URL, Tinyproxy
from lablib.scenario import Scenario


def proxy(title, outcome, text='', port=587, **more):
    return Scenario(title=title, servers=lambda: [Postfix(), Tinyproxy(text)],
                    before=lambda lab: lab.network.router.nft(
                        'table inet only { chain way { type filter hook forward priority 0;\n'
                        f'  iifname "clie" tcp dport != {PORT} drop\n}}\n}}\n'),
                    args=smtp(port=port), user=ALICE, proxy=URL,
                    **({'cause': 'proxy-required', 'verdict': 'problem'} | more),
                    facts={'local.proxy': URL, 'local.proxy.connect': outcome},
                    steps={'tcp.connect': 'failed'})


SCENARIOS = {
    'takes': proxy('a proxy that lets the port through', 'ok'),
    'forbids': proxy('a proxy for the web alone', 'refused', 'ConnectPort 443\n'),
    'login': proxy('a proxy that wants a login', 'login-needed', 'BasicAuth someone secret\n', port=465),
}
