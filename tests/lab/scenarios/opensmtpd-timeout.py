# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenSMTPD hangs up where it hears nothing for five minutes, without a word: its clock goes forty times
as fast. Why it did is nothing that a client can be sure of."""

from lablib.accounts import smtp
from lablib.opensmtpd import OpenSmtpd
from lablib.scenario import Scenario


def went_idle(lab, report):
    return [] if 'reason=timeout' in lab.logs() else ['the server did not end it for its time']


def silent(title, behaviour, step):
    return Scenario(title=f'nothing of ours gets to OpenSMTPD any more, it hangs up: {title}',
                    servers=lambda: [OpenSmtpd(hurry=40)], before=lambda lab: lab.meddle(behaviour, [25]),
                    args=smtp('--security', 'none', port=25), cause=('connection-lost', 'idle-timeout'),
                    verdict='problem', at_most=0.8, steps={step: 'failed'}, after=went_idle)


SCENARIOS = {
    'greeted': silent('after the greeting', 'hush', 'smtp.ehlo'),
    'mail': silent('at the sender', 'mute', 'smtp.mail'),
}
