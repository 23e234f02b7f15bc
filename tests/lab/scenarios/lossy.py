# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line that loses packets at random. Where luck has it that nothing fails, the line is named all the
same: what had to be sent again is counted."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario

ANY = ('ok', 'warning', 'problem', 'inconclusive')


def lossy(title, percent, server=Exim, *more, port=465, slow=0, match='meta l4proto tcp', user=ALICE,
          host='mail.example.net', cause='network-lossy'):
    def before(lab):
        if slow:
            lab.network.slow(slow)
        lab.network.lose(percent, match)
    return Scenario(title=title, servers=lambda: [server()], before=before, cause=cause, verdict=ANY,
                    args=smtp(*more, port=port, host=host), user=user, languages=())


SCENARIOS = {
    # With luck nothing is lost at all: there is nothing to name then.
    'third': lossy('three packets of ten are lost, both ways', 30, cause=('network-lossy', None)),
    'third-starttls': lossy('three packets of ten are lost, after STARTTLS', 30, Postfix, port=587,
                            cause=('network-lossy', None)),
    'fifth': lossy('one packet of five is lost, after STARTTLS', 20, Exim, port=587),
    'there': lossy('three packets of ten are lost on the way there', 30, Postfix,
                   cause=('network-lossy', None), match='iifname "clie" meta l4proto tcp'),
    'back': lossy('three packets of ten are lost on the way back', 30,
                  cause=('network-lossy', None), match='iifname "serv" meta l4proto tcp'),
    'tenth-slow': lossy('one packet of ten is lost on a long line', 10, Exim, port=587, slow=150,
                        cause=('network-lossy', None)),
    'ipv6': lossy('a quarter is lost over IPv6', 25, Postfix, '--ipv6', host='six.example.net'),
    'plain': lossy('a quarter of everything is lost, names too, without a login', 25, OpenSmtpd,
                   port=25, match='', user=None, cause=('network-lossy', 'starttls-not-offered')),
}
