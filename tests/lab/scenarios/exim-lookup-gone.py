# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exim whose look-ups lead to nothing: the table is gone, or whoever should answer."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.scenario import Scenario


def gone(title, code, stage, port=587, **server):
    return Scenario(title=title, servers=lambda: [Exim(**server)], args=smtp(port=port), user=ALICE, cause='server-error',
                    verdict='problem', facts={'smtp.reply.code': code, 'smtp.reply.stage': stage})


SCENARIOS = {
    # Exim gives the whole session up, with the same words for everything that it did not expect.
    'greeting': gone('the name that Exim greets with is looked up in a table that is gone', '421', 'greeting',
                     main={'smtp_banner': '${lookup{$received_ip_address}lsearch{/etc/exim4/names}} ESMTP'}),
    'greeting-465': gone('the same, with TLS at once', '421', 'greeting', port=465,
                         main={'smtp_banner': '${lookup{$received_ip_address}lsearch{/etc/exim4/names}} ESMTP'}),
    'hosts': gone('the hosts that are turned away stand in a table that is gone', '421', 'greeting',
                  main={'host_reject_connection': 'net-lsearch;/etc/exim4/unwanted'}),
    'rcpt': gone('the rules for recipients look into a table that is gone', '421', 'rcpt',
                 rcpt='  deny local_parts = lsearch;/etc/exim4/closed'),
}
