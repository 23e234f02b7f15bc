# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The name of the sending address, and lists that name it, or that answer and know nothing."""

import ipaddress

from lablib.domains import HARBOUR, LIST, REVERSE, domain
from lablib.helpers import BlockList
from lablib.network import SERVER4

SIX = '2a0e:97c0:9::10'
SIX_NAME = ipaddress.ip_address(SIX).reverse_pointer
OTHER = 'other.example.com'
TEST, CLEAN = '2.0.0.127', '1.0.0.127'
SUBJECT = '10.9.128.44'


def name(title, outcome, ptr, **more):
    bad = outcome in ('none', 'not-confirmed')
    return domain(title, 'reverse-dns-missing' if bad else None, 'problem' if bad else 'ok',
                  {'domain.ptr.outcome': outcome} | more.pop('facts', {}), ptr=ptr, **more)


def lists(title, state, *answers, cause=None, verdict=None, outcome=None, **more):
    """answers: of the list of the sound domain, "NAME TYPE DATA" below it."""
    facts = {'domain.dnsbl.0.state': state} | ({'domain.dnsbl.outcome': outcome} if outcome else {})
    return domain(title, cause, verdict, facts | more.pop('facts', {}),
                  list='\n'.join(f'{left}.{LIST}. {right}' for left, right in
                                 (answer.split(' ', 1) for answer in answers)), **more)


def answers_all(title, state, answer, **more):
    """A list that gives one and the same answer to everything, its test entry included."""
    return lists(title, state, f'* A {answer}', outcome='not-known', **more)


def real(title, listed, **more):
    """rbldnsd holds the list."""
    listing = BlockList(listed, text='Open relay, see https://lists.example.net/why?$')
    return domain(title, servers=lambda: [listing], zones=(BlockList.ZONE,), **more)


SCENARIOS = {
    'name-missing': name('no name for the address', 'none', ''),
    'name-dead': name('the name has no address', 'not-confirmed', f'{REVERSE} PTR old.{HARBOUR}.'),
    'name-elsewhere': name('the name leads to another address', 'not-confirmed',
                           f'{REVERSE} PTR web.{HARBOUR}.\nweb.{HARBOUR}. A 44.128.9.77'),
    'name-second': name('the second of two names leads back', 'ok',
                        f'{REVERSE} PTR alias.{HARBOUR}.\n{REVERSE} PTR post.{HARBOUR}.'),
    'name-delegated': name('the block of the address was handed to its user', 'ok',
                           f'{REVERSE} CNAME 10.0-15.9.128.44.in-addr.arpa.\n'
                           f'10.0-15.9.128.44.in-addr.arpa. PTR post.{HARBOUR}.'),
    'name-six': name('an IPv6 address with a name', 'ok', f'{SIX_NAME}. PTR post6.{HARBOUR}.\n'
                     f'post6.{HARBOUR}. AAAA {SIX}', sender=SIX,
                     spf=f'{HARBOUR}. TXT "v=spf1 ip6:{SIX} -all"'),
    'name-six-missing': name('an IPv6 address without a name', 'none', '', sender=SIX,
                             spf=f'{HARBOUR}. TXT "v=spf1 ip6:{SIX} -all"'),
    'listed': real('a list knows the address', {SERVER4: '127.0.0.4'}, cause='ip-blocklisted',
                   verdict='problem', facts={
                       'domain.dnsbl.0.state': 'listed', 'domain.dnsbl.0.code': '127.0.0.4',
                       'domain.dnsbl.0.reason': f'Open relay, see https://lists.example.net/why?{SERVER4}'}),
    'not-listed': real('a list knows its neighbour alone', {'44.128.9.11': '127.0.0.4'},
                       facts={'domain.dnsbl.0.state': 'clean'}),
    'list-gone': lists('a list whose zone is empty', 'unusable', '_ TXT "closed"', outcome='not-known'),
    'list-gone-listed': lists('an entry, but no test entry', 'unusable', f'{SUBJECT} A 127.0.0.2',
                              outcome='not-known'),
    'typing-error': answers_all('the answer for a mistyped list', 'refused', '127.255.255.252'),
    'open-resolver': answers_all('the answer for a public name server', 'refused', '127.255.255.254'),
    'too-many': answers_all('the answer for too many questions', 'refused', '127.255.255.255'),
    'refused-alone': lists('the refusal comes for the address alone', 'refused', f'{TEST} A 127.0.0.2',
                           f'{SUBJECT} A 127.255.255.254', outcome='not-known'),
    'lists-the-world': answers_all('a list that names everybody', 'lists-all', '127.0.0.3'),
    'sold': answers_all('the domain of the list was sold', ('rewritten', 'lists-all'), '44.128.9.80'),
    'invented': lists('an answer that no list gives', ('rewritten', 'unusable'), f'{TEST} A 127.0.0.2',
                      f'{SUBJECT} A 44.128.9.80', outcome='not-known'),
    'never-127-0-0-1': lists('the answer 127.0.0.1', ('refused', 'unusable', 'clean', 'rewritten'),
                             f'{TEST} A 127.0.0.2', f'{SUBJECT} A 127.0.0.1'),
    'one-of-two': domain('one of two lists knows it', 'ip-blocklisted', 'problem',
                         {'domain.dnsbl.0.state': 'lists-all', 'domain.dnsbl.1.state': 'listed',
                          'domain.dnsbl.zone': OTHER}, zones=(LIST, OTHER),
                         list=f'*.{LIST}. A 127.0.0.2\n{TEST}.{OTHER}. A 127.0.0.2\n'
                         f'{SUBJECT}.{OTHER}. A 127.0.0.9\n{SUBJECT}.{OTHER}. TXT "spam trap"'),
    'six-listed': lists('an IPv6 address on a list', 'listed', f'{TEST} A 127.0.0.2',
                        f'{SIX_NAME.removesuffix(".ip6.arpa")} A 127.0.0.2', cause='ip-blocklisted',
                        verdict='problem', sender=SIX, ptr=f'{SIX_NAME}. PTR post6.{HARBOUR}.\n'
                        f'post6.{HARBOUR}. AAAA {SIX}', spf=f'{HARBOUR}. TXT "v=spf1 ip6:{SIX} -all"'),
    'hostile-words': lists('words with escapes in the reason', 'listed', f'{TEST} A 127.0.0.2',
                           f'{SUBJECT} A 127.0.0.2', f'{SUBJECT} TXT "\\027[31mred\\226\\128\\174txet\\010x"',
                           cause='ip-blocklisted', verdict='problem'),
}
