# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""STARTTLS is offered, and then not known: taken away on the way, or never there at the server. What the
other ports and the other family show decides."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario
from lablib.scripted import Scripted

REFUSED = '502 5.5.1 command not implemented'


def refused(title, servers, cause, *more, ports=(), port=587, host='mail.example.net', **others):
    def before(lab):
        if ports:
            lab.meddle('refuse', ports)
    return Scenario(title=title, servers=servers, before=before, cause=cause, verdict='problem', user=ALICE,
                    args=smtp('--security', 'starttls', *more, port=port, host=host), after=no_login, **others)


SCENARIOS = {
    'other-port': refused('refused on 587 alone, 25 and 465 work', lambda: [Exim()], 'starttls-stripped',
                          ports=[587], facts={'smtp.starttls.elsewhere': 'other-port'}),
    'all-plain': refused('refused on every port that begins in clear, 465 works', lambda: [Postfix()],
                         'starttls-stripped', ports=[25, 587],
                         facts={'smtp.starttls.elsewhere': 'no', 'smtp.starttls.implicit': 'yes'}),
    'ipv4': refused('refused over IPv4 alone', lambda: [Postfix()], 'starttls-stripped',
                    '--ipv4', ports=[587], host='both.example.net'),
    # A server that promises what it has not got, and nothing encrypted anywhere beside it.
    'server': refused('the server itself does not know what it offers, on both its ports', lambda: [
        Scripted({'STARTTLS': REFUSED}, (587, 25))], ('starttls-unavailable', 'starttls-stripped'),
        at_most=0.8, facts={'smtp.starttls.elsewhere': 'no', 'smtp.starttls.implicit': 'no'}),
}
