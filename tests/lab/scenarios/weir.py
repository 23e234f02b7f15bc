# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and domains as people spoil them: boxes that answer half, records pasted with their quotation marks,
rules of the provider before, and servers that look all this up."""

import subprocess

from lablib import scripted
from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.domains import LIST, domain, long_text
from lablib.exim import Exim
from lablib.helpers import Helper, Issue
from lablib.network import NAMES4, SERVER4
from lablib.node import wait_for
from lablib.postfix import Postfix
from lablib.resolvers import (FIRST4, NOBODY4, Bind, Dnsmasq, KnotResolver, Signed, SystemdResolved, Unbound, in_hosts,
                              silent, use_names)
from lablib.scenario import Scenario
from lablib.web import Nginx

FINE = ('ok', 'warning')
WEIR = 'muehlenwehr.example.com'
POST = f'mx1.{WEIR}'
PTR = '10.9.128.44.in-addr.arpa.'
RSA = ('MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvMgnVCyAhkYXnXIDqCzNDR0HkFYQGkFw2HM3VcIc2K5rFwAI3afw'
       'X0inFRmKgFrBihTFpGAMG0YKdVh2YNjimlZzvlQyokwhluSvCztLyBQg7IGynq/SN6BWo1IQAMCGYSWqHvKiif3ZStJe43bX'
       'jz606DZ0fACnphdcyBMy+gXR6KOR2ugy0W+V1/LhHylvVZN4FGJ/EyzyXy0JlMjTd3F06PN3pY4GOmBCsf8yphPDcK82SDuj'
       'olnZW5Aa2Oeihjo595Qq8dKOMtOWWbRD8AO5+w57rqAGp56AV/BOY880XoTTp20Po1lrHID+/jt4Rjn/jzQLfmtmXlGbe9f3'
       'NQIDAQAB')
# Of a key made for this alone.
SECRET = subprocess.run(['openssl', 'genrsa', '-traditional', '1024'], capture_output=True, text=True,
                        check=True).stdout.split('-----')[2].replace('\n', '')
SOUND = {
    'mx': f'@ MX 10 {POST}.',
    'a': f'mx1.@ A {SERVER4}',
    'spf': '@ TXT "v=spf1 mx -all"',
    'dmarc': f'_dmarc.@ TXT "v=DMARC1; p=reject; rua=mailto:berichte@{WEIR}"',
    'ptr': f'{PTR} PTR {POST}.',
    'list': f'2.0.0.127.{LIST}. A 127.0.0.2',
}


class Odd(Helper):
    """A name server on the way that hands questions to Knot and spoils what it says. spoil: body of a function of
    the question (q), the number of its type (kind) and the answer (a), which returns the answer, None for none."""

    PROGRAM = '''
import socket, threading
def spoil(q, kind, a):
    {spoil}
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("{address}", 53))
def serve(q, who):
    up = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    up.settimeout(3)
    up.sendto(q, ("{names}", 53))
    a = up.recv(4096)
    end = q.index(b"\\0", 12)
    a = spoil(q, int.from_bytes(q[end + 1:end + 3], "big"), a)
    if a is not None:
        s.sendto(a, who)
while True:
    threading.Thread(target=serve, args=s.recvfrom(4096), daemon=True).start()
'''

    def __init__(self, spoil):
        self.spoil = spoil

    def start(self, lab):
        node = lab.network.server
        node.run(['ip', 'address', 'add', f'{FIRST4}/32', 'dev', 'eth0'])
        node.start(['/usr/bin/python3', '-c', self.PROGRAM.format(spoil=self.spoil, address=FIRST4, names=NAMES4)])
        wait_for(lambda: f'{FIRST4}:53 ' in node.run(['ss', '-Hlun']), 'the name server')
        use_names(lab, FIRST4)


class Resolved(SystemdResolved):
    """systemd-resolved on a computer without a VPN. more: lines of its settings."""

    def __init__(self, server, more=''):
        super().__init__({'eth0': (server, None)})
        self.more = more

    def start(self, lab):
        lab.vpn = lambda ports: None
        super().start(lab)

    def launch(self):
        self.node.write('/run/systemd/resolved.conf.d/own.conf', f'[Resolve]\nFallbackDNS=\n{self.more}')
        super().launch()


class OverTls(Helper):
    """Unbound on the client, as stubby is used: it hands every question on over TLS."""

    client_root = 'names'

    def start(self, lab):
        node, layer = lab.network.client, lab.tools.layer('root-names')
        conf = node.directory / 'stub.conf'
        conf.write_text('''server:
  interface: 127.0.0.1
  username: ""
  chroot: ""
  directory: /tmp
  pidfile: ""
  use-syslog: no
  do-daemonize: yes
  do-not-query-localhost: no
  module-config: "iterator"
remote-control:
  control-enable: no
forward-zone:
  name: "."
  forward-tls-upstream: yes
  forward-addr: ''' + f'{NAMES4}@853#dns.example.net\n', encoding='ascii')
        node.run(['env', f'LD_LIBRARY_PATH={layer}/usr/lib/x86_64-linux-gnu', f'{layer}/usr/sbin/unbound', '-c', str(conf)])
        use_names(lab, '127.0.0.1')


def absolute(text):
    return text.replace('.@ ', f'.{WEIR}. ').replace('@ ', f'{WEIR}. ')


def publishes(name, kind, value):
    """The record that the report asks to publish, letter by letter."""
    def compare(_lab, report):
        found = [fix['record'] for cause in report['causes'] for fix in cause['fixes'] if 'record' in fix]
        if {'name': name, 'type': kind, 'value': value} not in found:
            yield f'no advice to publish {name} {kind} {value!r}; found {found}'
    return compare


def weir(title, cause, facts=None, verdict=None, sender=SERVER4, **more):
    """A domain with the sound records but those given; on the lab's own name server."""
    changes = {key: more.pop(key) for key in list(more) if key in SOUND or key.startswith('more')}
    text = absolute('\n'.join((SOUND | changes).values()) + '\n')
    return domain(title, cause, verdict, facts or {}, name=more.pop('name', WEIR), sender=sender, records=text, **more)


def play(title, servers, args, cause, verdict='problem', records='', before=None, **more):
    def prepare(lab):
        if records:
            lab.network.publish(absolute(records))
        for step in before if isinstance(before, list) else [before] if before else []:
            step(lab)
    user = CAROL if 'ftp' in args else ALICE
    return Scenario(title=title, servers=servers, args=args, cause=cause, verdict=verdict, before=prepare,
                    **({'user': user} | more))


def names(*servers, options=''):
    return lambda lab: use_names(lab, *servers, options=options)


def way(rules):
    return lambda lab: lab.network.router.nft(
        f'table inet box {{ chain way {{ type filter hook forward priority 0;\n{rules}\n}}\n}}\n')


def left_behind():
    """The parent still vouches for a key; the zone is not signed any more."""
    other = Signed('keys.example', f'@ A {SERVER4}\n')

    def text():
        return f'  trust-anchor: "{other.key.replace("keys.example.", f"{WEIR}.")}"\n'
    return lambda: [other, Unbound(text)]


def rule_at(page, hosts):
    return [Issue('weir-sts', *hosts), Nginx(page, certificate='weir-sts', ports=(443,))]


def sts(answer, hosts, cause, facts, title, more='', mx=f'@ MX 10 {POST}.', **others):
    page = f'server {{ listen 443 ssl; location = /.well-known/mta-sts.txt {{ {answer} }} }}'
    return weir(title, cause, facts, mx=mx, more=f'mta-sts.@ A {SERVER4}\n_mta-sts.@ TXT "v=STSv1; id=20260401"\n{more}',
                servers=lambda: rule_at(page, hosts), **others)


def turned_away(title, stage, words, cause, **more):
    """A provider's own words."""
    return play(title, lambda: [scripted.Scripted({stage: words}, ports=(25,))], smtp(port=25), cause, user=None, **more)


def look(title, cause, host, before, servers=list, verdict='warning', **more):
    """A look at this computer, without a test of a server."""
    return play(title, servers, ['environment', *host], cause, verdict, before=before, user=None, **more)


STS_HOSTS = (f'mta-sts.{WEIR}',)
SCENARIOS = {
    # Looking a name up.
    'hosts-own-name': play('Debian’s line for the own name has the server’s', lambda: [Postfix()], smtp(),
                           'name-points-here', before=[lambda lab: in_hosts(lab, '127.0.1.1 mail.example.net mail\n')]),
    'dname': play('the old domain leads to the new one as a whole', lambda: [Unbound(), Postfix()],
                  smtp(host='mail.altwehr.example.com', port=465), 'certificate-name-mismatch',
                  records='altwehr.example.com. DNAME example.net.\n', facts={'dns.outcome': 'ok'}),
    'dname-typo': play('the same, and the name is not there', lambda: [KnotResolver()], ftp(host='fpt.altwehr.example.com'),
                       'domain-not-found', records='altwehr.example.com. DNAME example.net.\n',
                       facts={'dns.outcome': 'no-such-name'}),
    'ds-left-behind': play('signing was switched off, and the parent still vouches for the key', left_behind(),
                           smtp(host=POST), 'dns-failure', records=f'mx1.@ A {SERVER4}\n',
                           facts={'dns.outcome': 'servfail', 'dns.dnssec': 'bogus'}),
    'tcp-alone': play('a box drops questions over UDP; resolv.conf asks over TCP', lambda: [Postfix()], smtp(),
                      None, 'ok', before=[names(NAMES4, options='options use-vc\n'), way('  iifname "clie" udp dport 53 drop')]),
    'edns-dropped': play('a box drops questions with more than the basics', lambda: [Postfix()], smtp(), None, 'ok',
                         before=[way('  iifname "clie" udp dport 53 @th,144,16 != 0 drop')]),
    'edns-formerr': play('an old name server finds fault with such questions', lambda: [
        Odd('return q[:2] + bytes([0x81, 0x81]) + q[4:6] + bytes(6) + q[12:q.index(b"\\0", 12) + 5] '
            'if q[10:12] != b"\\0\\0" else a'), Postfix()], smtp(port=465), None, 'ok'),
    'no-with-address': play('"no such name", and an address beside it', lambda: [
        Odd('return a[:3] + bytes([a[3] & 0xf0 | 3]) + a[4:6] + b"\\0\\1" + bytes(4) + '
            'q[12:q.index(b"\\0", 12) + 5] + b"\\xc0\\x0c\\0\\1\\0\\1\\0\\0\\0\\x3c\\0\\4\\x2c\\x80\\x09\\xc8" '
            'if a[3] & 15 == 3 and kind == 1 else a')], smtp(host='smpt.example.net'),
        ('domain-not-found', 'dns-answers-rewritten')),
    'six-unanswered': play('a balancer leaves questions for IPv6 addresses without an answer', lambda: [
        Odd('return a if kind != 28 else None'), Exim()], smtp(), None, FINE),
    'resolved-dead': play('systemd-resolved asks a name server that is silent', lambda: [Resolved(NOBODY4), Postfix()], smtp(),
                          'dns-resolver-unreachable', before=[lambda lab: silent(lab, NOBODY4)]),
    'resolved-strict': play('systemd-resolved wants proofs, and the router strips them', lambda: [
        Dnsmasq(alone=False), Resolved(FIRST4, 'DNSSEC=yes\n'), Exim()], smtp(), 'dns-failure',
        facts={'dns.outcome': 'servfail'}),
    'resolved-short': play('a short name, and systemd-resolved without a search list', lambda: [Resolved(NAMES4), Exim()],
                           smtp(host='mail'), 'domain-not-found'),
    'ndots': play('ndots:5 tries the search domain first, which has every name', lambda: [Postfix()], smtp(),
                  ('dns-split-view', 'host-down'), records='*.svc.cluster.example.org. A 44.128.9.201\n',
                  before=[names(NAMES4, options='search svc.cluster.example.org\noptions ndots:5\n')]),
    'dns64': play('the name server makes IPv6 addresses up, and nothing leads there', lambda: [
        Bind(options='dns64 64:ff9b::/96 { clients { any; }; };'), Exim()], smtp(), (None, 'ipv6-broken'), FINE,
        before=[lambda lab: lab.network.router.run(['ip', '-6', 'route', 'add', 'blackhole', '64:ff9b::/96'])]),
    # Who may send.
    'spf-early': weir('the sender is allowed at once, and the record costs thirteen look-ups', 'spf-record-broken', {
        'domain.spf.error': 'too-many-lookups', 'domain.spf.lookups': '13'},
        spf='@ TXT "v=spf1 mx ' + ' '.join(f'include:s{i}.example.org' for i in range(12)) + ' -all"\n'
        + '\n'.join(f's{i}.example.org. TXT "v=spf1 ip4:44.77.{i}.0/24 -all"' for i in range(12))),
    'spf-merge': weir('a newsletter service had its own record added', 'spf-record-broken', {
        'domain.spf.error': 'multiple-records'}, spf='@ TXT "v=spf1 mx a:web.muehlenwehr.example.com ~all"\n'
        '@ TXT "v=spf1 include:spf.letters.example.org ~all"\nspf.letters.example.org. TXT "v=spf1 ip4:44.99.0.0/24 -all"', after=publishes(
        WEIR, 'TXT', 'v=spf1 include:spf.letters.example.org mx a:web.muehlenwehr.example.com ~all')),
    'spf-quoted': weir('the quotation marks were pasted with it', ('spf-record-broken', 'spf-record-missing'),
                       spf='@ TXT "\\"v=spf1 mx -all\\""'),
    'spf-dash': weir('a word processor made the sign a dash', 'spf-record-broken', {
        'domain.spf.error': 'syntax'}, spf='@ TXT "v=spf1 mx \\226\\128\\147all"',
                     after=publishes(WEIR, 'TXT', 'v=spf1 mx -all')),
    'spf-family': weir('an IPv6 network behind ip4', 'spf-record-broken', {
        'domain.spf.error': 'syntax', 'domain.spf.error_term': 'ip4:2a0e:97c0::/32'},
        spf='@ TXT "v=spf1 ip4:2a0e:97c0::/32 mx -all"', after=publishes(WEIR, 'TXT', 'v=spf1 ip6:2a0e:97c0::/32 mx -all')),
    'spf-explained': weir('an address outside, and a sentence for whoever is turned away', 'spf-fail', {
        'domain.spf.verdict': 'fail'}, 'problem', spf='@ TXT "v=spf1 ip4:44.128.8.0/24 -all exp=warum.%{d}"\n'
        'warum.@ TXT "%{i} darf nicht"'),
    'spf-helo': weir('the record goes by a name that only the mail tells', None, {'domain.spf.verdict': None, 'domain.spf.open_term': 'exists:%{h}._ok.%{d}'}, FINE,
                     spf='@ TXT "v=spf1 exists:%{h}._ok.%{d} -all"'),
    # Policies and keys.
    'dmarc-apex': weir('the policy stands at the domain itself', 'dmarc-record-missing', {'domain.dmarc.outcome': 'none'},
                       dmarc='@ TXT "v=DMARC1; p=reject"'),
    'dmarc-twice-named': weir('the name of the domain was appended twice', 'dmarc-record-missing',
                              dmarc=f'_dmarc.{WEIR}.@ TXT "v=DMARC1; p=reject"'),
    'dmarc-escaped': weir('backslashes of a zone file were pasted into a form', 'dmarc-record-broken',
                          dmarc='_dmarc.@ TXT "v=DMARC1\\\\; p=quarantine\\\\; rua=mailto:d@example.org"', after=publishes(
                              f'_dmarc.{WEIR}', 'TXT', 'v=DMARC1; p=quarantine; rua=mailto:d@example.org')),
    'dmarc-share': weir('a policy for no mail at all yet', None, {'domain.dmarc.policy': 'reject'}, FINE,
                        dmarc='_dmarc.@ TXT "v=DMARC1; p=reject; pct=0; fo=1:d:s; ri=3600"'),
    'dkim-halves': weir('the two halves of the key are two records', 'dkim-record-broken', args=('--selector', 'k1'),
                        more=f'k1._domainkey.@ TXT "v=DKIM1; k=rsa; p={RSA[:200]}"\nk1._domainkey.@ TXT "{RSA[200:]}"'),
    'dkim-escaped': weir('the backslashes of opendkim-genkey were pasted', 'dkim-record-broken', args=('--selector', 'mail'),
                         more=f'mail._domainkey.@ TXT {long_text(f"v=DKIM1{chr(92)*2}; h=sha256{chr(92)*2}; k=rsa{chr(92)*2}; p={RSA}")}'),
    'dkim-trial': weir('a key on trial, with everything that a key may say', None, {'domain.dkim.outcome': 'ok'}, FINE,
                       args=('--selector', 'k1'), more='k1._domainkey.@ TXT ' + long_text(
                           f'v=DKIM1; k=rsa; h=sha1:sha256; s=email; t=y:s; n=2026; p={RSA}')),
    # The address.
    'ptr-generic': weir('the name of the address is the provider’s own, and leads back', (None, 'dynamic-ip-blocked', 'reverse-dns-missing'),
                        {'domain.ptr.outcome': 'ok'}, FINE, at_most=0.8, ptr=f'{PTR} PTR p2c80090a.dip0.example.org.\n'
                        f'p2c80090a.dip0.example.org. A {SERVER4}'),
    # Where mail goes.
    'mx-twice-named': weir('the dot at the end was forgotten', 'mail-route-broken', {
        'domain.mx.dead': f'{POST}.{WEIR}'}, 'problem', mx=f'@ MX 10 {POST}.{WEIR}.', spf='@ TXT "v=spf1 ip4:44.128.9.10 -all"',
                           after=publishes(WEIR, 'MX', f'10 {POST}.')),
    'mx-number-named': weir('an address, and the dot was forgotten', 'mail-route-broken', None, 'problem',
                            mx=f'@ MX 10 {SERVER4}.{WEIR}.', spf='@ TXT "v=spf1 ip4:44.128.9.10 -all"',
                            after=publishes(f'mx.{WEIR}', 'A', SERVER4)),
    'mx-null-ten': weir('no mail at all, with a preference of ten', 'host-does-not-accept-mail', {
        'domain.mx.outcome': 'null'}, ('problem', 'warning'), mx='@ MX 10 .'),
    # Rules of encryption.
    'sts-star-deep': sts(f'return 200 "version: STSv1\\r\\nmode: enforce\\r\\nmx: *.{WEIR}\\r\\nmax_age: 604800\\r\\n";',
                         STS_HOSTS, 'mta-sts-mismatch', {'domain.mta_sts.unnamed': f'mx1.eu.{WEIR}'},
                         'a star stands for one part of a name alone', mx=f'@ MX 10 mx1.eu.{WEIR}.',
                         more=f'mx1.eu.@ A {SERVER4}'),
    'sts-page': sts('default_type text/html; return 200 "<!DOCTYPE html><title>Willkommen</title>";', STS_HOSTS,
                    'mta-sts-record-broken', {'domain.mta_sts.policy': 'broken'}, 'a page stands where the rule belongs'),
    'sts-wrong-host': sts(f'return 200 "version: STSv1\\nmode: testing\\nmx: {POST}\\nmax_age: 86400\\n";', (f'www.{WEIR}',),
                          'mta-sts-record-broken', {'domain.mta_sts.failure': 'certificate'},
                          'the certificate of the rule’s host is for www alone'),
    'dane-at-domain': weir('the key of the exchanger stands at the domain', None, {'domain.dane.outcome': 'none'}, FINE,
                           more='_25._tcp.@ TLSA 3 1 1 ' + '00ff' * 16),
    # Turned away for the domain or the address.
    'exim-spf': play('Exim asks who may send for the domain', lambda: [Exim(rcpt='  deny spf = fail\n'
                     '       message = SPF check failed: $sender_host_address is not allowed to send mail from '
                     '$sender_address_domain')], smtp('--from', f'info@{WEIR}', port=25), 'spf-fail', user=None,
                     records='@ TXT "v=spf1 ip4:44.7.7.0/24 -all"\n@ MX 5 mx1.muehlenwehr.example.com.\n'
                     f'mx1.@ A {SERVER4}\n'),
    'exim-reverse': play('Exim wants a name that leads back', lambda: [Exim(acls={
        'connect': '  deny !verify = reverse_host_lookup\n       message = Reverse DNS lookup failed for host $sender_host_address.'})],
        smtp(port=25), 'reverse-dns-missing', user=None),
    'postfix-domain-list': play('Postfix asks a list for the sender’s domain', lambda: [Postfix(main={
        'smtpd_sender_restrictions': 'reject_rhsbl_sender dbl.example.org=127.0.1.[2..99]'})],
        smtp('--from', f'info@{WEIR}', port=25), 'domain-blocklisted', user=None,
        records=f'@ MX 5 mx1.{WEIR}.\nmx1.@ A {SERVER4}\n{WEIR}.dbl.example.org. A 127.0.1.2\n'
        f'{WEIR}.dbl.example.org. TXT "https://check.example.org/query/domain/{WEIR}"\n'),
    'nemesis': turned_away('GMX finds no name for the address', 'greeting',
                           '!554-gmx.net (mxgmx117) Nemesis ESMTP Service not available\r\n554-No SMTP service\r\n'
                           '554-Bad DNS PTR resource record.\r\n554 For explanation visit https://postmaster.gmx.net/en/case?c=r0301&i=ip&v=44.128.9.2',
                           'reverse-dns-missing'),
    'tonline': turned_away('T-Online does not know the address', 'greeting', '!554 IP=44.128.9.2 - A problem occurred. Ask your '
                           'postmaster for help or to contact tobr@rx.t-online.de for reset. (NOWL)', 'ip-bad-reputation'),
    'outlook-515': turned_away('Outlook wants the domain to vouch for its mail', 'RCPT',
                               '550 5.7.515 Access denied, sending domain MUEHLENWEHR.EXAMPLE.COM doesn\'t meet the required '
                               'authentication level. The sender\'s domain in the 5322.From address doesn\'t meet the '
                               'authentication requirements defined for the sender. Spf= Fail , Dkim= Pass , DMARC= Fail',
                               'sender-unauthenticated'),
    # Once more.
    'tls-forwarder': play('a forwarder on this computer asks over TLS, and 853 is shut', lambda: [OverTls(), Exim()], smtp(),
                          ('dns-failure', 'dns-resolver-unreachable'), before=[way('  iifname "clie" tcp dport 853 drop')]),
    'no-nameserver': play('resolv.conf names nobody', lambda: [Exim()], smtp(), 'dns-resolver-unreachable',
                          before=[lambda lab: use_names(lab, options='# nameserver 44.128.9.53\noptions edns0\n')]),
    'capitals': play('capitals, and a dot at the end', lambda: [Postfix()], smtp(host='MAIL.Example.NET.'), None, 'ok'),
    'hosts-six': play('/etc/hosts leads the server to ::1', lambda: [Postfix()], smtp(port=465), 'name-points-here',
                      before=[lambda lab: in_hosts(lab, '::1 mail.example.net\n')]),
    'blocked-by-box': play('the router’s filter leads this one name to its own page', lambda: [
        Dnsmasq('address=/mail.example.net/192.168.77.1'), Exim()], smtp(),
        ('dns-split-view', 'service-not-running', 'port-blocked-by-network'), at_most=0.8),
    'spf-sign-alone': weir('a blank behind the sign', 'spf-record-broken', {'domain.spf.error': 'syntax'},
                           spf='@ TXT "v=spf1 mx - all"', after=publishes(WEIR, 'TXT', 'v=spf1 mx -all')),
    'spf-dot': weir('a dot at the end, as of a sentence', 'spf-record-broken', {'domain.spf.error': 'syntax'},
                    spf='@ TXT "v=spf1 mx -all."', after=publishes(WEIR, 'TXT', 'v=spf1 mx -all')),
    'spf-semicolons': weir('semicolons, as DMARC has them', ('spf-record-broken', 'spf-record-missing'),
                           spf='@ TXT "v=spf1; mx; ip4:44.128.9.10; -all"'),
    'spf-equals': weir('equals signs in place of colons', 'spf-fail', {'domain.spf.verdict': 'fail'}, 'problem',
                       spf='@ TXT "v=spf1 ip4=44.128.9.10 include=spf.letters.example.org -all"',
                       after=publishes(WEIR, 'TXT', 'v=spf1 ip4:44.128.9.10 include:spf.letters.example.org -all')),
    'spf-three': weir('three records', 'spf-record-broken', {'domain.spf.error': 'multiple-records'},
                      spf='@ TXT "v=spf1 mx -all"\n@ TXT "v=spf1 a ~all"\n@ TXT "v=spf1 ip4:44.1.2.3 ?all"'),
    'spf-excluded': weir('the address is ruled out by a term of its own', 'spf-fail', {
        'domain.spf.matched': '-ip4:44.128.9.0/28'}, 'problem', spf='@ TXT "v=spf1 -ip4:44.128.9.0/28 ip4:44.128.0.0/16 ~all"',
        after=publishes(WEIR, 'TXT', 'v=spf1 ip4:44.128.9.10 -ip4:44.128.9.0/28 ip4:44.128.0.0/16 ~all')),
    'dmarc-small': weir('the version in small letters, and a list of addresses', 'dmarc-record-broken',
                        dmarc='_dmarc.@ TXT "v=dmarc1; p=reject; sp=quarantene; rua=mailto:a@example.org,mailto:b@example.org; aspf=s"',
                        after=publishes(f'_dmarc.{WEIR}', 'TXT', 'v=DMARC1; p=reject; sp=quarantine; '
                                        'rua=mailto:a@example.org,mailto:b@example.org; aspf=s')),
    'dkim-private': weir('the secret half of the key was published', 'dkim-record-broken', {'domain.dkim.outcome': 'unreadable'},
                         args=('--selector', 'k1'), more=f'k1._domainkey.@ TXT {long_text("v=DKIM1; k=rsa; p=" + SECRET)}'),
    'ptr-number': weir('the name of the address is the address', 'reverse-dns-missing', {
        'domain.ptr.outcome': 'not-confirmed'}, 'problem', ptr=f'{PTR} PTR {SERVER4}.'),
    'mx-word': weir('the exchanger is a word', 'mail-route-broken', {'domain.mx.outcome': 'no-address'}, 'problem',
                    mx='@ MX 10 mail.', spf='@ TXT "v=spf1 ip4:44.128.9.10 -all"'),
    'mx-half-dead': weir('two of the same rank, one of them gone', None, {'domain.mx.dead': f'alt.{WEIR}'}, FINE,
                         mx=f'@ MX 10 {POST}.\n@ MX 10 alt.{WEIR}.'),
    'sts-enforced': weir('encryption is enforced, and the exchanger’s certificate is its own', ('mta-sts-mismatch', 'certificate-self-signed'),
                         {'domain.mta_sts.mode': 'enforce'}, ('warning', 'problem'),
                         more=f'mta-sts.@ A {SERVER4}\n_mta-sts.@ TXT "v=STSv1; id=20260401"', servers=lambda: [
                             Postfix(certificate='self-signed'), *rule_at(
                                 f'server {{ listen 443 ssl; location = /.well-known/mta-sts.txt {{ return 200 "version: STSv1\\nmode: '
                                 f'enforce\\nmx: {POST}\\nmax_age: 86400\\n"; }} }}', STS_HOSTS)]),
    'sts-joined': weir('the semicolon is missing', 'mta-sts-record-broken', {'domain.mta_sts.outcome': 'broken'},
                       more='_mta-sts.@ TXT "v=STSv1 id=20260401"'),
    'rpt-version': weir('a letter of the version is missing', ('tls-rpt-record-broken', None), None, FINE,
                        more=f'_smtp._tls.@ TXT "v=TLSRPT1; rua=mailto:tls@{WEIR}"'),
    'null-sender': play('Postfix: the sender’s domain takes no mail', lambda: [Postfix(main={
        'smtpd_sender_restrictions': 'reject_unknown_sender_domain'})], smtp('--from', 'x@nullmx.example.net', port=25),
        ('sender-domain-invalid', 'sender-rejected'), user=None),
    'list-refuses-server': play('the list refuses the name server of the mail server, which turns everybody away', lambda: [
        Postfix(main={'smtpd_client_restrictions': 'reject_rbl_client zen.example.org'})], smtp(port=25),
        'server-error', user=None,
        records='*.zen.example.org. A 127.255.255.254\n*.zen.example.org. TXT "Error: open resolver; '
        'https://check.example.org/returnc/pub/44.128.9.53/"\n'),
    'no-name-french': turned_away('no name for the address, in French', 'RCPT', '550 5.7.1 Votre serveur (44.128.9.2) n\'a pas '
                                  'd\'enregistrement DNS inverse (PTR) valide', 'reverse-dns-missing'),
    'yahoo-deferred': turned_away('Yahoo puts off for good', 'greeting', '!553 5.7.2 [TSS09] All messages from 44.128.9.2 will be '
                                  'permanently deferred; Retrying will NOT succeed. See https://postmaster.yahooinc.com/error-codes',
                                  'ip-bad-reputation'),
    'look-silent': look('nobody answers for names', 'dns-resolver-unreachable', ['mail.example.net'],
                        [lambda lab: silent(lab, NOBODY4), names(NOBODY4)]),
    'look-typo': look('a name that is not there', 'domain-not-found', ['mial.example.net'], []),
    'look-inventing': look('names that are not there have an address', 'dns-answers-rewritten', [], [],
                           lambda: [Dnsmasq('address=/#/44.128.9.80')]),
    'look-shut': look('the name server refuses, and no host is named', 'dns-failure', [], [], lambda: [
        Unbound('  access-control: 192.168.0.0/16 refuse')]),
    'look-nothing': look('nobody answers for names, and no host is named', 'dns-resolver-unreachable', [],
                         [lambda lab: silent(lab, NOBODY4), names(NOBODY4)], after=lambda lab, report: [
                             f'it took {report["elapsed_ms"]} ms'] if report['elapsed_ms'] > 2500 else []),
    'look-fine': look('all is well', None, ['mail.example.net'], [], lambda: [Postfix()], verdict=FINE),
}
