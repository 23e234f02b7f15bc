# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another domain, on name servers of other makers: what it publishes, and what lists say of its sender."""

import ipaddress
import pathlib

from lablib.accounts import ALICE, smtp
from lablib.domains import long_text
from lablib.network import SECOND4, SERVER4
from lablib.resolvers import (FIRST4, Bind, Dnsmasq, KnotResolver, Nsd, PdnsRecursor, PdnsServer, Signed,
                              Unbound, use_names)
from lablib.scenario import Scenario
from lablib.web import Nginx

LAKE = 'lakeside.example.com'
BELOW = f'shop.north.{LAKE}'
LIST, OTHER = 'bl.lists.example', 'rep.lists.example'
SIX = '2a0e:97c0:9::10'
SIX_PTR = ipaddress.ip_address(SIX).reverse_pointer
ED25519 = 'mFU9rIT2esEcst/FwrESY6QQ1P83REZZBpJgXRQ4Wmk='
BOUNCE = pathlib.Path(__file__).resolve().parent.parent / 'messages/lakeside.eml'
THIRD4, GONE4 = '44.128.9.58', '44.128.9.210'
# What stands outside of the domain's own zone.
OUTSIDE = f'''10.9.128.44.in-addr.arpa. PTR out.{LAKE}.
2.0.0.127.{LIST}. A 127.0.0.2
2.0.0.127.{OTHER}. A 127.0.0.2
signed.example. NS ns.example.net.
'''
SOUND = {
    'mx': '@ MX 20 in2\n@ MX 10 in1',
    'a': f'in1 A {SERVER4}\nin2 A {SERVER4}\nout A {SERVER4}',
    'spf': '@ TXT "v=spf1 a:out.lakeside.example.com -all"',
    'dmarc': '_dmarc TXT "v=DMARC1; p=none; pct=100; rua=mailto:d@lakeside.example.com"',
}


def absolute(line):
    """Of the short form: names without a dot at the end are the domain's."""
    owner, rest = line.split(' ', 1)
    words = rest.split(' ')
    if words[0] in ('MX', 'CNAME', 'NS') and not words[-1].endswith('.'):
        words[-1] += f'.{LAKE}.'
    owner = f'{LAKE}.' if owner == '@' else owner if owner.endswith('.') else f'{owner}.{LAKE}.'
    return f"{owner} {' '.join(words)}\n"


def zone(*more, **changes):
    """The records of the domain, of each kind those given where there are any ('' is none)."""
    lines = '\n'.join([*(SOUND | changes).values(), *more]).split('\n')
    return ''.join(absolute(line) for line in lines if line)


def lake(title, cause, verdict, facts, records, through=PdnsRecursor, held=Nsd, sender=SERVER4, lists=(LIST,),
         outside=OUTSIDE, name=LAKE, args=(), before=None, more=(), **others):
    """records: of its zone, which `held` serves (None: the lab's own server); through: the resolver."""
    def servers():
        first = through() if isinstance(through, type) else through
        own = [held(LAKE, records)] if isinstance(held, type) else held() if held else []
        return [*own, first, *(make() for make in more)]

    def prepare(lab):
        lab.network.publish(outside + (records if held is None else ''))
        if before:
            before(lab)

    sender = ['--sender-ip', sender] if sender else []
    zones = [word for each in lists for word in ('--dnsbl', each)]
    return Scenario(title=title, args=['domain', name, *sender, *zones, *args], cause=cause, verdict=verdict,
                    facts=facts, servers=servers, before=prepare, **others)


def spf(title, record, facts, *more, cause=None, verdict=None, **others):
    return lake(title, cause, verdict or ('warning' if cause else 'ok'), facts,
                zone(*more, spf=f'@ TXT "{record}"'), **others)


def spf_broken(title, record, error, *more, **others):
    facts = {'domain.spf.outcome': 'broken', 'domain.spf.error': error} | others.pop('facts', {})
    return spf(title, record, facts, *more, cause='spf-record-broken', **others)


def sts(title, cause, verdict, facts, answer=None, record='v=STSv1; id=20261122;', **others):
    """The policy's web server is nginx, with a certificate for the lab's own domain alone."""
    text = f'server {{ listen 443 ssl; server_name _; location = /.well-known/mta-sts.txt {{ {answer} }} }}'
    records = OUTSIDE + (f'_mta-sts.example.net. TXT "{record}"\nmta-sts.example.net. A {SERVER4}\n'
                         '_dmarc.example.net. TXT "v=DMARC1; p=reject"\n')
    return Scenario(title=title, args=['domain', 'example.net', '--dnsbl', LIST], cause=cause, verdict=verdict,
                    facts=facts, before=lambda lab: lab.network.publish(records),
                    servers=lambda: [PdnsRecursor(), *([Nginx(text, certificate='auto', ports=(443,))] if answer else [])],
                    **others)


def bounced(title, cause, facts, records, name=()):
    """Domain, key and sending address come from a message that came back."""
    facts = {'domain.sender.address': SERVER4, 'domain.spf.verdict': 'pass'} | facts
    return Scenario(title=title, args=['domain', *name, '--bounce', str(BOUNCE), '--dnsbl', LIST], cause=cause,
                    verdict='warning' if cause else 'ok', facts=facts,
                    servers=lambda: [Nsd(LAKE, records), Unbound()], before=lambda lab: lab.network.publish(OUTSIDE))


def mail(title, cause, facts, servers, **others):
    return Scenario(title=title, args=smtp(host='smtp.signed.example', port=587), cause=cause, verdict='problem',
                    facts=facts, servers=servers, user=ALICE,
                    **{'before': lambda lab: lab.network.publish(OUTSIDE)} | others)


TEN = ['_a TXT "v=spf1 a:x1.lakeside.example.com a:x2.lakeside.example.com a:x3.lakeside.example.com ?all"',
       '_b TXT "v=spf1 include:_c.lakeside.example.com include:_d.lakeside.example.com ?all"',
       '_c TXT "v=spf1 exists:x1.lakeside.example.com.invalid ip4:44.1.0.0/16 ?all"',
       '_d TXT "v=spf1 ip4:44.2.0.0/16 ?all"',
       *[f'x{i} A 44.128.9.{100 + i}' for i in (1, 2, 3)]]
TEN_RECORD = 'v=spf1 include:_a.lakeside.example.com include:_b.lakeside.example.com mx -all'


def signed_expired():
    return Signed('signed.example', f'@ A {SERVER4}\nsmtp A {SERVER4}\n@ MX 5 smtp\n', ('expired',))


def recursor_trust(first):
    """The DS of its key, as pdns-recursor wants it."""
    def trust():
        path = '/tmp/signed.key'
        first.node.write(path, first.key + '\n')
        words = first.node.run(['dnssec-dsfromkey', '-2', '-f', path, 'signed.example'])
        return 'signed.example', words.split(' DS ', 1)[1].strip()
    return trust


def bogus_recursor():
    first = signed_expired()
    return [first, PdnsRecursor(trust=recursor_trust(first))]


SCENARIOS = {
    # Who may send.
    'spf-ten': spf('a tree of records that costs exactly ten look-ups', TEN_RECORD.replace(' mx', ' a:out.lakeside.example.com mx'),
                   {'domain.spf.lookups': '10', 'domain.spf.verdict': 'pass'}, *TEN),
    'spf-eleven': spf_broken('the same with one more', TEN_RECORD.replace(' mx', ' a:x1.lakeside.example.com '
                             'a:out.lakeside.example.com mx'), 'too-many-lookups', *TEN,
                             facts={'domain.spf.lookups': '11'}, held=PdnsServer, through=Unbound),
    'spf-voids': spf_broken('three names that lead nowhere, one of them for mail',
                            'v=spf1 a:no1.lakeside.example.com mx:no2.lakeside.example.com '
                            'a:no3.lakeside.example.com ip4:44.128.9.10 -all', 'too-many-void-lookups',
                            held=None, through=Bind),
    'spf-macro-part': spf('a record of the domain above, named by a part of the own name',
                          'v=spf1 -all', {'domain.spf.verdict': 'pass', 'domain.spf.lookups': '1'},
                          f'{BELOW}. TXT "v=spf1 include:_spf.%{{d3}} -all"', f'{BELOW}. MX 5 in1',
                          '_spf TXT "v=spf1 ip4:44.128.9.8/29 -all"', name=BELOW, held=None, through=Dnsmasq),
    'spf-macro-six': spf('a name made of an IPv6 address', 'v=spf1 exists:%{ir}.%{v}._s.%{d} -all',
                         {'domain.spf.verdict': 'pass'}, f'{SIX_PTR.removesuffix(".arpa")}._s A 127.0.0.2',
                         f'out AAAA {SIX}', sender=SIX, outside=f'{OUTSIDE}{SIX_PTR}. PTR out.{LAKE}.\n',
                         held=None, through=KnotResolver),
    'spf-redirects': spf('handed on, and handed on again', 'v=spf1 redirect=_one.lakeside.example.com',
                         {'domain.spf.verdict': 'pass', 'domain.spf.lookups': '2'},
                         '_one TXT "v=spf1 redirect=_two.lakeside.example.com"',
                         '_two TXT "v=spf1 ip4:44.128.9.10 -all"', held=PdnsServer),
    'spf-redirect-beside': spf('handing on counts nothing beside “all”',
                               'v=spf1 ip4:44.9.0.0/16 ~all redirect=_one.lakeside.example.com',
                               {'domain.spf.verdict': 'softfail'}, '_one TXT "v=spf1 ip4:44.128.9.10 -all"',
                               cause='spf-fail', verdict=('warning', 'problem')),
    'spf-loop': spf_broken('three records in a circle', 'v=spf1 include:_one.lakeside.example.com -all',
                           'too-many-lookups', '_one TXT "v=spf1 include:_two.lakeside.example.com -all"',
                           '_two TXT "v=spf1 include:lakeside.example.com -all"', through=Unbound),
    'spf-ptr': spf('by the name of the address alone', 'v=spf1 ptr -all',
                   {'domain.spf.verdict': 'pass', 'domain.spf.ptr': 'yes', 'domain.spf.matched': 'ptr'},
                   through=Unbound),
    'spf-four-from-six': spf('IPv6 networks alone, and a sender with IPv4', 'v=spf1 ip6:2a0e:97c0:9::/48 -all',
                             {'domain.spf.verdict': 'fail'}, cause='spf-fail', verdict='problem'),
    'spf-mask': spf_broken('a network of 33 bits', 'v=spf1 ip4:44.128.9.0/33 -all', 'syntax',
                           facts={'domain.spf.error_term': 'ip4:44.128.9.0/33'}, held=PdnsServer),
    'spf-include-gone': spf_broken('a service that is no more is still included',
                                   'v=spf1 include:_spf.gone.example.com ip4:44.128.9.10 -all',
                                   'include-without-record'),
    'spf-cut': lake('a long record behind a firewall that lets no DNS over TCP through', None,
                    ('ok', 'warning', 'inconclusive'), {'domain.spf.outcome': ('not-known', 'silent', 'servfail', 'other')},
                    zone(*[f'@ TXT "verification-{i}={"y" * 80}"' for i in range(40)]),
                    before=lambda lab: lab.network.block([53])),
    # Policies.
    'dmarc-inherited': lake('two names below, with a policy of their own for them', None, 'ok',
                            {'domain.dmarc.at': LAKE, 'domain.dmarc.policy': 'quarantine',
                             'domain.dmarc.adkim': 'strict', 'domain.dmarc.aspf': 'relaxed'},
                            zone(f'{BELOW}. MX 5 in1', f'{BELOW}. TXT "v=spf1 ip4:44.128.9.10 -all"',
                                 dmarc='_dmarc TXT "v=DMARC1; p=reject; sp=quarantine; adkim=s; aspf=r"'),
                            name=BELOW, held=PdnsServer),
    'dmarc-order': lake('the policy is the last part', (None, 'dmarc-record-broken'), ('ok', 'warning'),
                        {'domain.dmarc.policy': 'reject'},
                        zone(dmarc='_dmarc TXT "v=DMARC1; rua=mailto:d@lakeside.example.com; p=reject"'),
                        at_most=0.8),
    'dmarc-two-above': lake('two policies above a name without one', 'dmarc-record-broken', 'warning',
                            {'domain.dmarc.outcome': 'multiple', 'domain.dmarc.at': LAKE},
                            zone('_dmarc TXT "v=DMARC1; p=reject"', f'{BELOW}. MX 5 in1',
                                 f'{BELOW}. TXT "v=spf1 ip4:44.128.9.10 -all"'), name=BELOW),
    'wildcard': lake('every name below has the same words', 'dmarc-record-missing', 'warning',
                     {'domain.dmarc.outcome': 'none', 'domain.mta_sts.outcome': 'none',
                      'domain.tls_rpt.outcome': 'none', 'domain.dkim.any': ('no', 'not-known')},
                     zone('* TXT "v=spf1 -all"', dmarc=''), held=PdnsServer),
    # Names of addresses.
    'ptr-other-family': lake('the name of an IPv6 address has an IPv4 address alone', 'reverse-dns-missing', 'problem',
                             {'domain.ptr.outcome': 'not-confirmed'},
                             zone(spf=f'@ TXT "v=spf1 ip6:{SIX} -all"'), sender=SIX,
                             outside=f'{OUTSIDE}{SIX_PTR}. PTR out.{LAKE}.\n', held=PdnsServer),
    'ptr-lame': lake('nobody serves the names of the addresses', (None, 'reverse-dns-missing'),
                     ('ok', 'warning', 'problem'), {'domain.ptr.outcome': ('servfail', 'silent')}, zone(), at_most=0.8,
                     outside=OUTSIDE.split('\n', 1)[1] + f'9.128.44.in-addr.arpa. NS ns.{LAKE}.\n', through=Unbound),
    # Lists.
    'list-one-refuses': lake('one list refuses this name server, the other knows the address', 'ip-blocklisted',
                             'problem', {'domain.dnsbl.0.state': 'refused', 'domain.dnsbl.1.state': 'listed',
                                         'domain.dnsbl.1.reason': 'Seen in a trap, see https://rep.lists.example/44.128.9.10',
                                         'domain.dnsbl.zone': OTHER, 'domain.dnsbl.outcome': 'listed'}, zone(),
                             lists=(LIST, OTHER), outside=OUTSIDE.replace(f'2.0.0.127.{LIST}. A 127.0.0.2',
                                                                          f'*.{LIST}. A 127.255.255.254')
                             + f'10.9.128.44.{OTHER}. A 127.0.0.4\n10.9.128.44.{OTHER}. TXT "Seen in a trap, see "'
                             ' "https://rep.lists.example/44.128.9.10"\n'),
    'list-network': lake('a list names the whole network, with a reason', 'ip-blocklisted', 'problem',
                         {'domain.dnsbl.0.state': 'listed', 'domain.dnsbl.0.code': '127.0.0.3',
                          'domain.dnsbl.0.reason': 'dirty neighbourhood'}, zone(),
                         outside=f'{OUTSIDE}*.9.128.44.{LIST}. A 127.0.0.3\n*.9.128.44.{LIST}. TXT "dirty neighbourhood"\n',
                         held=None, through=Bind),
    'list-rewritten': lake('a provider that gives its page for every name that is not there',
                           (None, 'dns-answers-rewritten'), ('ok', 'warning'),
                           {'domain.dnsbl.0.state': 'rewritten', 'domain.dnsbl.outcome': 'not-known'}, zone(),
                           held=None, through=Unbound(
                               f'  local-zone: "{LIST}." transparent\n  local-zone: "9.128.44.{LIST}." redirect\n'
                               f'  local-data: "9.128.44.{LIST}. A 44.128.9.80"\n'
                               f'  local-zone: "1.0.0.127.{LIST}." redirect\n'
                               f'  local-data: "1.0.0.127.{LIST}. A 44.128.9.80"\n')),
    # Encrypted delivery.
    'rpt-bare': lake('an address for reports without “mailto:”', 'tls-rpt-record-broken', 'warning',
                     {'domain.tls_rpt.outcome': 'broken'},
                     zone('_smtp._tls TXT "v=TLSRPTv1; rua=tls@lakeside.example.com"')),
    'sts-id': lake('a number with hyphens, which may hold letters and digits alone', 'mta-sts-record-broken',
                   'warning', {'domain.mta_sts.outcome': 'broken'}, zone('_mta-sts TXT "v=STSv1; id=2026-11-22;"'),
                   held=PdnsServer),
    'sts-redirect': sts('the rule has moved to another address', 'mta-sts-record-broken', 'warning',
                        {'domain.mta_sts.policy': 'unreachable', 'domain.mta_sts.failure': 'status',
                         'domain.mta_sts.status': '301'}, 'return 301 https://mta-sts.example.net/new.txt;'),
    'sts-no-age': sts('a rule that does not say how long it holds', 'mta-sts-record-broken', 'warning',
                      {'domain.mta_sts.policy': 'broken'},
                      'return 200 "version: STSv1\\nmode: enforce\\nmx: mail.example.net\\n";'),
    # Where its mail goes.
    'parked': lake('a domain that neither sends nor receives', 'host-does-not-accept-mail', ('problem', 'warning'),
                   {'domain.mx.outcome': 'null'},
                   zone(mx='@ MX 0 .', spf='@ TXT "v=spf1 -all"', dmarc='_dmarc TXT "v=DMARC1; p=reject"'),
                   sender=None, held=PdnsServer),
    'mx-alias': lake('the exchanger is an alias of another', None, ('ok', 'warning'),
                     {'domain.mx.outcome': 'ok', 'domain.mx.alias': f'mx.{LAKE}'},
                     zone('mx CNAME in1', mx='@ MX 10 mx'), through=Unbound),
    'mx-literal-beside': lake('an address stands beside a name', None, ('ok', 'warning'),
                              {'domain.mx.outcome': 'ok', 'domain.mx.literal': SERVER4},
                              zone(mx=f'@ MX 5 {SERVER4}.\n@ MX 10 in1')),
    'mx-asleep': lake('the machine of the exchanger is switched off', None, ('ok', 'warning'),
                      {'domain.mx.outcome': 'ok', 'domain.mx.reach': ('unreachable', 'filtered')},
                      zone(mx='@ MX 5 off', a=f'off A {GONE4}\nout A {SERVER4}')),
    'apex-alias': lake('the domain itself is an alias', None, ('ok', 'warning'), {'domain.mx.outcome': 'ok'},
                       ''.join(absolute(line) for line in (
                           f'@ CNAME pool.example.org.', f'pool.example.org. MX 5 in1.pool.example.org.',
                           f'in1.pool.example.org. A {SERVER4}', 'pool.example.org. TXT "v=spf1 ip4:44.128.9.10 -all"',
                           '_dmarc TXT "v=DMARC1; p=reject"', f'out A {SERVER4}')), held=None, through=Dnsmasq),
    # Name servers that fail.
    'lame': lake('the servers that are named for the domain know nothing of it', 'dns-failure', 'problem',
                 {'domain.mx.outcome': 'servfail'}, zone(),
                 held=lambda: [Nsd(LAKE, '', holds=False)], through=Unbound),
    'lame-recursor': lake('the same, asked by another', 'dns-failure', 'problem', {'domain.mx.outcome': 'servfail'},
                          zone(), held=lambda: [PdnsServer(LAKE, '', holds=False)]),
    'lame-one': lake('one of the two servers knows nothing of it', None, 'ok', {'domain.mx.outcome': 'ok'}, zone(),
                     held=lambda: [Nsd(LAKE, zone(), also={f'ns2.{LAKE}.': THIRD4}),
                                   Nsd('other.example.com', '', address=THIRD4)]),
    'signatures-old': Scenario(
        title='a domain whose signatures have all run out', args=['domain', 'signed.example', '--dnsbl', LIST],
        cause='dns-failure', verdict='problem', facts={'domain.mx.outcome': 'servfail'},
        before=lambda lab: lab.network.publish(OUTSIDE), servers=bogus_recursor),
    'signatures-old-host': mail('the same, met by a program', 'dns-failure',
                                {'dns.outcome': 'servfail', 'dns.dnssec': 'bogus'}, bogus_recursor),
    'not-a-resolver': mail('a server that holds zones stands where a resolver belongs',
                           ('dns-resolver-unreachable', 'dns-failure'), {'dns.outcome': 'refused'},
                           lambda: [Nsd(LAKE, zone(), address=FIRST4)], before=lambda lab: use_names(lab, FIRST4)),
    # Keys.
    'key-elsewhere': lake('the key lies with the service that signs', None, 'ok',
                          {'domain.dkim.outcome': 'ok', 'domain.dkim.algorithm': 'ed25519'},
                          zone('k1._domainkey CNAME k1.lakeside.dkim.example.org.'), args=('--selector', 'k1'),
                          outside=f'{OUTSIDE}k1.lakeside.dkim.example.org. TXT {long_text("v=DKIM1; k=ed25519; p=" + ED25519)}\n',
                          through=Unbound),
    'bounce': bounced('a message that came back names domain and key', None,
                      {'domain.dkim.outcome': 'ok', 'domain.dkim.selector': 'k1'},
                      zone(f'k1._domainkey TXT "v=DKIM1; k=ed25519; p={ED25519}"')),
    'bounce-no-key': bounced('the key that a returned message was signed with is not published', 'dkim-record-broken',
                             {'domain.dkim.outcome': 'none', 'domain.dkim.selector': 'k1'}, zone()),
    'bounce-other': bounced('the key of the message is not asked for at another domain', None,
                            {'domain.dkim.outcome': 'not-asked', 'domain.mx.first': f'in1.north.{LAKE}'},
                            zone(f'north MX 5 in1.north.{LAKE}.', f'in1.north A {SERVER4}',
                                 'north TXT "v=spf1 ip4:44.128.9.10 -all"'), name=[f'north.{LAKE}']),
    'key-quoted': lake('quotation marks were copied into the key', 'dkim-record-broken', 'warning',
                       {'domain.dkim.outcome': 'unreadable'},
                       zone(f'k1._domainkey TXT "v=DKIM1; k=ed25519; p=\\"{ED25519}\\""'), args=('--selector', 'k1')),
}
