# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a domain says that its mail goes."""

from lablib.domains import HARBOUR, domain
from lablib.exim import Exim
from lablib.network import SERVER4
from lablib.postfix import Postfix


def route(title, cause, outcome, *records, verdict='problem', **more):
    """records: of the domain itself, or with their own name where they begin with @."""
    return domain(title, cause, verdict, {'domain.mx.outcome': outcome} | more.pop('facts', {}),
                  mx='\n'.join(record[1:] if record.startswith('@') else f'{HARBOUR}. {record}'
                               for record in records), **more)


def names_no_address(lab, report):
    """No step of the fix is about an address in an MX record, where none stands there."""
    return [f'a step that is not for this: {fix["text"]}' for fix in report['causes'][0]['fixes']
            if fix['id'] == 'name-not-address']


SCENARIOS = {
    'null': route('no mail at all', 'host-does-not-accept-mail', 'null', 'MX 0 .',
                  verdict=('problem', 'warning')),
    'null-beside': route('the record for no mail beside another', None, 'ok', 'MX 0 .',
                         f'MX 10 post.{HARBOUR}.', verdict=('ok', 'warning')),
    'literal': route('an address where a name belongs', 'mail-route-broken', 'no-address', f'MX 5 {SERVER4}.'),
    'nowhere': route('a name that does not exist', 'mail-route-broken', 'no-address', 'MX 5 gone.example.com.',
                     facts={'domain.mx.dead': 'gone.example.com'}, after=names_no_address),
    'one-nowhere': route('one of two names does not exist', None, 'ok', 'MX 5 gone.example.com.',
                         f'MX 10 post.{HARBOUR}.', verdict=('ok', 'warning'),
                         facts={'domain.mx.dead': 'gone.example.com'}),
    'alias': route('an exchanger that is an alias', None, 'ok', f'MX 5 mx.{HARBOUR}.',
                   f'@mx.{HARBOUR}. CNAME post.{HARBOUR}.', verdict=('ok', 'warning')),
    'circle': route('an alias that leads to itself', 'mail-route-broken', 'no-address', f'MX 5 mx.{HARBOUR}.',
                    f'@mx.{HARBOUR}. CNAME my.{HARBOUR}.', f'@my.{HARBOUR}. CNAME mx.{HARBOUR}.'),
    'implicit': route('no record but an address', None, 'implicit', f'A {SERVER4}', verdict='ok'),
    'neither': route('neither', 'host-does-not-accept-mail', 'none', verdict=('problem', 'warning')),
    'inside': route('an address that only the inside knows', 'mail-route-broken', 'private',
                    f'MX 5 mx.{HARBOUR}.', f'@mx.{HARBOUR}. A 192.168.4.25', verdict='warning',
                    spf=f'{HARBOUR}. TXT "v=spf1 ip4:{SERVER4} ~all"'),
    'here': route('the address of whoever asks', 'mail-route-broken', 'private', f'MX 5 mx.{HARBOUR}.',
                  f'@mx.{HARBOUR}. A 127.0.0.1', verdict='warning', spf=f'{HARBOUR}. TXT "v=spf1 ip4:{SERVER4} ~all"'),
    'absent': domain('the domain does not exist', 'domain-not-found', 'problem',
                     {'domain.mx.outcome': 'no-such-name'}, name='harbuor.example.org'),
    'exim': domain('the exchanger is Exim', None, 'ok', {'domain.mx.reach': 'open'}, servers=lambda: [Exim()]),
    'turns-away': domain('the exchanger turns this computer away', None, ('ok', 'warning'),
                         {'domain.mx.reach': 'refused-us'}, servers=lambda: [Postfix(
                             {'smtpd_client_restrictions': 'static:{554 5.7.1 No service for you}',
                              'smtpd_delay_reject': 'no'})]),
}
