# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that count what is said within one connection: recipients, errors, words that lead nowhere."""

from lablib.accounts import ALICE, BOB, smtp
from lablib.exim import Exim
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def counted(title, servers, cause, *more, port=25, to=BOB, verdict='problem', user=None, **others):
    return Scenario(title=title, servers=servers, args=smtp(*more, port=port, to=to), cause=cause,
                    verdict=verdict, user=user, **others)


SCENARIOS = {
    # RSET counts for Postfix, and the limit is reached when everything is over.
    'postfix-junk': counted('Postfix bears no word that leads nowhere', lambda: [Postfix(main={
        'smtpd_junk_command_limit': '1', 'smtpd_hard_error_limit': '1', 'smtpd_soft_error_limit': '1'})],
        None, port=587, user=ALICE, verdict='ok'),
    'postfix-recipients': counted('Postfix takes one recipient at a time', lambda: [Postfix(main={
        'smtpd_recipient_limit': '1', 'smtpd_recipient_overshoot_limit': '1'})], 'too-many-recipients',
        '--to', 'alice@example.net'),
    'exim-recipients': counted('Exim takes one recipient at a time', lambda: [Exim(main={
        'recipients_max': '1', 'recipients_max_reject': 'true'})], 'too-many-recipients',
        '--to', 'alice@example.net'),
    'opensmtpd-recipients': counted('OpenSMTPD takes one recipient at a time', lambda: [OpenSmtpd(
        main='smtp limit max-rcpt 1')], 'too-many-recipients', '--to', 'alice@example.net'),
    'opensmtpd-size': counted('OpenSMTPD takes messages of 100 bytes at most', lambda: [OpenSmtpd(
        main='smtp max-message-size "100"')], 'message-too-big', '--send'),
    'exim-one-message': counted('Exim takes one message in a connection, and one is sent', lambda: [Exim(
        main={'smtp_accept_max_per_connection': '1'})], None, '--send', port=465, user=ALICE, verdict='ok'),
}
