# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking names up, with other name servers, lists and mistakes."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.exim import Exim
from lablib.network import NAMES4, SERVER4
from lablib.postfix import Postfix
from lablib.resolvers import (FIRST4, NOBODY4, SECOND4, Bind, Dnsmasq, KnotResolver, Signed, Unbound, in_hosts, silent,
                              use_names)
from lablib.scenario import Scenario


def play(title, host, cause, verdict='problem', servers=lambda: [], port=587, before=None, records='', **more):
    def prepare(lab):
        if records:
            lab.network.publish(records)
        if before:
            before(lab)
    file = port in (21, 990)
    args = ftp(host=host, port=port) if file else smtp(host=host, port=port)
    return Scenario(title=title, servers=servers, args=args, cause=cause, verdict=verdict, before=prepare,
                    **({'user': CAROL if file else ALICE} | more))


class Advertising(Bind):
    """A name server that leads every name that does not exist to a page of its own."""

    def launch(self, text):
        self.node.write(f'{self.folder}/pages', '$TTL 60\n@ SOA ns. admin. 1 3600 600 86400 60\n@ NS ns.\n'
                        f'ns. A {NAMES4}\n*. A 44.128.9.200\n')
        super().launch('zone "." { type redirect; file "pages"; };\n' + text)


def trusting(signed):
    return lambda: f'  trust-anchor: "{signed.key}"'


def bogus():
    signed = Signed('vault.example.org', f'mail A {SERVER4}\n', spoil=('expired',))
    return [signed, Unbound(trusting(signed))]


MANY = ''.join(f'farm.example.org. A 44.129.{i // 250}.{i % 250 + 1}\n' for i in range(120))

SCENARIOS = {
    'domain-swapped': play('two letters of the domain are swapped', 'mail.exmaple.net', 'domain-not-found',
                           facts={'dns.outcome': 'no-such-name', 'dns.near_name': 'mail.example.net'}),
    'ending': play('the ending is wrong', 'mail.example.nte', 'domain-not-found',
                   facts={'dns.outcome': 'no-such-name', 'dns.near_name': 'mail.example.net'}),
    'letter-missing': play('a letter of an FTP host is missing, behind dnsmasq', 'fp.example.net', 'domain-not-found',
                           servers=lambda: [Dnsmasq()], port=21, facts={'dns.near_name': 'ftp.example.net'}),
    'text-alone': play('the name has text records and nothing else', 'note.example.org', 'dns-no-address',
                       records='note.example.org. TXT "hello"\n', facts={'dns.outcome': 'no-address'}),
    'lame': play('the domain is handed to a name server that is silent', 'mail.lost.example.org', 'dns-failure',
                 servers=lambda: [Unbound()], records=f'lost.example.org. NS ns.lost.example.org.\n'
                 f'ns.lost.example.org. A {NOBODY4}\n', before=lambda lab: silent(lab, NOBODY4)),
    'refused': play('the name server refuses to look up for others', 'mail.example.net', 'dns-failure',
                    servers=lambda: [Unbound('  access-control: 192.168.77.0/24 refuse')], facts={'dns.outcome': 'refused'}),
    'first-silent': play('the first name server of two is silent', 'mail.example.net',
                         (None, 'dns-resolver-unreachable'), ('ok', 'warning'), servers=lambda: [Postfix()], port=465,
                         before=lambda lab: (silent(lab, NOBODY4), use_names(lab, NOBODY4, NAMES4))),
    'nobody-here': play('resolv.conf names a program on this computer that does not run', 'mail.example.net',
                        'dns-resolver-unreachable', before=lambda lab: use_names(lab, '127.0.0.53')),
    'advertising': play('a wrong name leads to a page of the provider', 'smpt.example.net', 'dns-answers-rewritten',
                        servers=lambda: [Advertising()], facts={'dns.outcome': 'rewritten'}),
    'advertising-innocent': play('the same provider, a right name, a server that does not run', 'mail.example.net',
                                 'service-not-running', servers=lambda: [Advertising(), Postfix(ports={25: {}})]),
    'bogus': play('the signatures of the domain ended years ago', 'mail.vault.example.org', 'dns-failure',
                  servers=bogus, facts={'dns.outcome': 'servfail', 'dns.dnssec': 'bogus'}),
    'short-name': play('a short name, completed by the search list', 'mail', 'certificate-name-mismatch',
                       servers=lambda: [Postfix()], port=465,
                       before=lambda lab: use_names(lab, NAMES4, options='search example.net\n'),
                       facts={'tls.suggested_host': 'mail.example.net'}),
    'old-line': play('/etc/hosts still has the server’s old address', 'mail.example.net', ('host-down', 'dns-split-view'),
                     servers=lambda: [Postfix()], before=lambda lab: in_hosts(lab, '44.128.9.99 mail.example.net\n'),
                     facts={'dns.own_list': '44.128.9.99'}),
    'blocked-line': play('/etc/hosts leads the server nowhere, as lists of advertisers do', 'mail.example.net',
                         'name-points-here', servers=lambda: [Postfix()],
                         before=lambda lab: in_hosts(lab, '0.0.0.0 mail.example.net\n'),
                         facts={'dns.own_list': '0.0.0.0'}),
    'inside-address': play('a public name has an address of somebody’s inside', 'nas.example.org', 'dns-split-view',
                           records='nas.example.org. A 10.0.44.5\n', port=21,
                           facts={'dns.address_kind': 'private'}),
    'circle': play('an alias that leads back to itself', 'mail.circle.example.org', ('dns-failure', 'dns-no-address'),
                   servers=lambda: [Unbound()], records='mail.circle.example.org. CNAME a.circle.example.org.\n'
                   'a.circle.example.org. CNAME mail.circle.example.org.\n'),
    'cut-short': play('the answer is too long for one packet, and TCP to the name server is shut', 'farm.example.org',
                      ('dns-resolver-unreachable', 'dns-failure'), records=MANY,
                      before=lambda lab: lab.network.block([53])),
    'views': play('two name servers, two public addresses, and one of them is dead', 'mail.example.net',
                  'dns-split-view', servers=lambda: [
                      Dnsmasq('address=/mail.example.net/10.1.2.3', alone=False), KnotResolver(address=SECOND4, alone=False),
                      Exim()], before=lambda lab: use_names(lab, FIRST4, SECOND4), facts={'dns.split': 'yes'}),
    'not-asked': play('nsswitch.conf leaves the name servers out', 'mail.example.net', ('dns-split-view', 'dns-failure'),
                      ('warning', 'problem'), servers=lambda: [Postfix()], port=465, before=lambda lab: files_alone(lab),
                      facts={'dns.system': 'EAI_NONAME'}),
}


def files_alone(lab):
    path = lab.network.client.directory / 'nsswitch.conf'
    path.write_text('passwd: files\ngroup: files\nhosts: files\n', encoding='ascii')
    lab.network.client.run(['mount', '--bind', path, '/etc/nsswitch.conf'])
