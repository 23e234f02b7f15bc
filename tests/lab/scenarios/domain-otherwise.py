# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of a mail domain with mistakes of other kinds, and some that only look like mistakes."""

import subprocess

from lablib.accounts import smtp
from lablib.chains import Files
from lablib.dnssec import Dnssec, tlsa
from lablib.domains import HARBOUR, LIST, REVERSE, domain, long_text
from lablib.exim import Exim
from lablib.network import HOST, NAMES4, SERVER4
from lablib.postfix import Postfix
from lablib.resolvers import Bind
from lablib.scenario import Scenario
from lablib.web import Nginx

BELOW = f'news.{HARBOUR}'


def key(bits):
    """A public key as a record holds it."""
    made = subprocess.run(['openssl', 'genrsa', str(bits)], capture_output=True, text=True, check=True).stdout
    public = subprocess.run(['openssl', 'rsa', '-pubout'], input=made, capture_output=True, text=True, check=True).stdout
    return ''.join(public.splitlines()[1:-1])


def spf(record, *more):
    return '\n'.join([f'{HARBOUR}. TXT "{record}"', *more])


def selector(*records):
    return {'more': '\n'.join(record.replace('@', f'_domainkey.{HARBOUR}.') for record in records),
            'args': ('--selector', 'k1')}


class Advertising(Bind):
    """A name server that leads every name that does not exist to a page of its own."""

    def launch(self, text):
        self.node.write(f'{self.folder}/pages', '$TTL 60\n@ SOA ns. admin. 1 3600 600 86400 60\n@ NS ns.\n'
                        f'ns. A {NAMES4}\n*. A 44.128.9.200\n')
        super().launch('zone "." { type redirect; file "pages"; };\n' + text)


POLICY = 'version: STSv1\\r\\nmode: none\\r\\nmx: elsewhere.example.net\\r\\nmax_age: 86400\\r\\n'
STS = f'''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
_mta-sts.example.net. TXT "v=STSv1; id=7;"
mta-sts.example.net. A {SERVER4}
'''


def dane(title, certificate, usage, cause, verdict, match):
    return Scenario(title=title, servers=lambda: [
        Dnssec(lambda folder: f'_25._tcp.{HOST}. TLSA {tlsa(folder, certificate, usage, 0)}\n'), Exim()],
        args=smtp(port=25), cause=cause, verdict=verdict, facts={'tls.dane': match})


SCENARIOS = {
    # SPF
    'spf-deep': domain('includes within includes, twelve in all', 'spf-record-broken', facts={
        'domain.spf.error': 'too-many-lookups', 'domain.spf.lookups': '12'}, spf=spf(
            f'v=spf1 include:a.{HARBOUR} include:b.{HARBOUR} include:c.{HARBOUR} -all', *(
                f'{x}.{HARBOUR}. TXT "v=spf1 include:{x}1.{HARBOUR} include:{x}2.{HARBOUR} include:{x}3.{HARBOUR} ~all"'
                for x in 'abc'), *(f'{x}{i}.{HARBOUR}. TXT "v=spf1 ip4:10.0.0.{i} ~all"' for x in 'abc' for i in (1, 2, 3)))),
    'spf-double-below': domain('an included domain has two records', 'spf-record-broken', facts={
        'domain.spf.outcome': 'broken'}, spf=spf(f'v=spf1 include:two.{HARBOUR} -all',
                                                 f'two.{HARBOUR}. TXT "v=spf1 mx -all"',
                                                 f'two.{HARBOUR}. TXT "v=spf1 a -all"')),
    'spf-nothing': domain('a record that allows nobody, and yet mail is sent', 'spf-fail', 'problem',
                          {'domain.spf.verdict': 'fail', 'domain.spf.all': 'fail'}, spf=spf('v=spf1 -all')),
    'spf-everybody': domain('a record that allows everybody', None, ('ok', 'warning'),
                            {'domain.spf.verdict': 'pass', 'domain.spf.all': 'pass'}, spf=spf('v=spf1 +all')),
    'spf-soft': domain('the sender is outside, softly', 'spf-fail', ('warning', 'problem'),
                       {'domain.spf.verdict': 'softfail'}, spf=spf('v=spf1 include:mail.example.com ~all',
                                                                    'mail.example.com. TXT "v=spf1 ip4:44.130.0.0/16 -all"')),
    # DKIM
    'dkim-withdrawn': domain('the key has been withdrawn', 'dkim-record-broken', facts={'domain.dkim.outcome': 'revoked'},
                             **selector('k1.@ TXT "v=DKIM1; k=rsa; p="')),
    'dkim-tiny': domain('a key of 768 bits', 'dkim-record-broken', facts={
        'domain.dkim.outcome': 'too-short', 'domain.dkim.bits': '768'}, **selector(f'k1.@ TXT "v=DKIM1; p={key(768)}"')),
    'dkim-alias-nowhere': domain('the selector is an alias of a provider who has no key there',
                                 ('dkim-record-broken', 'dkim-fail'), facts={'domain.dkim.outcome': 'none'},
                                 **selector('k1.@ CNAME k1.dkim.mailer.example.com.')),
    'dkim-alias': domain('the selector is an alias, and the key is there', None, facts={
        'domain.dkim.outcome': 'ok', 'domain.dkim.bits': '2048'}, **selector(
            'k1.@ CNAME k1.dkim.mailer.example.com.',
            f'k1.dkim.mailer.example.com. TXT {long_text("v=DKIM1; k=rsa; p=" + key(2048))}')),
    'dkim-cut': domain('the key lost its end when it was pasted', 'dkim-record-broken',
                       facts={'domain.dkim.outcome': 'unreadable'}, **selector(
                           f'k1.@ TXT {long_text("v=DKIM1; k=rsa; p=" + key(2048)[:300])}')),
    # DMARC
    'dmarc-above': domain('the policy for what is below stands above', None, facts={
        'domain.dmarc.at': HARBOUR, 'domain.dmarc.policy': 'reject'}, name=BELOW, mx=f'{BELOW}. MX 5 post.{HARBOUR}.',
        spf=f'{BELOW}. TXT "v=spf1 mx -all"',
        dmarc=f'_dmarc.{HARBOUR}. TXT "v=DMARC1; p=none; sp=reject; rua=mailto:d@{HARBOUR}"'),
    'dmarc-typed': domain('the policy is misspelt', 'dmarc-record-broken',
                          dmarc=f'_dmarc.{HARBOUR}. TXT "v=DMARC1; p=qurantine; adkim=s"'),
    'dmarc-order': domain('the version does not stand first', ('dmarc-record-broken', 'dmarc-record-missing'),
                          dmarc=f'_dmarc.{HARBOUR}. TXT "p=reject; v=DMARC1"'),
    # The name of the address
    'ptr-two': domain('two names, of which the second leads back', None, facts={'domain.ptr.outcome': 'ok'},
                      ptr=f'{REVERSE} PTR static.carrier.example.\n{REVERSE} PTR post.{HARBOUR}.'),
    'ptr-elsewhere': domain('the name leads to another address', 'reverse-dns-missing', ('warning', 'problem'), {
        'domain.ptr.outcome': 'not-confirmed'}, ptr=f'{REVERSE} PTR web.{HARBOUR}.\nweb.{HARBOUR}. A 44.128.9.99'),
    # Lists
    'lists-differ': domain('one list refuses to answer, the other lists', 'ip-blocklisted', 'problem',
                           {'domain.dnsbl.outcome': 'listed', 'domain.dnsbl.zone': 'sbl.example.com'},
                           zones=(LIST, 'sbl.example.com'), more=f'10.9.128.44.{LIST}. A 127.255.255.254\n'
                           '2.0.0.127.sbl.example.com. A 127.0.0.2\n10.9.128.44.sbl.example.com. A 127.0.0.4\n'
                           '10.9.128.44.sbl.example.com. TXT "Listed, see https://sbl.example.com/q/44.128.9.10"'),
    'lists-advertising': domain('a name server that invents answers makes every list look like a hit',
                                (None, 'dns-answers-rewritten'), ('ok', 'warning'),
                                {'domain.dnsbl.outcome': ('not-known', 'clean')}, servers=lambda: [Advertising()]),
    # Encryption between servers
    'sts-none': Scenario(title='the rule for encryption is withdrawn properly, and names another server', servers=lambda: [
        Files('good'), Postfix(main=Files('good').settings()),
        Nginx('server { listen 443 ssl; server_name mta-sts.example.net; location = /.well-known/mta-sts.txt { return 200 "'
              + POLICY + '"; } }', certificate='auto', ports=(443,))],
        args=['domain', 'example.net', '--sender-ip', SERVER4, '--dnsbl', 'list.test'], cause=None, verdict='ok',
        before=lambda lab: lab.network.publish(STS), facts={'domain.mta_sts.mode': 'none'}),
    'sts-twice': domain('the rule is announced twice', 'mta-sts-record-broken', facts={
        'domain.mta_sts.outcome': 'multiple'}, more=f'_mta-sts.{HARBOUR}. TXT "v=STSv1; id=1"\n'
        f'_mta-sts.{HARBOUR}. TXT "v=STSv1; id=2"'),
    'rpt-no-scheme': domain('the address for reports lacks mailto:', 'tls-rpt-record-broken', facts={
        'domain.tls_rpt.outcome': 'broken'}, more=f'_smtp._tls.{HARBOUR}. TXT "v=TLSRPTv1; rua=tls@{HARBOUR}"'),
    'dane-authority': dane('another authority is announced than the one that issued', 'middle', 2, 'dane-mismatch',
                           'warning', 'mismatch'),
    'dane-authority-absent': dane('the authority that issued is announced, but the server does not send it', 'ca', 2,
                                  'dane-mismatch', 'warning', 'mismatch'),
}
