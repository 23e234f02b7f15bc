# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that answers every web page with its own until somebody signs in."""

from lablib.accounts import ALICE, smtp
from lablib.scenario import Scenario
from lablib.web import Nginx, http

PAGE = 'http://login.portal.example/welcome'
REDIRECT = f'server {{ listen 80 default_server; listen 443 ssl; return 302 {PAGE}; }}'
INSTEAD = ('server { listen 80 default_server; listen 443 ssl; default_type text/html; '
           'return 200 "<html>Please accept the terms"; }')
FREE = 'server { listen 80 default_server; return 200 "NetworkManager is online"; }'
OWN = 'http://check.example.net/status'


def shut(lab, how):
    """Web goes to the portal, names are answered, the rest is turned away."""
    lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\ncheck.example.net. A 44.128.9.81\n')
    lab.network.router.nft(
        'table ip portal { chain in { type nat hook prerouting priority -100;\n'
        '  iifname "clie" tcp dport { 80, 443 } dnat to 44.128.9.10\n}\n'
        'chain way { type filter hook forward priority 0;\n'
        f'  iifname "clie" tcp dport != {{ 80, 443 }} {how}\n}}\n}}\n')


def portal(title, how, args, page=REDIRECT, ports=(80, 443), **more):
    return Scenario(title=title, servers=lambda: [Nginx(page, certificate='wrong-name', ports=ports)],
                    before=lambda lab: shut(lab, how), args=args, verdict='problem',
                    **({'user': ALICE, 'cause': 'captive-portal',
                        'facts': {'local.portal': 'yes', 'local.portal.url': PAGE}} | more))


RESET = 'reject with tcp reset'
SCENARIOS = {
    'refused': portal('a portal that refuses mail', RESET, smtp()),
    'dropped': portal('a portal that drops mail', 'drop', smtp(port=465),
                      computer={'portal': 'reason', 'firewall': ('unrelated', 'not-known')}),
    'own-page': portal('the same, seen at a page that the person named', RESET,
                       smtp('--portal-url', OWN)),
    'instead': portal('a portal that shows its page without sending anybody there', RESET, smtp(),
                      page=INSTEAD, facts={'local.portal': 'yes', 'local.portal.url': None}),
    'web': portal('a portal that answers for a web server', RESET, http(), user=None),
    'none': portal('no portal, and all mail is refused', RESET, smtp(), page=FREE, ports=(80,),
                   cause='service-not-running', facts={'local.portal': 'no'}, computer={'portal': 'unrelated'}),
}
