# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are slow on purpose, and servers that hang up on who is silent."""
from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.postfix import Postfix
from lablib.qpsmtpd import Qpsmtpd
from lablib.scenario import Scenario
from lablib.sendmail import Sendmail


def late(server, **more):
    return Scenario(title='the greeting comes late on purpose', servers=lambda: [server()],
                    cause='greeting-delayed', verdict=('ok', 'warning'), **more)


def silent(server, port, cause='idle-timeout'):
    return Scenario(title='nothing of ours gets through any more, the server hangs up',
                    servers=lambda: [server()], before=lambda lab: lab.meddle('hush', [port]),
                    args=smtp(port=port), cause=cause, verdict='problem')


SCENARIOS = {
    'sendmail-pause': late(lambda: Sendmail("FEATURE(`greet_pause', `7000')"), args=smtp(port=25)),
    'postfix-sleep': late(lambda: Postfix(main={'smtpd_client_restrictions': 'sleep 7',
                                                'smtpd_delay_reject': 'no'}), args=smtp(), user=ALICE),
    'exim-second-line': late(lambda: Exim(acls={'connect': '  accept delay = 8s'},
                                          main={'smtp_banner': '"Welcome\\nPatience, please"'}),
                             args=smtp(port=465), user=ALICE),
    'qpsmtpd-idle': silent(lambda: Qpsmtpd(config={'timeout': '3', 'timeoutsmtpd': '3'}), 25),
    'sendmail-idle': silent(lambda: Sendmail("define(`confTO_COMMAND', `3s')"), 25,
                            'connection-lost'),  # it hangs up without a word,
    'exim-idle': silent(lambda: Exim(main={'smtp_receive_timeout': '4s'}), 25),
}
