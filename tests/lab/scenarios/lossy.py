# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line that loses packets: at random, where with luck nothing is lost at all and there is nothing to name, or
by turns (each), where every run loses the same ones. What had to be sent again is counted."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.exim import Exim
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.proftpd import Proftpd
from lablib.scenario import Scenario

ANY = ('ok', 'warning', 'problem', 'inconclusive')


def lossy(title, percent, server=Exim, *more, port=465, slow=0, match='meta l4proto tcp', user=ALICE,
          host='mail.example.net', cause='network-lossy', each=False, names=0):
    def before(lab):
        if slow:
            lab.network.slow(slow)
        if names:
            lab.network.lose(names, 'meta l4proto udp')
        (lab.network.lose_each if each else lab.network.lose)(percent, match)
    return Scenario(title=title, servers=lambda: [server()], before=before, cause=cause, verdict=ANY,
                    args=smtp(*more, port=port, host=host), user=user, languages=())


SCENARIOS = {
    'third': lossy('one packet of three is lost, both ways', 3, each=True),
    'third-starttls': lossy('one packet of three is lost, after STARTTLS', 3, Postfix, port=587, each=True),
    'fifth': lossy('one packet of five is lost, after STARTTLS', 5, Exim, port=587, each=True),
    'there': lossy('one packet of three is lost on the way there', 3, Postfix, each=True,
                   match='iifname "clie" meta l4proto tcp'),
    'back': lossy('one packet of three is lost on the way back', 3, each=True,
                  match='iifname "serv" meta l4proto tcp'),
    'tenth-slow': lossy('one packet of ten is lost on a long line', 10, Exim, port=587, slow=150, each=True),
    'ipv6': lossy('a quarter is lost over IPv6', 4, Postfix, '--ipv6', host='six.example.net', each=True),
    'plain': lossy('a quarter is lost, of questions for names too, without a login', 4, OpenSmtpd, port=25,
                   names=25, user=None, each=True, cause=('network-lossy', 'starttls-not-offered')),
    'files': Scenario(title='a quarter is lost on the way to a file server and back', servers=lambda: [Proftpd()],
                      before=lambda lab: lab.network.lose_each(4), cause='network-lossy', verdict=ANY, args=ftp(),
                      user=CAROL, languages=()),
}
