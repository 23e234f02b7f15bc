# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that are not there, or not whole, as different name servers put it."""

import copy

from lablib.accounts import ALICE, ftp, smtp
from lablib.network import SERVER4
from lablib.postfix import Postfix
from lablib.resolvers import (FIRST4, NOBODY4, SECOND4, Bind, Dnsmasq, KnotResolver, Signed, Unbound,
                              in_hosts, silent, use_names)
from lablib.scenario import Scenario
from lablib.web import http

RECORDS = f'''shop.example.org. MX 5 smtp.shop.example.org.
smtp.shop.example.org. A {SERVER4}
www.shop.example.org. A {SERVER4}
ftp.shop.example.org. A {SERVER4}
post.shop.example.org. TXT "only words"
one.shop.example.org. CNAME two.shop.example.org.
two.shop.example.org. CNAME one.shop.example.org.
dead.shop.example.org. CNAME gone.shop.example.org.
lame.example.org. NS ns.lame.example.org.
ns.lame.example.org. A {SERVER4}
inner.shop.example.org. A 10.20.0.25
xn--caf-dma.example.org. A {SERVER4}
smtp.xn--bcher-kva.example.org. A {SERVER4}
'''
SIGNED = f'@ A {SERVER4}\nsmtp A {SERVER4}\nwww A {SERVER4}\nftp A {SERVER4}\n'


def names(title, resolver, args, cause, facts=None, verdict='problem', records=RECORDS, before=None, **more):
    def prepare(lab):
        lab.network.publish(records)
        if before:
            before(lab)

    servers = resolver if callable(resolver) else lambda: [copy.copy(resolver)]
    return Scenario(title=title, servers=servers, before=prepare, args=args, cause=cause, verdict=verdict,
                    facts=facts or {}, user=None if args[1] == 'http' else ALICE, **more)


def bogus(title, spoil, args, **more):
    def servers():
        zone = Signed('signed.example', SIGNED, spoil)
        return [zone, Unbound(lambda: f'  trust-anchor: "{zone.key}"\n')]

    return names(title, servers, args, 'dns-failure', {'dns.outcome': 'servfail', 'dns.dnssec': 'bogus'},
                 **more)


def mail(host, port=587):
    return smtp(host=host, port=port)


def web(host):
    return http(f'https://{host}/page')


def files(host):
    return ftp(host=host)


def bind_bogus():
    zone = Signed('signed.example', SIGNED, ('A',))

    def text():
        words = zone.key.split()
        return ('trust-anchors { signed.example. static-key ' + ' '.join(words[3:6]) + ' "'
                + ''.join(words[6:]) + '"; };\n')

    return [zone, Bind(text, 'dnssec-validation yes;')]


class Page(Bind):
    """Gives its own page for what does not exist, as some providers do."""

    def __init__(self):
        super().__init__('zone "." { type redirect; file "/run/redirect.zone"; };')

    def launch(self, text):
        self.node.write('/run/redirect.zone', '$TTL 5\n@ SOA ns admin 1 3600 600 86400 60\n@ NS ns\n'
                        'ns A 44.128.9.80\n* A 44.128.9.80\n')
        super().launch(text)


NOT_THERE = {'dns.outcome': 'no-such-name'}
FAILS = {'dns.outcome': 'servfail'}
SCENARIOS = {
    # No such name, and what it may have been.
    'typo-unbound': names('a letter too many in the domain', Unbound(), mail('smtp.shopp.example.org'),
                          'domain-not-found', NOT_THERE),
    'typo-bind': names('a letter is missing in the name of the host', Bind(), mail('smt.shop.example.org', 465),
                       'domain-not-found', NOT_THERE | {'dns.near_name': 'smtp.shop.example.org'}),
    'typo-swapped': names('two letters swapped', Dnsmasq(), files('fpt.shop.example.org'),
                          'domain-not-found', NOT_THERE | {'dns.near_name': 'ftp.shop.example.org'}),
    'typo-neighbour': names('a key beside the right one', KnotResolver(), mail('smtp.shpp.example.org'),
                            'domain-not-found', NOT_THERE | {'dns.near_name': 'smtp.shop.example.org'}),
    'typo-doubled': names('a letter typed once instead of twice', Unbound(),
                          mail('smtp.leter.example.org'), 'domain-not-found',
                          NOT_THERE | {'dns.near_name': 'smtp.letter.example.org'},
                          records=f'smtp.letter.example.org. A {SERVER4}\n'),
    'typo-missing': names('a letter left out in the domain', Bind(), mail('smtp.shp.example.org'),
                          'domain-not-found', NOT_THERE | {'dns.near_name': 'smtp.shop.example.org'}),
    'ending-wrong': names('com instead of org', Unbound(), mail('smtp.harbour-post.com'),
                          'domain-not-found', NOT_THERE | {'dns.near_name': 'smtp.harbour-post.org'},
                          records=f'smtp.harbour-post.org. A {SERVER4}\n'),
    'ending-cut': names('the ending with a letter missing', KnotResolver(), web('www.harbour-post.or'),
                        'domain-not-found', NOT_THERE | {'dns.near_name': 'www.harbour-post.org'},
                        records=f'www.harbour-post.org. A {SERVER4}\n'),
    'ending-country': names('net instead of a country', Dnsmasq(), files('ftp.harbour-post.net'),
                            'domain-not-found', NOT_THERE | {'dns.near_name': 'ftp.harbour-post.de'},
                            records=f'ftp.harbour-post.de. A {SERVER4}\n'),
    'dot-missing': names('a dot is missing', Unbound(), mail('smtpshop.example.org'),
                         'domain-not-found', NOT_THERE | {'dns.near_name': 'smtp.shop.example.org'}),
    'www-three': names('four letters w', Bind(), web('wwww.shop.example.org'),
                       'domain-not-found', NOT_THERE | {'dns.near_name': 'www.shop.example.org'}),
    'international': names('a name with a letter of its own language, misspelt', Unbound(),
                           mail('smtp.büchre.example.org'), 'domain-not-found', NOT_THERE),
    'international-good': names('a name with a letter of its own language', lambda: [Unbound(), Postfix()],
                                mail('smtp.bücher.example.org'), 'certificate-name-mismatch',
                                {'dns.outcome': 'ok'}),
    # The name is there, an address is not.
    'only-mail': names('a domain for mail', Unbound(), mail('shop.example.org'), 'dns-no-address',
                       {'dns.outcome': 'no-address', 'dns.mx': 'yes'}),
    'only-mail-files': names('the same for files', Bind(), files('shop.example.org'), 'dns-no-address',
                             {'dns.outcome': 'no-address', 'dns.mx': 'yes'}),
    'only-words': names('a name with nothing but words', KnotResolver(), mail('post.shop.example.org'),
                        'dns-no-address', {'dns.outcome': 'no-address', 'dns.mx': 'no'}),
    'between': names('a name that has others below it alone', Dnsmasq(), web('example.org'), 'dns-no-address',
                     {'dns.outcome': 'no-address'}),
    'alias-dead': names('an alias of nothing', Unbound(), mail('dead.shop.example.org'),
                        'domain-not-found', NOT_THERE),
    'alias-circle-unbound': names('aliases in a circle', Unbound(), mail('one.shop.example.org'),
                                  ('dns-failure', 'dns-no-address')),
    'alias-circle-bind': names('aliases in a circle', Bind(), files('one.shop.example.org'),
                               ('dns-failure', 'dns-no-address')),
    'alias-circle-kresd': names('aliases in a circle', KnotResolver(), mail('two.shop.example.org'),
                                ('dns-failure', 'dns-no-address')),
    # An error in the place of an answer.
    'lame-unbound': names('a domain whose name server is none', Unbound(), mail('smtp.lame.example.org'),
                          'dns-failure', {'dns.outcome': ('silent', 'servfail')}),
    'lame-bind': names('the same', Bind(text='zone "lame.example.org" { type static-stub; '
                                        f'server-addresses {{ {SERVER4}; }}; }};'),
                       files('ftp.lame.example.org'), 'dns-failure', FAILS | {'dns.dnssec': 'ok'}),
    'bogus-address': bogus('one signature is wrong', ('A',), mail('smtp.signed.example')),
    'bogus-expired': bogus('all signatures have expired', ('expired',), web('www.signed.example')),
    'bogus-files': bogus('one signature is wrong, for files', ('A',), files('ftp.signed.example')),
    'bogus-bind': names('one signature is wrong', bind_bogus, mail('smtp.signed.example'), 'dns-failure',
                        FAILS | {'dns.dnssec': 'bogus'}),
    'signed-good': names('all signatures are right', lambda: [
        zone := Signed('signed.example', SIGNED), Unbound(lambda: f'  trust-anchor: "{zone.key}"\n'),
        Postfix()], mail('smtp.signed.example'), 'certificate-name-mismatch', {'dns.outcome': 'ok'}),
    'refused-unbound': names('a name server that is not for us', Unbound('  access-control: 192.168.0.0/16 refuse\n'),
                             mail('smtp.shop.example.org'), ('dns-resolver-unreachable', 'dns-failure'),
                             {'dns.outcome': 'refused'}),
    'refused-bind': names('a name server that answers its own people', Bind(), files('ftp.shop.example.org'), 'dns-failure', FAILS,
        before=lambda lab: lab.network.server.run(['knotc', '-s', '/run/knot/knot.sock', '-b', 'stop'])),
    # Silence.
    'first-silent': names('the first name server is silent, the second answers',
                          lambda: [Dnsmasq(alone=False), Postfix()], mail('mail.example.net'), None,
                          {'dns.outcome': 'ok'}, 'ok',
                          before=lambda lab: (silent(lab, NOBODY4), use_names(lab, NOBODY4, FIRST4))),
    'first-refuses': names('the first name server refuses, the second answers',
                           lambda: [Unbound('  access-control: 192.168.0.0/16 refuse\n', alone=False),
                                    Bind(address=SECOND4, alone=False), Postfix()],
                           mail('mail.example.net'), None, {'dns.outcome': 'ok'}, 'ok',
                           before=lambda lab: use_names(lab, FIRST4, SECOND4)),
    'both-silent': names('both name servers are silent', Dnsmasq(alone=False), mail('smtp.shop.example.org', 465),
                         'dns-resolver-unreachable', {'dns.outcome': 'silent'},
                         before=lambda lab: (silent(lab, NOBODY4, SECOND4), use_names(lab, NOBODY4, SECOND4))),
    'nobody-listens': names('nothing listens at the name server', lambda: [], web('www.shop.example.org'),
                            'dns-resolver-unreachable', {'dns.outcome': 'silent'},
                            before=lambda lab: use_names(lab, SERVER4)),
    'silent-literal': names('an address needs no name server', lambda: [Postfix()], mail(SERVER4),
                            ('certificate-name-mismatch', None), before=lambda lab: (
                                silent(lab, NOBODY4), use_names(lab, NOBODY4))),
    # Search lists and /etc/hosts.
    'search': names('a short name that the search list completes', lambda: [Unbound(), Postfix()],
                    mail('mail'), 'certificate-name-mismatch', {'dns.outcome': 'ok', 'dns.source': 'system'},
                    before=lambda lab: use_names(lab, FIRST4, options='search example.net\n')),
    'search-missing': names('a short name that nobody completes', Unbound(), mail('mail'),
                            'domain-not-found', NOT_THERE),
    'search-wildcard': names('a search domain that has an address for every name', Bind(),
                             mail('smtp.shopp.example.org'), ('domain-not-found', 'service-not-running'),
                             records=RECORDS + f'*.office.example.com. A {SERVER4}\n',
                             before=lambda lab: use_names(lab, FIRST4, options='search office.example.com\n')),
    'hosts-old': names('an old address in /etc/hosts', Unbound(), mail('mail.example.net'),
                       ('host-down', 'dns-split-view'), {'dns.outcome': 'ok'},
                       before=lambda lab: in_hosts(lab, '44.128.9.200 mail.example.net\n')),
    'points-here': names('the name leads to this computer', Unbound(), mail('here.example.net'),
                         'name-points-here',
                         {'dns.points_here': 'yes'}, records='here.example.net. A 127.0.0.1\n'),
    'blocked-zero': names('a filter of advertisements knows the name', Dnsmasq('address=/mail.example.net/0.0.0.0'),
                          mail('mail.example.net'), 'name-points-here',
                          {'dns.points_here': 'yes'}),
    # Invented answers.
    'invented-dnsmasq': names('a router that knows an address for everything', Dnsmasq('address=/#/44.128.9.80'),
                              mail('smtp.shop.example.org'), 'dns-answers-rewritten', {'dns.outcome': 'rewritten'}),
    'invented-rpz': names('a provider that sends wrong names to its page', lambda: [Page()],
        web('www.nowhere-at-all.example.org'), 'dns-answers-rewritten', {'dns.outcome': 'rewritten'}),
    'invented-kresd': names('a portal that answers every question itself', KnotResolver(
        "policy.add(policy.all(policy.ANSWER({ [kres.type.A] = { rdata = kres.str2ip('44.128.9.80'), ttl = 5 } })))"),
        files('ftp.shop.example.org'), 'dns-answers-rewritten', {'dns.outcome': 'rewritten'}),
    'wildcard': names('a domain that has an address for every name', lambda: [Unbound(), Postfix()],
                      mail('typo.any.example.org'), 'certificate-name-mismatch', {'dns.outcome': 'ok', 'dns.invents': 'no'},
                      records=f'*.any.example.org. A {SERVER4}\n'),
    'wildcard-dead': names('the same, and nobody is there', Bind(), mail('smtpp.any.example.org'),
                           'host-down', {'dns.outcome': 'ok', 'dns.invents': 'no', 'dns.wildcard': 'yes'},
                           records='*.any.example.org. A 44.128.9.201\n'),
    # Two views.
    'inside-private': names('a name that leads into somebody’s private network', Unbound(),
                            mail('inner.shop.example.org'), 'dns-split-view', {'dns.address_kind': 'private'}),
    'rebind-protection': names('a router that hides private addresses', Dnsmasq('stop-dns-rebind'),
                               mail('inner.shop.example.org'), ('dns-no-address', 'dns-split-view')),
    'split-outside': names('the second name server alone knows the name', lambda: [
        Unbound('  local-zone: "corp.example.org." static\n', alone=False), Bind(address=SECOND4, alone=False)],
        mail('mail.corp.example.org'), 'dns-split-view', {'dns.split': 'yes'},
        records=f'mail.corp.example.org. A {SERVER4}\n',
        before=lambda lab: use_names(lab, FIRST4, SECOND4)),
}
