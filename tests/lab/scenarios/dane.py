# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the signed DNS announces about the certificate of a mail server, against the one it shows."""

from lablib.accounts import ALICE, SMTP_STEPS, smtp
from lablib.dnssec import Dnssec, tlsa
from lablib.exim import Exim
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def scenario(title, server, port, records, cause, verdict, facts, signed=True):
    """records: {port: (certificate, usage, selector, type)}"""
    def zone(folder):
        return ''.join(f'_{p}._tcp.{HOST}. TLSA {tlsa(folder, *data)}\n' for p, data in records.items())
    return Scenario(title=title, servers=lambda: [Dnssec(zone, signed), server()], args=smtp(port=port),
                    user=ALICE if port != 25 else None, cause=cause, verdict=verdict, facts=facts,
                    steps=SMTP_STEPS if verdict in ('ok', 'warning') and port != 25 else {})


RECORDS = '''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
'''


def domain(title, certificate, cause, verdict, facts):
    def zone(folder):
        return RECORDS + f'_25._tcp.{HOST}. TLSA {tlsa(folder, certificate)}\n'
    return Scenario(title=title, servers=lambda: [Dnssec(zone), Postfix()], cause=cause, verdict=verdict,
                    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
                    facts={'domain.dane.outcome': 'ok', 'domain.mx.visited': HOST,
                           'domain.mx.verify': 'ok'} | facts)


SCENARIOS = {
    'domain-good': domain('the exchanger of a domain shows what is announced', 'good', None, 'ok',
                          {'domain.dane.match': 'good'}),
    'domain-wrong': domain('the exchanger of a domain shows something else', 'expired', 'dane-mismatch',
                           'warning', {'domain.dane.match': 'mismatch'}),
    'postfix-good': scenario('the key of the certificate is announced', Postfix, 587,
                             {587: ('good', 3, 1, 1), 25: ('good', 3, 1, 1)}, None, 'ok',
                             {'tls.dane': 'good', 'tls.dane.port_25': 'good',
                              'tls.dane.proven_by': 'network'}),
    'postfix-wrong': scenario('the key of an earlier certificate is still announced', Postfix, 587,
                              {587: ('expired', 3, 1, 1)}, 'dane-mismatch', 'warning',
                              {'tls.dane': 'mismatch', 'tls.dane.name': f'_587._tcp.{HOST}'}),
    'postfix-25-wrong': scenario('the same on port 25, by the digest of the certificate', Postfix, 25,
                                 {25: ('expired', 3, 0, 2)}, 'dane-mismatch', 'warning',
                                 {'tls.dane': 'mismatch'}),
    'exim-good': scenario('the whole certificate is announced', Exim, 465, {465: ('good', 3, 0, 0)},
                          None, 'ok', {'tls.dane': 'good'}),
    'exim-25-good': scenario('announced for port 25', Exim, 25, {25: ('good', 3, 1, 2)}, None, 'ok',
                             {'tls.dane': 'good', 'tls.dane.port_25': None}),
    'exim-wrong': scenario('another key is announced', Exim, 465,
                           {465: ('wrong-name', 3, 1, 1)}, 'dane-mismatch', 'warning',
                           {'tls.dane': 'mismatch'}),
    'unsigned': scenario('announced in a zone without signatures', Exim, 465,
                         {465: ('wrong-name', 3, 1, 1)}, None, 'ok', {'tls.dane': 'not-secure'},
                         signed=False),
    'unusable': scenario('only a public authority is announced, which says nothing to mail servers', Exim,
                         465, {465: ('wrong-name', 1, 1, 1)}, None, 'ok', {'tls.dane': 'unusable'}),
    'other-port': scenario('wrong for port 25 alone: no fault of this port', Postfix, 587,
                           {25: ('wrong-name', 3, 1, 1)}, None, 'ok',
                           {'tls.dane': 'none', 'tls.dane.port_25': 'mismatch'}),
}
