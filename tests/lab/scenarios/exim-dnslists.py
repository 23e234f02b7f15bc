# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.helpers import BlockList
from lablib.network import CLIENT4
from lablib.scenario import Scenario

SCENARIO = Scenario(
    title='Exim asks a block list',
    servers=lambda: [BlockList({CLIENT4: '127.0.0.4'}), Exim(acls={'connect': '  deny dnslists = dnsbl.example.net\n       message = rejected because $sender_host_address is in a black list at $dnslist_domain\\n$dnslist_text'})],
    args=smtp(port=25),
    cause='ip-blocklisted',
    verdict='problem',
)
