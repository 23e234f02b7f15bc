# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios of file transfer that differ from one another in few values."""

from .accounts import CAROL, ftp
from .scenario import Scenario


def case(title, server, cause, *args, port=21, **more):
    """server: one, or a list of them, as a function; args: further ones of the command line; more: of
    Scenario."""
    def servers():
        made = server()
        return made if isinstance(made, list) else [made]

    more.setdefault('verdict', 'problem' if cause else 'ok')
    more.setdefault('user', CAROL)
    host = {'host': more.pop('host')} if 'host' in more else {}
    return Scenario(title=title, servers=servers, args=ftp(*args, port=port, **host), cause=cause, **more)


def shell(script):
    """For `before`: on the server."""
    return lambda lab: lab.network.server.run(['sh', '-euc', f'cd /\n{script}'])
