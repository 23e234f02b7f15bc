# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""First contacts that are put off, by several servers and in several words; some let the second pass."""
from lablib.accounts import BOB, smtp
from lablib.exim import Exim
from lablib.helpers import Postgrey
from lablib.network import DOMAIN
from lablib.postfix import Postfix, saying
from lablib.scenario import Scenario

SENDER = ('--from', 'news@example.org')
# Whoever comes again passes: a folder keeps who was here.
MEMORY = '''  accept condition = ${{if exists{{/run/exim4/met}}}}
  defer condition = ${{run{{/usr/bin/touch /run/exim4/met}}{{yes}}{{yes}}}}
       message = {}'''


def first(title, server, **more):
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    cause='smtp-greylisted', verdict='problem', **({'args': smtp(*SENDER, port=25)} | more))


def again(title, server, wait='2', **more):
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    args=smtp(*SENDER, '--retry-greylist', wait, port=25), cause='smtp-greylisted',
                    verdict='warning', facts={'smtp.greylist.retried': 'passed'}, languages=(), **more)


SCENARIOS = {
    'postgrey-german': first(
        'postgrey, in words of the house',
        lambda: [Postgrey(60, '--greylist-text=Bitte in %s Sekunden erneut versuchen'),
                 Postfix(main={'smtpd_recipient_restrictions': Postgrey.POLICY})]),
    'postgrey-data': first(
        'postgrey is asked at DATA',
        lambda: [Postgrey(60, '--greylist-action=DEFER'),
                 Postfix(main={'smtpd_data_restrictions': Postgrey.POLICY})],
        args=smtp(*SENDER, '--send', port=25)),
    'postgrey-again': again(
        'postgrey lets the second pass, in words of the house',
        lambda: [Postgrey(2, '--greylist-text=Service is unavailable', '--greylist-action=451 4.7.1'),
                 Postfix(main={'smtpd_recipient_restrictions': Postgrey.POLICY})], '4'),
    'exim-again': again('Exim lets the second pass', lambda: Exim(rcpt=MEMORY.format('I do not know you yet'))),
    'exim-again-plain': again('Exim lets the second pass and says nothing of it',
                              lambda: Exim(rcpt=MEMORY.format('Temporarily rejected. Try again later.'))),
    'rspamd-words': first('the words of rspamd',
                          lambda: saying('body', '451 4.7.1 Greylisted, please try again later'), args=smtp(*SENDER, '--send', port=25)),
    'milter-words': first('the words of milter-greylist',
                          lambda: saying('rcpt', '451 4.7.1 Greylisting in action, please come back in 00:04:58')),
    'sqlgrey-words': first('the words of sqlgrey', lambda: saying('rcpt', '450 4.7.1 Greylisted for 5 minutes')),
    'early-words': first('the words of a house', lambda: saying('rcpt', '450 4.2.0 Early retry: come back in 287 seconds')),
}
