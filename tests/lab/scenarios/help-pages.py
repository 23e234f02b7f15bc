# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server that invents answers: a help page for wrong names, or a sign-in page for all of them. The name of
the page that tells whether there is a sign-in gets the same answer."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.exim import Exim
from lablib.network import HOST, SECOND4, SERVER4
from lablib.postfix import Postfix
from lablib.resolvers import Bind, Dnsmasq
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd
from lablib.web import Nginx

PLAIN = 'server { listen %s:80 default_server; default_type text/html; return %%s; }' % SECOND4
DID_YOU_MEAN = PLAIN % '200 "<html><form action=/search><input type=text name=q></form>Did you mean example"'
SEARCH = PLAIN % '302 http://search.provider.example/?q=$host'
SIGN_IN = PLAIN % '302 http://wlan.hotel.example/login'
FORM = PLAIN % "200 '<html><form method=post>Room <input name=r> Code <input type=\"password\" name=c></form>'"


class Help(Bind):
    """A provider's: what does not exist is at its help page."""

    def launch(self, text):
        self.node.write('/run/help.zone', '$TTL 60\n@ IN SOA ns. admin. 1 3600 600 86400 60\n@ IN NS ns.\n'
                        f'* IN A {SECOND4}\n')
        super().launch('zone "." { type redirect; file "/run/help.zone"; };')


def hotel():
    return Dnsmasq(f'address=/#/{SECOND4}')


def wildcard(lab):
    lab.network.publish(f'*. A {SECOND4}\n')


def way(rules):
    return lambda lab: lab.network.router.nft(
        f'table inet shut {{ chain way {{ type filter hook forward priority 0;\n  {rules}\n}}\n}}\n')


def play(title, servers, args, cause, *before, user=ALICE, **more):
    return Scenario(title=title, servers=servers, before=lambda lab: [step(lab) for step in before], args=args,
                    cause=cause, user=user, **({'verdict': 'problem'} | more))


def page(text):
    return Nginx(text, certificate='wrong-name', ports=(80,))


WRONG = 'smtp.exmaple.org'
SHUT = way(f'iifname "clie" tcp dport != {{ 53, 80 }} reject with icmp port-unreachable')
SCENARIOS = {
    # A help page, and a name that is wrong.
    'wrong-name': play('a help page answers for a misspelt mail server', lambda: [Help(), Exim(), page(DID_YOU_MEAN)],
                       smtp(host=WRONG, port=465), 'dns-answers-rewritten', way(f'ip daddr {SECOND4} tcp dport != 80 reject')),
    'wrong-name-dropped': play('the same for a file server, and the host of the page drops the rest', lambda: [
        page(DID_YOU_MEAN)], ftp(host='ftp.exmaple.org'), 'dns-answers-rewritten', wildcard,
        way(f'ip daddr {SECOND4} tcp dport != 80 drop'), user=CAROL),
    'wrong-name-redirect': play('the help page sends on to a search', lambda: [Help(), Exim(), page(SEARCH)],
                                smtp(host=WRONG), ('dns-answers-rewritten', 'captive-portal'),
                                way(f'ip daddr {SECOND4} tcp dport != 80 reject'), at_most=0.8),
    # A help page, and a name that is right.
    'right-stopped': play('the name is right, and the server does not run', lambda: [
        Help(), Postfix(ports={25: {}}), page(DID_YOU_MEAN)], smtp(), 'service-not-running'),
    'right-dropped': play('the name is right, and 465 is dropped', lambda: [Exim(), page(SEARCH)], smtp(port=465),
                          'port-blocked-by-network', wildcard, way('tcp dport 465 drop')),
    'right-files': play('the name is right, and the file server does not run', lambda: [Help(), page(SEARCH)], ftp(),
                        ('service-not-running', 'connection-failed'), user=CAROL),
    # A sign-in page for every name.
    'hotel-redirect': play('every name leads to the sign-in page, which sends on', lambda: [hotel(), page(SIGN_IN)], smtp(),
                           'captive-portal', SHUT),
    'hotel-form': play('every name leads to the sign-in page, which asks for a code', lambda: [hotel(), page(FORM)],
                       ftp(), 'captive-portal', SHUT, user=CAROL),
    # Web is led to the page by the network, names are invented as well.
    'both': play('a help page for wrong names, and a sign-in for the web', lambda: [Help(), Exim(), page(SIGN_IN)], smtp(),
                 'captive-portal', lambda lab: lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n'),
                 lambda lab: lab.network.router.nft(
                     'table ip hotspot { chain in { type nat hook prerouting priority -100;\n'
                     f'  iifname "clie" tcp dport 80 dnat to {SECOND4}\n}}\n}}\n'),
                 way('iifname "clie" meta l4proto tcp tcp dport != 80 reject')),
}
