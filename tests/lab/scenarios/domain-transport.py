# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a domain says of encrypted delivery to it: records of MTA-STS, TLS-RPT and DANE."""

from lablib.domains import HARBOUR, LIST, domain, sound_but
from lablib.network import SERVER4
from lablib.resolvers import Signed, Unbound

STS = f'_mta-sts.{HARBOUR}.'
RPT = f'_smtp._tls.{HARBOUR}.'
KEY = '3 1 1 ' + '00112233445566778899aabbccddeeff' * 2


def announced(title, outcome, *records):
    broken = outcome in ('broken', 'multiple')
    return domain(title, 'mta-sts-record-broken' if broken else None,
                  facts={'domain.mta_sts.outcome': outcome}, more='\n'.join(f'{STS} TXT {r}' for r in records))


def reports(title, outcome, *records):
    broken = outcome in ('broken', 'multiple')
    return domain(title, 'tls-rpt-record-broken' if broken else None,
                  facts={'domain.tls_rpt.outcome': outcome}, more='\n'.join(f'{RPT} TXT {r}' for r in records))


def proven(title, outcome, tlsa, anchor=True):
    """The domain is signed.example, and the resolver checks its signatures, or has no reason to."""
    def servers():
        zone = Signed('signed.example', f'@ MX 5 mx1\n@ MX 9 mx2\nmx1 A {SERVER4}\nmx2 A {SERVER4}\n{tlsa}'
                      '@ TXT "v=spf1 mx -all"\n_dmarc TXT "v=DMARC1; p=reject"\n')
        return [zone, Unbound(lambda: f'  trust-anchor: "{zone.key}"\n' if anchor else '')]
    return domain(title, facts={'domain.dane.outcome': outcome}, name='signed.example', servers=servers,
                  zones=(LIST,), records=sound_but())


SCENARIOS = {
    'sts-none': announced('no rule', 'none'),
    'sts-without-id': announced('an announcement without a number', 'broken', '"v=STSv1;"'),
    'sts-two': announced('two announcements', 'multiple', '"v=STSv1; id=1"', '"v=STSv1; id=2"'),
    'sts-no-host': domain('the rule has no web server', 'mta-sts-record-broken', facts={
        'domain.mta_sts.policy': 'unreachable', 'domain.mta_sts.failure': 'name'},
        more=f'{STS} TXT "v=STSv1; id=20261122"'),
    'sts-no-server': domain('the web server of the rule is down', 'mta-sts-record-broken', facts={
        'domain.mta_sts.policy': 'unreachable', 'domain.mta_sts.failure': ('refused', 'network')},
        more=f'{STS} TXT "v=STSv1; id=20261122"\nmta-sts.{HARBOUR}. A {SERVER4}'),
    'rpt': reports('reports are wanted', 'ok', f'"v=TLSRPTv1; rua=mailto:tls@{HARBOUR}"'),
    'rpt-nowhere': reports('reports are wanted, and go nowhere', 'broken', '"v=TLSRPTv1;"'),
    'rpt-two': reports('two wishes', 'multiple', '"v=TLSRPTv1; rua=mailto:a@b.example"',
                       '"v=TLSRPTv1; rua=mailto:c@d.example"'),
    'dane': proven('keys of both servers, and signatures', 'ok', f'_25._tcp.mx1 TLSA {KEY}\n_25._tcp.mx2 TLSA {KEY}\n'),
    'dane-partly': proven('the key of one server alone', 'partly', f'_25._tcp.mx1 TLSA {KEY}\n'),
    'dane-unproven': proven('a name server that proves nothing', 'unsigned', f'_25._tcp.mx1 TLSA {KEY}\n', anchor=False),
}
