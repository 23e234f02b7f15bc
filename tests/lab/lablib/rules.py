# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several scenarios look at after a run, beside the report."""


def one_login(lab, _report):
    """One login in one run: a wrong password must not lock the account."""
    return [] if lab.logins() == 1 else [f'{lab.logins()} logins were tried, one expected']


def no_login(lab, _report):
    return ['a login was tried'] if lab.logins() else []


def unsure(_lab, report):
    """Nothing may be stated firmly where two causes look the same from here."""
    first = report['causes'][0]
    if first['confidence'] > 0.8:
        return [f"{first['id']} is stated with {first['confidence']:.2f}"]
    return [] if report['next_tests'] else ['no test is named that would decide']
