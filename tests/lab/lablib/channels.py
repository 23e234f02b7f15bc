# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holding the table of data channels against what must be in it."""


def name(row):
    """'epsv', 'epsv clear' where the connection is encrypted otherwise, 'pasv peer' …, and what came
    of it: 'ok', '*' for the recommended one, or the reason."""
    came = '*' if row['recommended'] else 'ok' if row['outcome'] == 'ok' else row['reason']
    clear = ['clear'] if row['protection'] == 'clear' else []
    return ' '.join([row['mode'], *clear, *filter(None, [row.get('address')]), came])


def channels(*expected):
    """For the `after` of a scenario: the rows that must be there; others may be, not recommended."""
    def check(_lab, report):
        found = [name(row) for row in report['data_channels']]
        problems = [f'no row "{row}" among {found}' for row in expected if row not in found]
        stars = [row for row in found if row.endswith('*')]
        wanted = [row for row in expected if row.endswith('*')]
        return problems + ([f'recommended: {stars}, not {wanted}'] if stars != wanted else [])
    return check
