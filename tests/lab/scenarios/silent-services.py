# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Services that wait for the first word, where a mail server should greet. What they say to the beginning
of TLS, on the connection beside the silent one, gives them away (steps: nobody waits for a greeting)."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.helpers import Nginx
from lablib.relays import Socat
from lablib.scenario import Scenario


def silent(title, servers, cause, *more, port=587, facts=None):
    return Scenario(title=title, servers=servers, args=smtp(*more, port=port), user=ALICE, cause=cause,
                    verdict='problem', facts=facts or {})


SCENARIOS = {
    'nginx-2525': silent('nginx on 2525', lambda: [Nginx({2525: ''})], 'wrong-service-on-port', port=2525,
                         facts={'greeting.protocol': 'http', 'step.failure': 'invalid-reply',
                                'pairing.works': 'no'}),
    'nginx-25': silent('nginx on 25', lambda: [Nginx({25: ''})], 'wrong-service-on-port', port=25,
                       facts={'greeting.protocol': 'http', 'pairing.works': 'no'}),
    'nobody': silent('something that never says a word', lambda: [Socat(587, 'SYSTEM:sleep 60')],
                     'greeting-missing', facts={'greeting.protocol': 'nothing'}),
    # Late as it is, it is a mail server, whatever it says to TLS meanwhile.
    'late': silent('Exim that greets after twelve seconds', lambda: [
        Exim(acls={'connect': '  accept delay = 12s'})], 'greeting-delayed',
        facts={'greeting.protocol': 'smtp'}),
}
SCENARIOS['late'].verdict = 'ok'
