# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same need of a proxy, told by the settings of the desktop, and other ways of shutting the direct one."""

from lablib.accounts import ALICE, smtp
from lablib.network import SERVER4
from lablib.postfix import Postfix
from lablib.proxy import PORT, URL, Tinyproxy
from lablib.scenario import Scenario

DESKTOP = (f"[system/proxy]\nmode='manual'\n\n[system/proxy/https]\nhost='{SERVER4}'\nport={PORT}\n\n"
           f"[system/proxy/http]\nhost='{SERVER4}'\nport={PORT}\n")


def shut(lab, how):
    lab.network.router.nft('table inet only { chain way { type filter hook forward priority 0;\n'
                           f'  iifname "clie" tcp dport != {PORT} {how}\n}}\n}}\n')


def required(title, outcome, text='', port=587, how='drop', **more):
    return Scenario(title=title, servers=lambda: [Postfix(), Tinyproxy(text)],
                    before=lambda lab: shut(lab, how), args=smtp(port=port), user=ALICE,
                    **({'cause': 'proxy-required', 'verdict': 'problem'} | more),
                    facts={'local.proxy.connect': outcome})


SCENARIOS = {
    'desktop': required('the desktop knows the proxy', 'ok', desktop=DESKTOP),
    'desktop-forbids': required('the desktop knows a proxy for the web alone', 'refused', 'ConnectPort 443\n',
                                port=465, desktop=DESKTOP),
    'desktop-25': required('the proxy lets 587 through and not 25', 'refused', 'ConnectPort 587\nConnectPort 443\n',
                           port=25, desktop=DESKTOP),
    'prohibited': required('the network says openly that it forbids the direct way', 'ok', proxy=URL,
                           how='reject with icmpx admin-prohibited'),
    'reset': required('the network cuts the direct way', 'login-needed', 'BasicAuth someone secret\n', proxy=URL,
                      how='reject with tcp reset'),
}
