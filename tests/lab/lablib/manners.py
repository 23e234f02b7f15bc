# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds docs/manners.md against what the server sees: connections, logins, goodbyes of one job; of a web job
requests in place of goodbyes, for which HTTP has no word."""

import pathlib
import re
import time

from .network import HOST

TABLE = pathlib.Path(__file__).resolve().parents[3] / 'docs/manners.md'


def promised(name):
    """The numbers of a row, whose second cell names its scenario, by the heads of their columns."""
    heads = []
    for line in TABLE.read_text(encoding='utf-8').splitlines():
        cells = [cell.strip() for cell in line.strip('|').split('|')]
        if len(cells) == 5 and cells[1] == 'scenario':
            heads = cells[2:]
        if len(cells) == 5 and cells[1] == f'`{name}`':
            return dict(zip(heads, map(int, cells[2:])))
    raise KeyError(f'{TABLE.name} has no row for {name}')


def goodbyes(lab):
    """What the servers heard of QUIT: Postfix sums a session up, the others log each."""
    logs = lab.logs()
    return (len(re.findall(r'disconnect from .* quit=1', logs)) + len(re.findall(r'^QUIT$', logs, re.M))
            + logs.count('<<< QUIT') + logs.count('command "QUIT"')
            + len(re.findall(r'FTP command: Client "[^"]*", "QUIT"', logs)))


def awake(port):
    """For Scenario.before: a server that has to start its processes first may greet so late that the
    other kind of encryption is tried beside it, which is another connection."""
    return lambda lab: lab.visit(HOST, port, 1)


def kept(name, unread=0):
    """For Scenario.after: one run did what the table says, no less and no more. So many goodbyes may
    be lost: a connection that is left with answers unread is reset, and takes a QUIT with it."""
    def compare(lab, _report):
        wanted = promised(name)
        # Servers write their log when the client has gone.
        for _ in range(50):
            seen = {'connections': sum(lab.network.connections().values()), 'logins': lab.logins(),
                    'goodbyes': goodbyes(lab)}
            seen = {what: n - lab.counted_before.get(what, 0) for what, n in seen.items()}
            lost = wanted['goodbyes'] - seen['goodbyes']
            if seen | {'goodbyes': wanted['goodbyes']} == wanted and 0 <= lost <= unread:
                return []
            time.sleep(0.1)
        return [f'docs/manners.md promises {wanted}, the server saw {seen}']
    return compare


def kept_web(name):
    """The same of a web job at nginx, which writes a line for every request."""
    def compare(lab, _report):
        wanted = promised(name)
        for _ in range(50):
            asked = re.findall(r'^(visit|login) \d+ ', lab.logs(), re.M)
            seen = {'connections': sum(lab.network.connections().values()), 'requests': len(asked),
                    'logins': asked.count('login')}
            seen = {what: n - lab.counted_before.get(what, 0) for what, n in seen.items()}
            if seen == wanted:
                return []
            time.sleep(0.1)
        return [f'docs/manners.md promises {wanted}, the server saw {seen}']
    return compare
