# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies against forged senders: where they stand, what holds, and what nobody can read."""

from lablib.domains import HARBOUR, domain

NAME = f'_dmarc.{HARBOUR}.'
BELOW = f'news.{HARBOUR}'
RECORDS_BELOW = (f'{BELOW}. MX 5 post.{HARBOUR}.\n{BELOW}. TXT "v=spf1 mx -all"\n')


def sound(title, record, facts, **more):
    return domain(title, None, 'ok', {'domain.dmarc.outcome': 'ok'} | facts,
                  dmarc=f'{NAME} TXT {record}' if isinstance(record, str) else '\n'.join(record), **more)


def broken(title, record, outcome='broken', **more):
    return domain(title, 'dmarc-record-broken', facts={'domain.dmarc.outcome': outcome},
                  dmarc=f'{NAME} TXT {record}' if isinstance(record, str) else '\n'.join(record), **more)


def below(title, record, policy, **more):
    return sound(title, record, {'domain.dmarc.policy': policy, 'domain.dmarc.at': HARBOUR},
                 name=BELOW, more=RECORDS_BELOW, **more)


def missing(title, records='', **more):
    return domain(title, 'dmarc-record-missing', facts={'domain.dmarc.outcome': 'none'}, dmarc=records, **more)


def spoilt(title, record):
    """No receiver takes it for a policy, and somebody meant one."""
    return broken(title, record)


SCENARIOS = {
    'strict': sound('names must match letter by letter', '"v=DMARC1; p=reject; aspf=s; adkim=s"',
                    {'domain.dmarc.aspf': 'strict', 'domain.dmarc.adkim': 'strict'}),
    'relaxed': sound('names may differ below the domain', '"v=DMARC1;p=none"',
                     {'domain.dmarc.aspf': 'relaxed', 'domain.dmarc.policy': 'none'}),
    'capitals': sound('capitals in the policy', '"v=DMARC1; P=Reject; RUA=mailto:x@example.org"',
                      {'domain.dmarc.policy': ('reject', 'Reject')}),
    'alias': sound('a service keeps the record', [f'{NAME} CNAME harbour.dmarc.example.',
                                                  'harbour.dmarc.example. TXT "v=DMARC1; p=reject"'],
                   {'domain.dmarc.policy': 'reject'}),
    'beside': sound('another record at the same name', [f'{NAME} TXT "v=DMARC1; p=reject"',
                                                        f'{NAME} TXT "owner=hostmaster"'],
                    {'domain.dmarc.policy': 'reject'}),
    'inherited': below('a name below has none of its own', '"v=DMARC1; p=reject"', 'reject'),
    'inherited-sp': below('what holds below is said apart', '"v=DMARC1; p=reject; sp=none"', 'none'),
    'own-before': sound('a name below has its own', [f'{NAME} TXT "v=DMARC1; p=none"',
                                                     f'_dmarc.{BELOW}. TXT "v=DMARC1; p=reject"'],
                        {'domain.dmarc.policy': 'reject', 'domain.dmarc.at': BELOW},
                        name=BELOW, more=RECORDS_BELOW),
    'no-policy': broken('a record without a policy', '"v=DMARC1; rua=mailto:x@example.org"'),
    'word': broken('a policy that does not exist', '"v=DMARC1; p=block"'),
    'comma': broken('commas between the parts', '"v=DMARC1, p=reject, rua=mailto:x@example.org"'),
    'no-semicolon': broken('blanks between the parts', '"v=DMARC1 p=reject"'),
    'policy-late': broken('the policy is not the second part', '"v=DMARC1; rua=mailto:x@example.org; q=reject"'),
    'two': broken('two policies', [f'{NAME} TXT "v=DMARC1; p=none"', f'{NAME} TXT "v=DMARC1; p=reject"'],
                  'multiple'),
    'version-space': spoilt('a version that is none', '"v=DMARC 1; p=reject"'),
    'version-small': spoilt('a version in small letters', '"v=dmarc1; p=reject"'),
    'version-late': spoilt('the version is not first', '"p=reject; v=DMARC1"'),
    'at-the-domain': missing('the policy stands at the domain itself',
                             f'{HARBOUR}. TXT "v=DMARC1; p=reject"'),
    'twice-the-domain': missing('the name of the domain stands there twice',
                                f'{NAME}{HARBOUR}. TXT "v=DMARC1; p=reject"'),
}
