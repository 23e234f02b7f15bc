# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files about the mail session have in common: a person's own mail, and a stranger's at the door."""

from .accounts import ALICE, BOB, smtp
from .network import HOST
from .postfix import Postfix, saying
from .scenario import Scenario

SHOP = ('--from', 'orders@shop.example.net')
ACCESS = "FEATURE(`access_db', `hash /etc/mail/access')\n"


def case(title, cause, *servers, more=(), port=587, host=HOST, to=BOB, user=ALICE, verdict='problem', **others):
    """servers: functions that make one each, for every run anew."""
    return Scenario(title=title, cause=cause, verdict=verdict, user=user,
                    servers=lambda: [make() for make in servers], args=smtp(*more, port=port, to=to, host=host), **others)


def door(title, cause, *servers, more=(), port=25, **others):
    """A stranger's mail to bob, as another mail server would bring it."""
    sender = () if '--from' in more else SHOP
    return case(title, cause, *servers, more=(*sender, *more), port=port, user=None, **others)


def said(title, cause, stage, words, *more, **others):
    if stage == 'body':
        more = ('--send', *more)
    return door(title, cause, lambda: saying(stage, words), more=more, **others)


def postfix25(**main):
    return lambda: Postfix(main=main, ports={25: {}})
