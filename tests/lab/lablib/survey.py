# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holding the rows of a survey against what must be in them."""


def rows(report):
    """{(port, security, family): row}"""
    return {(r['port'], r['security'], r['family']): r for r in report['alternatives']}


def differences(report, expected, recommended):
    """expected: {(port, security, family): 'state outcome'}; recommended: such a key, or None."""
    found = rows(report)
    for key, wanted in expected.items():
        row = found.get(key)
        got = f"{row['state']} {row['outcome']}" if row else 'no row'
        if got not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            yield f'{key}: expected {wanted}, found {got}'
    chosen = [key for key, row in found.items() if row['recommended']]
    if chosen != ([recommended] if recommended else []):
        yield f'recommended: expected {recommended}, found {chosen}'


def survey(expected, recommended):
    """For the `after` of a scenario."""
    return lambda lab, report: list(differences(report, expected, recommended))
