# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that know HELO and not EHLO: no encryption, no login, and nobody in between who would hide them."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario

RULES = '  deny message = {} command not recognised\n       condition = ${{if match{{$smtp_command}}{{\\N^(?i)EHLO\\N}}}}'


def old(title, code, cause='starttls-not-offered', rules='', **main):
    return Scenario(title=f'Exim does not know EHLO, {title}', user=ALICE, cause=cause, verdict='problem', at_most=0.8,
                    servers=lambda: [Exim(acls={'helo': RULES.format(code) + rules}, main=main)], args=smtp(),
                    facts={'smtp.ehlo': 'helo-only'}, steps={'smtp.auth': 'skipped'})


SCENARIOS = {
    'everywhere': old('on none of its ports', 502),
    'plain-words': old('and does not speak of ESMTP either', 500, smtp_banner='mail.example.net SMTP ready'),
}
