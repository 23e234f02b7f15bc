# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios that are told in steps: what is published, and what is done on the machines before the run."""

from .accounts import ALICE, CAROL
from .scenario import Scenario


def play(title, servers, args, cause, before=(), records='', **more):
    """A check of args with the account of its protocol; before: one function of the lab, or several."""
    user = None if args[1] == 'http' else CAROL if args[1] == 'ftp' else ALICE

    def prepare(lab):
        if records:
            lab.network.publish(records)
        for step in before if isinstance(before, (list, tuple)) else [before]:
            step(lab)
    return Scenario(title=title, servers=servers, args=args, cause=cause, before=prepare,
                    **({'user': user, 'verdict': 'problem'} | more))


def client(*commands):
    return lambda lab: [lab.network.client.run(['sh', '-c', command]) for command in commands]


def router(*commands):
    return lambda lab: [lab.network.router.run(['sh', '-c', command]) for command in commands]
