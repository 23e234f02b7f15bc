# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of allowed senders as people write them, evaluated for one address (RFC 7208)."""

import ipaddress

from lablib.domains import HARBOUR, domain
from lablib.network import SERVER4
from lablib.resolvers import Unbound

SIX = '2a0e:97c0:9::10'


def spf(record, *more):
    """The record of the domain and further lines."""
    return '\n'.join([f'{HARBOUR}. TXT {record}', *(line.replace('@', f'{HARBOUR}.') for line in more)])


def passes(title, record, *more, matched=None, **others):
    facts = {'domain.spf.verdict': 'pass', 'domain.spf.outcome': 'ok'} | others.pop('facts', {})
    if matched:
        facts['domain.spf.matched'] = matched
    return domain(title, spf=spf(record, *more), facts=facts, **others)


def broken(title, error, record, *more, **others):
    facts = {'domain.spf.error': error, 'domain.spf.outcome': 'broken'} | others.pop('facts', {})
    return domain(title, 'spf-record-broken', spf=spf(record, *more), facts=facts, **others)


def hosts(prefix, n):
    return [f'{prefix}{i}.@ A 44.128.9.{20 + i}' for i in range(n)]


def terms(prefix, n):
    return ' '.join(f'a:{prefix}{i}.{HARBOUR}' for i in range(n))


SIX_PTR = f'{ipaddress.ip_address(SIX).reverse_pointer}. PTR post6.{HARBOUR}.'
SCENARIOS = {
    'redirect': passes('a record that hands on to another', f'"v=spf1 redirect=_spf.{HARBOUR}"',
                       '_spf.@ TXT "v=spf1 ip4:44.128.9.0/25 -all"', matched=None),
    'redirect-nowhere': broken('it hands on to a name without a record', 'include-without-record',
                               f'"v=spf1 redirect=_old.{HARBOUR}"'),
    'network-of-a': passes('the network around a named host', f'"v=spf1 a:web.{HARBOUR}/28 -all"',
                           'web.@ A 44.128.9.14', matched=f'a:web.{HARBOUR}/28'),
    'mx': passes('the servers that receive may send', '"v=spf1 mx -all"', matched='mx'),
    'exists': passes('a name made of the address exists', f'"v=spf1 exists:%{{ir}}.ok.{HARBOUR} -all"',
                     '10.9.128.44.ok.@ A 127.0.0.2'),
    'exists-not': domain('no such name exists for this address', 'spf-fail', 'problem',
                         {'domain.spf.verdict': 'fail'},
                         spf=spf(f'"v=spf1 exists:%{{ir}}.ok.{HARBOUR} -all"')),
    'ptr': passes('the name of the address lies in the domain', f'"v=spf1 ptr:{HARBOUR} -all"',
                  facts={'domain.spf.ptr': 'yes'}),
    'macros': passes('letters that stand for the domain and the kind of address',
                     '"v=spf1 include:%{v}.s.%{d3} -all"',
                     'in-addr.s.@ TXT "v=spf1 ip4:44.128.9.10 -all"'),
    'ten': passes('exactly ten look-ups', f'"v=spf1 {terms("h", 9)} mx -all"', *hosts('h', 9),
                  facts={'domain.spf.lookups': '10'}),
    'eleven': broken('one look-up too many', 'too-many-lookups', f'"v=spf1 {terms("h", 10)} mx -all"',
                     *hosts('h', 10), facts={'domain.spf.lookups': '11'}),
    'two-void': passes('two names that are not there are allowed', '"v=spf1 '
                       f'a:gone1.{HARBOUR} a:gone2.{HARBOUR} mx -all"'),
    'three-void': broken('three names that are not there are not', 'too-many-void-lookups', '"v=spf1 '
                         f'a:gone1.{HARBOUR} a:gone2.{HARBOUR} exists:gone3.{HARBOUR} mx -all"'),
    'circle': broken('two records that include each other', 'too-many-lookups',
                     f'"v=spf1 include:one.{HARBOUR} -all"',
                     f'one.@ TXT "v=spf1 include:two.{HARBOUR} -all"',
                     f'two.@ TXT "v=spf1 include:one.{HARBOUR} -all"'),
    'include-of-itself': broken('a record that includes itself', 'too-many-lookups',
                                f'"v=spf1 include:{HARBOUR} -all"'),
    'include-fails': passes('an included record that says no does not decide',
                            f'"v=spf1 include:p.{HARBOUR} mx -all"', 'p.@ TXT "v=spf1 -all"', matched='mx'),
    'octet': broken('an address with 300 in it', 'syntax', '"v=spf1 ip4:44.128.9.300 -all"',
                    facts={'domain.spf.error_term': 'ip4:44.128.9.300'}),
    'ipv4': broken('a mechanism that does not exist', 'syntax', '"v=spf1 ipv4:44.128.9.10 -all"'),
    'blank': broken('a blank behind the colon', 'syntax', '"v=spf1 include: post.example.com -all"'),
    'minus-behind': broken('the sign behind the word', 'syntax', '"v=spf1 mx all-"'),
    'bare-address': broken('an address without its mechanism', 'syntax', '"v=spf1 44.128.9.10 -all"'),
    'joined': broken('two pieces that are joined without a blank', 'syntax',
                     '"v=spf1 mx" "ip4:44.128.9.10 -all"'),
    'pieces': passes('two pieces with the blank where it belongs', '"v=spf1 ip4:44.128." "9.10 -all"'),
    'capitals': passes('capitals', '"V=SPF1 IP4:44.128.9.10 -ALL"'),
    'blanks': passes('more blanks than needed', '"v=spf1   ip4:44.128.9.10    -all "'),
    'six': passes('an IPv6 network', f'"v=spf1 ip6:2a0e:97c0:9::/64 -all"', f'post6.@ AAAA {SIX}',
                  ptr=SIX_PTR, sender=SIX),
    'six-outside': domain('an IPv6 address outside of it', 'spf-fail', 'problem',
                          {'domain.spf.verdict': 'fail'}, sender=SIX, ptr=SIX_PTR,
                          spf=spf('"v=spf1 ip6:2a0e:97c0:8::/64 mx -all"', f'post6.@ AAAA {SIX}')),
    'softfail': domain('an address that should not send', 'spf-fail', ('warning', 'problem'),
                       {'domain.spf.verdict': 'softfail'}, spf=spf('"v=spf1 ip4:44.128.8.0/24 ~all"')),
    'neutral': domain('a record that says nothing of others', None, 'ok',
                      {'domain.spf.verdict': 'neutral'}, spf=spf('"v=spf1 ip4:44.128.8.0/24 ?all"')),
    'old-type': domain('a record of the type that nobody asks for any more', 'spf-record-missing',
                       spf=f'{HARBOUR}. TYPE99 \\# 12 0b763d73706631202d616c6c'),
    'other-version': domain('a record for something else', 'spf-record-missing',
                            spf=spf('"spf2.0/pra mx -all"', '@ TXT "google-site-verification=x"')),
    'among-many': passes('one record among very many others', '"v=spf1 mx -all"',
                         *[f'@ TXT "verification-{i}={"x" * 60}"' for i in range(300)]),
    'unsure': domain('an included record whose name server fails', None, 'ok',
                     {'domain.spf.outcome': 'not-known', 'domain.spf.error': 'dns'},
                     spf=spf(f'"v=spf1 include:lost.{HARBOUR} -all"', 'lost.@ NS ns.lost.@',
                             f'ns.lost.@ A {SERVER4}'), servers=lambda: [Unbound()]),
    'exchangers': broken('mx of a domain with eleven exchangers', 'too-many-lookups',
                         f'"v=spf1 mx:many.{HARBOUR} -all"', *hosts('x', 11),
                         *[f'many.@ MX {i} x{i}.@' for i in range(11)]),
    'modifier-twice': broken('two records to hand on to', 'syntax',
                             f'"v=spf1 redirect=a.{HARBOUR} redirect=b.{HARBOUR}"'),
    'unknown-modifier': passes('a word with an equals sign that nobody knows',
                               '"v=spf1 mx report=me ra=postmaster -all"'),
    'behind-all': passes('what stands behind all is not looked at', '"v=spf1 mx -all redirect=x.example"'),
}
