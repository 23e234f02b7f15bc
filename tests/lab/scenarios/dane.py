# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the signed DNS announces about the certificate of a mail server, against the one it shows."""

from lablib.accounts import ALICE, BOB, SMTP_STEPS, smtp
from lablib.dnssec import Dnssec, tlsa
from lablib.exim import Exim
from lablib.network import HOST, SERVER4
from lablib.postfix import Postfix
from lablib.resolvers import Nsd
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


def alias(title, below, certificate, cause, facts, name='smtp.example.net', servers=()):
    """The server is known by an alias, for which it has a certificate; the records stand below `below`."""
    def zone(folder):
        own = f'smtp.example.net. CNAME {HOST}.\nmx.example.net. CNAME {HOST}.\nexample.net. MX 5 mx.example.net.\n'
        return own + RECORDS + ''.join(f'_{p}._tcp.{below}. TLSA {tlsa(folder, certificate)}\n' for p in (25, 587))
    mail = name != 'example.net'
    return Scenario(title=title, servers=lambda: [Dnssec(zone), *(make() for make in servers), Postfix(certificate='alias')],
                    cause=cause, verdict='warning' if cause else 'ok', facts=facts, user=ALICE if mail else None,
                    args=smtp(host=name) if mail else
                    ['domain', name, '--sender-ip', SERVER4, '--dnsbl', 'list.test'])


def unsigned_alias():
    return Nsd('lakeside.example.com', f'smtp.lakeside.example.com. CNAME {HOST}.\n')


SCENARIOS = {
    'alias-good': alias('the records stand where the alias leads', HOST, 'alias', None,
                        {'tls.dane': 'good', 'tls.dane.name': f'_587._tcp.{HOST}', 'tls.dane.port_25': 'good'}),
    'alias-wrong': alias('there, they speak of an earlier certificate', HOST, 'expired', 'dane-mismatch',
                         {'tls.dane': 'mismatch', 'tls.dane.name': f'_587._tcp.{HOST}'}),
    'alias-own': alias('the records stand below the alias itself', 'smtp.example.net', 'alias', None,
                       {'tls.dane': 'good', 'tls.dane.name': '_587._tcp.smtp.example.net'}),
    'alias-unsigned': alias('nobody signs that the alias leads there', HOST, 'expired', None,
                            {'tls.dane': 'none', 'tls.dane.name': '_587._tcp.smtp.lakeside.example.com'},
                            name='smtp.lakeside.example.com', servers=[unsigned_alias]),
    'domain-alias': alias('the exchanger is an alias, and the records stand where it leads', HOST, 'alias', None,
                          {'domain.dane.outcome': 'ok', 'domain.dane.match': 'good', 'domain.mx.alias': 'mx.example.net',
                           'domain.mx.visited': 'mx.example.net'}, name='example.net'),
    'other-way': Scenario(
        title='587 is shut, the check goes on over 465, and that is held against its own records',
        servers=lambda: [Dnssec(lambda folder: f'_465._tcp.{HOST}. TLSA {tlsa(folder, "expired")}\n'
                                f'_587._tcp.{HOST}. TLSA {tlsa(folder, "good")}\n'),
                         Postfix(ports={465: {'smtpd_tls_wrappermode': 'yes', 'smtpd_sasl_auth_enable': 'yes'}})],
        args=['check', 'smtp', HOST, '--to', BOB], user=ALICE, cause=('service-not-running', 'dane-mismatch'),
        verdict='warning', facts={'survey.adopted': 'yes', 'tls.dane': 'mismatch', 'tls.dane.name': f'_465._tcp.{HOST}'}),
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
