# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An acceptance of the mail test: the situations once more, each with servers, settings and words that
the other scenarios do not use, expected before anything was run. The names begin with the situation."""

import json
import pathlib
import subprocess

from lablib import scripted
from lablib.accounts import ALICE, BOB, NOBODY, STRANGER, smtp
from lablib.courier import Courier
from lablib.dnssec import Dnssec, tlsa
from lablib.chains import Chain, Files
from lablib.exim import Exim
from lablib.exim import saying as exim_saying
from lablib.helpers import BlockList, Helper, Nginx, Stunnel
from lablib.interception import Sslsplit
from lablib.network import CLIENT4, HOST, SECOND4, SERVER4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix, saying
from lablib.qpsmtpd import Qpsmtpd
from lablib.relays import Haproxy, NginxProxy, Says
from lablib.rspamd import Rspamd
from lablib.scenario import Scenario
from lablib.scripted import Scripted
from lablib.sendmail import Sendmail
from lablib.submission import Submission
from lablib.web import Nginx as WebSite

SHOP = ('--from', 'orders@shop.example.net')
OTHER = '44.128.10.10'
CLEAR = ('--security', 'none', '--allow-plaintext')
TLS = 'ssl crt /run/lab/both.pem'
NGINX = '''mail {{ server_name mail.example.net; auth_http 127.0.0.1:9000/;
  server {{ listen {port} {words}; listen [::]:{port} {words}; protocol smtp; smtp_auth login plain; {more}
    ssl_certificate /etc/lab/server.pem; ssl_certificate_key /etc/lab/server.key; }} }}
http {{ access_log off; server {{ listen 127.0.0.1:9000; location / {{
  add_header Auth-Status "{status}"; add_header Auth-Wait 1; return 200 ""; }} }} }}'''
ACCESS = "FEATURE(`access_db', `hash /etc/mail/access')\n"


def case(title, cause, *servers, more=(), port=587, host='mail.example.net', to=BOB, user=ALICE, verdict='problem',
         **others):
    """servers: functions that make one each, for every run anew."""
    return Scenario(title=title, cause=cause, verdict=verdict, user=user,
                    servers=lambda: [make() for make in servers], args=smtp(*more, port=port, to=to, host=host), **others)


def door(title, cause, *servers, more=(), port=25, **others):
    """A stranger's mail to bob, as another mail server would bring it."""
    sender = () if '--from' in more else SHOP
    return case(title, cause, *servers, more=(*sender, *more), port=port, user=None, **others)


def rule(node, hook, text):
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet fresh {{ chain fresh {{ type filter hook {hook} priority 0; {text}\n}}\n}}\n')


def both(*steps):
    def prepare(lab):
        for step in steps:
            step(lab)
    return prepare


def other_host(*ports):
    """Another mail server on a network of its own, sound on these ports."""
    def prepare(lab):
        node = lab.network.neighbour('other', '44.128.10.', '2a0e:97c0:10::')
        certificate = str(lab.tools.authority.directory / 'wrong-name')
        for port in ports:
            lab.start(node, pathlib.Path(scripted.__file__), str(port), f'{certificate}.pem', f'{certificate}.key',
                      json.dumps({'greeting': '220 mail.example.org ESMTP'}), stderr=subprocess.DEVNULL)
    return prepare


def watcher(ports, how):
    """Wrong logins, then what fail2ban writes for our address: these ports alone, or all of them."""
    def prepare(lab):
        lab.converse(SERVER4, 465, ['AUTH PLAIN AGEAYg=='] * 3)
        lab.network.server.nft('table inet f2b { chain f2b { type filter hook input priority -1;\n'
                               f'  ip saddr {CLIENT4} ip daddr != 44.128.9.53 {ports} {how}\n}}\n}}\n')
    return prepare


def own_shield(behaviour, ports):
    """A program of this computer takes the connections; the server is eighty milliseconds away."""
    def prepare(lab):
        lab.network.slow(80)
        lab.meddle(behaviour, ports, lab.network.client)
    return prepare


class Sha1(Helper):
    """A certificate signed with SHA-1. Stands before the daemon."""

    def start(self, lab):
        authority = lab.tools.authority
        authority.issue('sha1', [HOST])
        authority.certtool('--generate-certificate', 'sha1', '--load-ca-certificate', str(authority.directory / 'ca.pem'),
                           '--load-ca-privkey', str(authority.directory / 'ca.key'), '--hash=SHA1')


class Policy(Helper):
    """A policy service of the house for Postfix. first, then: what it answers to the first who asks, and
    to those behind. Stands before Postfix."""

    SERVICE = 'house unix - n n - 0 spawn user=nobody argv=/usr/bin/python3 -B /run/house.py\n'
    ASK = 'check_policy_service unix:private/house'

    def __init__(self, first, then):
        self.first, self.then = first, then

    def start(self, lab):
        node = lab.network.server
        node.run(['install', '-d', '-m', '0777', '/run/house'])
        node.write('/run/house.py', 'import os, sys\n'
                   'for line in sys.stdin.buffer:\n'
                   '    if line.strip():\n        continue\n'
                   '    met = os.path.exists("/run/house/met")\n'
                   '    open("/run/house/met", "w").close()\n'
                   f'    answer = {self.then!r} if met else {self.first!r}\n'
                   '    sys.stdout.buffer.write(f"action={answer}\\n\\n".encode())\n'
                   '    sys.stdout.buffer.flush()\n')


class GreyFilter(Helper):
    """A filter of OpenSMTPD that puts off whoever comes first. Stands before it; MAIN makes it known."""

    MAIN = 'filter "grey" proc-exec "/run/grey.py"'

    def start(self, lab):
        lab.network.server.write('/run/grey.py', '#!/usr/bin/python3 -B\n'
                                 'import sys\n'
                                 'out = sys.stdout.buffer\n'
                                 'met = set()\n'
                                 'for line in sys.stdin.buffer:\n'
                                 '    words = line.decode().rstrip("\\n").split("|")\n'
                                 '    if words == ["config", "ready"]:\n'
                                 '        out.write(b"register|filter|smtp-in|rcpt-to\\nregister|ready\\n")\n'
                                 '    elif words[0] == "filter":\n'
                                 '        what = "proceed" if words[7] in met else "reject|450 4.2.0 请稍后再试"\n'
                                 '        met.add(words[7])\n'
                                 '        out.write(f"filter-result|{words[5]}|{words[6]}|{what}\\n".encode())\n'
                                 '    out.flush()\n', 0o755)


class FullQueue(Postfix):
    """Postfix whose queue has a disk of its own, with next to nothing left."""

    def start(self, lab):
        super().start(lab)
        self.node.run(['mount', '-o', 'remount,size=2m', '/var/spool/postfix'])


def postfix25(**main):
    return lambda: Postfix(main=main, ports={25: {}})


def haproxy(port, bind='', extra='', certificate='good', to=25):
    return lambda: Haproxy(f'frontend f\n  bind :::{port} v4v6 {bind}\n{extra}  default_backend b\n'
                           f'backend b\n  server s 127.0.0.1:{to}', (port,), certificate)


def dane(*wrong):
    def zone(folder):
        return ''.join(f'_25._tcp.{HOST}. TLSA {tlsa(folder, *data)}\n' for data in wrong)
    return lambda: Dnssec(zone)


def policy_site():
    policy = 'version: STSv1\\nmode: enforce\\nmx: mx1.example.net\\nmx: *.mail.example.net\\nmax_age: 86400\\n'
    return WebSite('server { listen 443 ssl; server_name mta-sts.example.net; location = /.well-known/mta-sts.txt '
                   f'{{ return 200 "{policy}"; }} }}', certificate='auto', ports=(443,))


STS = f'''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
_mta-sts.example.net. TXT "v=STSv1; id=77"
mta-sts.example.net. A {SERVER4}
'''

SCENARIOS = {
    # 9-11, 16-18: the way
    '09-answers-lost': door('the line loses what comes from 25 anywhere', 'port-25-blocked', OpenSmtpd,
                            lambda: Stunnel(465, 'connect = 127.0.0.1:25'), more=('--reference', OTHER),
                            before=both(other_host(25, 587), rule('router', 'forward', 'tcp sport 25 drop'))),
    '09-reset': door('the provider resets 25 to every host', 'port-25-blocked', Exim, more=('--reference', OTHER),
                     before=both(other_host(25, 587), rule('router', 'forward', 'tcp dport 25 reject with tcp reset'))),
    '10-six-prohibited': case('465 is prohibited on IPv6, 587 is not', 'port-blocked-by-network', Submission, port=465,
                              host='six.example.net',
                              before=rule('router', 'forward', 'tcp dport 465 reject with icmpv6 admin-prohibited')),
    '10-host-prohibited': case("a firewall of the old kind before the server prohibits 587", 'port-blocked-by-network', Exim,
                               before=rule('server', 'input', 'tcp dport 587 reject with icmp host-prohibited')),
    '11-courier-alone': case('Courier has 25 alone, nobody listens on 587', 'service-not-running', Courier),
    '16-banned-refused': case('the watcher refuses all ports with ICMP after wrong logins', 'address-banned', Exim,
                              more=('--reference', OTHER), verdict=('problem', 'inconclusive'),
                              before=both(other_host(587), watcher('meta l4proto tcp', 'reject with icmp port-unreachable'))),
    '16-banned-mail-ports': case('the watcher drops the mail ports alone, the web of the host is open', 'address-banned', Exim,
                                 lambda: Nginx({443: 'ssl'}), more=('--reference', OTHER),
                                 verdict=('problem', 'inconclusive'),
                                 before=both(other_host(587), watcher('tcp dport { 25, 465, 587 }', 'drop'))),
    '17-no-way-there': case('a router on the way knows no way to the network of the server', 'host-down', Exim,
                            host='old.example.net', before=both(
                                lambda lab: lab.network.publish('old.example.net. A 44.128.30.7\n'),
                                lambda lab: lab.network.router.run(['ip', 'route', 'add', 'unreachable', '44.128.30.0/24']),
                                # Linux says it once a second to one host; others say it every time.
                                lambda lab: lab.network.router.run(['sysctl', '-qw', 'net.ipv4.icmp_ratelimit=0']))),
    '18-real-relay': door('the line leads 25 to a Postfix of its own', 'network-redirects-smtp', lambda: Postfix(
        ports={25: {}, 2526: {'myhostname': 'out3.telco.example', 'smtpd_tls_security_level': 'none'}}),
        more=('--reference', OTHER), verdict=('problem', 'warning'), before=both(other_host(25), lambda lab: lab.network.router.nft(
            'table ip cable { chain cable { type nat hook prerouting priority -100;\n'
            f'  iifname "clie" tcp dport 25 dnat to {SERVER4}:2526\n}}\n}}\n'))),
    # 23-25: the greeting
    '23-sendmail-pause': door('Sendmail pauses nine seconds before it greets', ('greeting-delayed', None), lambda: Sendmail(
        ACCESS + "FEATURE(`greet_pause', `9000')", access={'GreetPause:10.0.0.1': '0'}), more=('--timeout', '60'),
        verdict=('ok', 'warning')),
    '23-postfix-sleeps': case('Postfix sleeps seven seconds on 465 before it looks at us', ('greeting-delayed', None),
                              lambda: Postfix(ports={465: Postfix.PORTS[465] | {
                                  'smtpd_client_restrictions': 'sleep 7', 'smtpd_delay_reject': 'no'}}), port=465,
                              more=('--timeout', '60'), verdict=('ok', 'warning')),
    '24-shield-hangs-up': case('a program on this computer takes 587 and hangs up', 'local-antivirus-intercepts', Exim,
                               before=own_shield('close', [587])),
    '25-stream-nobody': case('nginx passes 587 on to nobody', 'closed-before-greeting', lambda: NginxProxy(
        'stream { server { listen 587; listen [::]:587; proxy_pass 127.0.0.1:9; } }', (587,))),
    '25-proxy-header': case('haproxy wants a PROXY line that a balancer would write', ('greeting-missing', 'closed-before-greeting'),
                            postfix25(), haproxy(587, 'accept-proxy')),
    '25-words-lost': case('a firewall of the server lets the handshake through and no word', 'greeting-missing', Exim,
                          before=rule('server', 'output', 'tcp sport 587 meta length > 80 drop')),
    # 27-30: what listens there
    '27-opensmtpd-587': case('TLS at once is set, OpenSMTPD speaks plain on 587', 'tls-on-plain-port',
                             lambda: OpenSmtpd(listen={587: ''}), more=('--security', 'tls')),
    '28-nginx-plain-465': case('no encryption is set, nginx has TLS at once on 465', 'plain-on-tls-port', lambda: NginxProxy(
        NGINX.format(port=465, words='ssl', more='', status='OK'), (465,)), port=465, more=CLEAR),
    '29-exim-per-host-465': case('Exim says on 465, in clear, that two of ours are enough', 'smtp-too-many-connections',
                                 lambda: Exim(main={'smtp_accept_max_per_host': '2'}), port=465,
                                 before=lambda lab: lab.hold(HOST, 465, 2, greeted=False)),
    '30-pop-in-tls': case('a mailbox server behind the TLS of 465', 'wrong-service-on-port', lambda: Says(
        2110, '+OK Dovecot (Debian) ready.'), lambda: Stunnel(465, 'connect = 127.0.0.1:2110'), port=465),
    '30-screen': case('a remote screen on 587', 'wrong-service-on-port', lambda: Says(587, 'RFB 003.008')),
    # 31-34, 39: encryption
    '31-qpsmtpd': door('qpsmtpd has no encryption', 'starttls-not-offered', Qpsmtpd, more=('--security', 'starttls')),
    '32-sendmail-stars': door('an inspection box before Sendmail', 'starttls-stripped', lambda: Sendmail(tls=True),
                              more=('--security', 'starttls'), before=lambda lab: lab.meddle('star', [25])),
    '33-german': case('TLS is not available for now, in German', 'starttls-unavailable', lambda: Scripted(
        {'STARTTLS': '454 4.7.0 TLS ist aus lokalen Gründen derzeit nicht verfügbar'})),
    '33-hangs-up': case('go ahead, says the server, and hangs up', ('starttls-unavailable', 'tls-failed'), lambda: Scripted(
        {'STARTTLS': '!220 2.0.0 Los geht es'})),
    '34-aria': case('a balancer has ciphers that hardly anybody knows', 'tls-version-unsupported', postfix25(), haproxy(
        465, f'{TLS} ssl-max-ver TLSv1.2 ciphers ECDHE-ARIA256-GCM-SHA384'), port=465),
    '39-stunnel-13': case('stunnel wants a certificate of ours, in TLS 1.3', 'client-certificate-required', postfix25(),
                          lambda: Stunnel(465, 'connect = 127.0.0.1:25\nverifyChain = yes\nCAfile = /etc/lab/server.pem'),
                          port=465),
    '39-nginx-says': case('nginx says that no certificate of ours came', 'client-certificate-required', lambda: NginxProxy(
        NGINX.format(port=587, words='', status='OK',
                     more='starttls only; ssl_verify_client on; ssl_client_certificate /etc/lab/server.pem;'), (587,))),
    # 35-38: certificates
    '35-middle-expired': case('the intermediate ended three days ago', 'certificate-expired', lambda: Chain(
        'old-middle', middle=True, middle_days=(-400, -3), send=('middle',)), lambda: Exim(certificate='old-middle'), port=465),
    '35-address': case('the server is known here by its address alone', 'certificate-name-mismatch', postfix25(), Submission,
                       host=SERVER4),
    '35-own-made-nginx': case('nginx shows what it signed itself', 'certificate-self-signed', lambda: NginxProxy(
        NGINX.format(port=465, words='ssl', more='', status='OK'), (465,), 'self-signed'), port=465),
    '35-company-root': case('an authority of the company, sent along', 'certificate-untrusted-issuer', lambda: Chain(
        'company', root='Krause Maschinenbau CA', send=('root',)), lambda: Exim(certificate='company')),
    '35-no-middle-sendmail': door('Sendmail leaves the intermediate out', 'certificate-chain-incomplete', lambda: Chain(
        'half', middle='Fresh Issuing R7'), lambda: Exim(certificate='half', ports=(25, 587)), more=('--security', 'starttls')),
    '35-sha1': case('a signature with SHA-1', 'certificate-weak', Sha1, lambda: Exim(certificate='sha1')),
    '36-shield-known': case('a protection program forges 465, its authority trusted here', 'local-antivirus-intercepts',
                            Exim, lambda: Sslsplit('client', 'AVG Web/Mail Shield Root', trusted=True), port=465,
                            verdict=('problem', 'warning')),
    '37-hotel': case('a hotel opens 465 with an authority of its own, 587 is let through', 'tls-intercepted-by-network',
                     Exim, lambda: Sslsplit('router', 'Seaview Hotel Guest Access'), port=465),
    '38-dane-exim': door('what the signed names announce is of another certificate, twice', 'dane-mismatch', dane(
        ('wrong-name', 3, 0, 2), ('expired', 3, 1, 1)), Exim, verdict=('problem', 'warning')),
    '38-dane-one-fits': door('one of two announced certificates fits', None, dane(('wrong-name', 3, 1, 1), ('good', 3, 1, 2)),
                             Exim, verdict='ok'),
    '38-sts-pattern': Scenario(
        title='the pattern of the policy is one label too deep', cause='mta-sts-mismatch', verdict='warning',
        servers=lambda: [Files('good'), Postfix(main=Files('good').settings()), policy_site()],
        args=['domain', 'example.net', '--sender-ip', SERVER4, '--dnsbl', 'list.test'],
        before=lambda lab: lab.network.publish(STS)),
    # 40-46: what 421 may mean
    '40-exim-others': door('other people use up all lines of Exim', ('service-unavailable', 'smtp-too-many-connections'),
                           lambda: Exim(main={'smtp_accept_max': '2'}), at_most=0.9, before=both(
                               other_host(587), lambda lab: lab.hold(SERVER4, 25, 2, lab.network.nodes[-1]))),
    '40-german': door('the server has too much to do, in German', 'service-unavailable', lambda: saying(
        'connect', '421 4.3.2 Server zur Zeit überlastet, bitte später erneut versuchen')),
    '41-sendmail-open': door('Sendmail lets one connection of ours be open', 'smtp-too-many-connections', lambda: Sendmail(
        ACCESS + "FEATURE(`conncontrol', `nodelay', `terminate')", access={'ClientConn:': '1'}),
        before=lambda lab: lab.hold(HOST, 25, 1)),
    '42-sendmail-rate': door('Sendmail counts the connections of a minute', 'smtp-rate-limited', lambda: Sendmail(
        ACCESS + "FEATURE(`ratecontrol', `nodelay', `terminate')", access={'ClientRate:': '3'}),
        before=lambda lab: lab.visit(HOST, 25, 4)),
    '42-exim-polish': door('Exim counts connections and says so in Polish', 'smtp-rate-limited', lambda: Exim(acls={
        'connect': '  defer ratelimit = 2 / 30m / per_conn / strict\n'
                   '       message = Zbyt wiele połączeń w krótkim czasie, spróbuj ponownie za pół godziny'}),
        before=lambda lab: lab.visit(HOST, 25, 4)),
    '42-recipients': door('Postfix counts recipients in ten minutes', 'smtp-rate-limited', lambda: Postfix(
        main={'smtpd_client_recipient_rate_limit': '2', 'anvil_rate_time_unit': '600s'}),
        before=lambda lab: lab.converse(HOST, 25, ['MAIL FROM:<a@shop.example.net>'] + [f'RCPT TO:<{BOB}>'] * 3)),
    '43-french': door('too many errors in this session, in French', 'smtp-session-limit', lambda: saying(
        'rcpt', "421 4.7.0 Erreur : trop d'erreurs dans cette session, connexion fermée")),
    '44-sendmail-silent': door('nothing of ours gets to Sendmail any more, it hangs up without a word', 'connection-lost',
                               lambda: Sendmail("define(`confTO_COMMAND', `3s')"), before=lambda lab: lab.meddle('hush', [25])),
    '44-qpsmtpd': door('nothing of ours gets to qpsmtpd any more, it cannot wait', 'idle-timeout', lambda: Qpsmtpd(
        config={'timeoutsmtpd': '3', 'timeout': '3'}), before=lambda lab: lab.meddle('hush', [25])),
    '45-french-complaints': door('put off for complaints, in French', 'ip-bad-reputation', lambda: saying(
        'connect', '421 4.7.0 Trop de plaintes concernant votre adresse IP, réessayez plus tard')),
    '45-chinese-reputation': door('refused for a low reputation, in Chinese', 'ip-bad-reputation', lambda: saying(
        'connect', '554 5.7.1 您的IP地址信誉过低，连接被拒绝')),
    '46-milter-gone': door('the filter of Postfix is not there', ('server-error', 'service-unavailable'), postfix25(
        smtpd_milters='inet:127.0.0.1:9', milter_default_action='tempfail')),
    '46-policy-gone': door('the policy service of Postfix is not there', 'server-error', postfix25(
        smtpd_recipient_restrictions='reject_unauth_destination, check_policy_service inet:127.0.0.1:9',
        smtpd_policy_service_timeout='3s', smtpd_policy_service_max_idle='1s', smtpd_policy_service_retry_delay='1s')),
    '46-exim-expansion': door('a rule of Exim cannot be worked out', 'server-error', lambda: Exim(
        rcpt='  deny condition = ${lookup{x}lsearch{/etc/exim4/no-such-file}}')),
    # 47-51: at the door
    '47-japanese-passes': door('put off in Japanese, the second try passes', 'smtp-greylisted', lambda: Policy(
        'DEFER_IF_PERMIT しばらくしてから再送してください', 'DUNNO'), lambda: Postfix(
            ports={25: {}}, services=Policy.SERVICE, main={'smtpd_recipient_restrictions': f'reject_unauth_destination, {Policy.ASK}'}),
        more=('--retry-greylist', '3'), verdict='warning', facts={'smtp.greylist.retried': 'passed'}, languages=()),
    '47-opensmtpd-filter': door('a filter of OpenSMTPD puts off in Chinese, the second try passes', 'smtp-greylisted',
                                GreyFilter, lambda: OpenSmtpd(GreyFilter.MAIN, {25: 'filter "grey"'}),
                                more=('--retry-greylist', '3'), verdict='warning',
                                facts={'smtp.greylist.retried': 'passed'}, languages=()),
    '48-qpsmtpd': door('qpsmtpd asks a block list', 'ip-blocklisted', lambda: BlockList({CLIENT4: '127.0.0.3'}),
                       lambda: Qpsmtpd('dnsbl', {'dnsbl_zones': 'dnsbl.example.net\n'})),
    '48-spanish': door('Postfix names the list in Spanish', 'ip-blocklisted', lambda: BlockList({CLIENT4: '127.0.0.10'}),
                       postfix25(smtpd_client_restrictions='reject_rbl_client dnsbl.example.net', smtpd_delay_reject='no',
                                 default_rbl_reply='$rbl_code 5.7.1 Rechazado: su dirección $client_address figura en $rbl_domain')),
    '48-sender-domain': door('the domain of the sender is on a list', 'domain-blocklisted', postfix25(
        smtpd_sender_restrictions='reject_rhsbl_sender dbl.example.net'), before=lambda lab: lab.network.publish(
            'shop.example.net.dbl.example.net. A 127.0.1.2\n')),
    '49-opensmtpd-rdns': door('OpenSMTPD wants a reverse name', 'reverse-dns-missing', lambda: OpenSmtpd(
        'filter "names" phase connect match !rdns disconnect "550 Go away: no rDNS, no service"', {25: 'filter "names"'})),
    '49-exim-helo': door('Exim compares the name of the greeting with our address', 'bad-helo', lambda: Exim(
        main={'helo_verify_hosts': '*'}), more=('--helo', 'desk.example.net')),
    '49-postfix-helo': door('who calls itself by the name of the server is not let in', 'bad-helo', postfix25(
        smtpd_helo_restrictions=f'check_helo_access inline:{{{{{HOST} = REJECT You are not me}}}}', smtpd_helo_required='yes'),
        more=('--helo', HOST)),
    '50-sendmail-relay': door('Sendmail forwards for nobody', 'relay-denied', Sendmail, to=STRANGER),
    '50-polish-relay': door('forwarding is not allowed, in Polish', 'relay-denied', lambda: exim_saying(
        'rcpt', '550 Przekazywanie poczty do innych domen jest zabronione'), to=STRANGER),
    '50-french-login': door('a login first, in French', 'auth-required', lambda: saying(
        'mail', "530 5.7.0 Veuillez d'abord vous authentifier"), port=25),
    '51-sendmail-weak': door('Sendmail finds zero bits too weak', 'tls-required', lambda: Sendmail(
        ACCESS, access={'TLS_Clt:': 'ENCR:112', 'TLS_Clt': 'ENCR:112'}, tls=True), more=CLEAR),
    '51-nginx-clear': case('no encryption is set, nginx wants STARTTLS', 'tls-required', lambda: NginxProxy(
        NGINX.format(port=587, words='', more='starttls only;', status='OK'), (587,)), more=CLEAR),
    # 52: logins
    '52-nginx-german': case('nginx says in German that the password is wrong', 'auth-failed', lambda: NginxProxy(
        NGINX.format(port=465, words='ssl', more='', status='Falscher Benutzername oder falsches Passwort'), (465,)),
        port=465, password='Winter-2020'),
    '52-suspended': case('Dovecot: the account is suspended', 'sender-account-blocked', postfix25(), lambda: Submission(
        extra='nologin reason=Account_suspended_please_call_support')),
    '52-cram-alone': case('PLAIN is chosen, the server has CRAM-MD5 alone', ('auth-not-offered', 'auth-method-rejected'),
                          lambda: Postfix(mechanisms='cram-md5'), more=('--auth', 'plain')),
    '52-spanish-tries': case('too many tries, in Spanish', 'auth-too-many-attempts', lambda: Exim(
        auth='  defer message = 454 4.7.0 Demasiados intentos de acceso fallidos, espere 15 minutos')),
    '52-short-form': case('Exim knows people by the short form', 'username-form-wrong', lambda: Exim(user='alice'),
                          more=('--try-user-forms',), verdict=('problem', 'warning')),
    # 53-55: the envelope and the message
    '53-not-logged-in': door('that sender belongs to somebody who would log in', ('auth-required', 'send-as-denied'), postfix25(
        smtpd_sasl_auth_enable='yes', smtpd_sender_restrictions='reject_unauthenticated_sender_login_mismatch',
        smtpd_sender_login_maps='inline:{orders@shop.example.net=alice@example.net}')),
    '53-own-ghost': door('the sender does not exist at the server it claims', 'sender-rejected', postfix25(
        smtpd_reject_unlisted_sender='yes'), more=('--from', 'ghost@example.net')),
    '54-chinese-unknown': door('no such recipient, in Chinese', 'no-such-mailbox', lambda: saying(
        'rcpt', '550 5.1.1 收件人不存在')),
    '54-german-full': door('the mailbox is full, in German and without a code', 'mailbox-full', lambda: exim_saying(
        'rcpt', '452 Das Postfach von bob ist voll, bitte später erneut senden')),
    '54-sendmail-unknown': door('Sendmail knows nobody of that name', 'no-such-mailbox', Sendmail, to=NOBODY),
    '54-umlaut': door('an address with an umlaut, the server knows no SMTPUTF8', ('message-malformed', 'bad-address-syntax'),
                      postfix25(smtputf8_enable='no'), to='jörg@example.net', verdict=('problem', 'warning', 'inconclusive')),
    '55-sendmail-size': door('Sendmail takes a hundred bytes', 'message-too-big', lambda: Sendmail(
        "define(`confMAX_MESSAGE_SIZE', `100')"), more=('--send',)),
    '55-queue-full': door('the disk of the queue of Postfix is nearly full', 'server-storage-full', lambda: FullQueue(ports={25: {}})),
    '55-rspamd': door('rspamd refuses what every message here is', 'spam-detected', lambda: Rspamd({'reject': 5}),
                      postfix25(**Rspamd.MILTER), more=('--send',)),
    '55-polish-spam': door('unwanted mail, in Polish', 'spam-detected', postfix25(
        header_checks='regexp:{{/^Subject:/ REJECT Wiadomość uznana za spam}}'),
        more=('--send',)),
    '55-virus': door('a virus, in German', 'virus-detected', lambda: saying(
        'body', '554 5.7.1 Nachricht abgelehnt: Virus gefunden (Eicar-Test)'), more=('--send',)),
    # words of authentication
    '45-dmarc-spanish': door('the policy of the domain, in Spanish', 'dmarc-fail', lambda: saying(
        'body', '550 5.7.1 Rechazado por la política DMARC del dominio del remitente'), more=('--send',)),
    '45-spf-german': door('SPF, in German', 'spf-fail', lambda: exim_saying(
        'rcpt', '550 SPF-Prüfung fehlgeschlagen: Ihr Server darf nicht für diese Domain senden')),
    # a second round: other words of the same meanings, and what stands in front
    '10-net-unreachable': case('the way to 587 is said to be none, 465 is open', 'port-blocked-by-network', Exim,
                               before=rule('router', 'forward', 'tcp dport 587 reject with icmp net-unreachable')),
    '16-banned-route': case('the server has no way back to us any more', 'address-banned', Exim, more=('--reference', OTHER),
                            verdict=('problem', 'inconclusive'), before=both(other_host(587), lambda lab: (
                                lab.converse(SERVER4, 465, ['AUTH PLAIN AGEAYg=='] * 3),
                                # The name server on the same machine goes on answering.
                                lab.network.server.run(['ip', 'rule', 'add', 'from', SERVER4, 'to', CLIENT4, 'blackhole'])))),
    '25-one-of-two': case('one of two addresses resets 587', None, lambda: Postfix(certificate='small'), host='two.example.net',
                          verdict=('ok', 'warning'), before=rule('server', 'input', f'ip daddr {SECOND4} tcp dport 587 reject with tcp reset')),
    '28-own-port': case('STARTTLS is set for 2587, where Postfix has TLS at once', 'plain-on-tls-port', lambda: Postfix(
        ports={2587: Postfix.PORTS[465]}), port=2587, more=('--security', 'starttls')),
    '30-chat': case('a chat server on 587', ('wrong-service-on-port', 'server-reply-invalid'), lambda: Says(
        587, ':irc.example.net NOTICE AUTH :*** Looking up your hostname'), at_most=0.8),
    '36-shield-unknown': case('a protection program that nobody knows forges 465, its authority trusted here',
                              'local-antivirus-intercepts', Exim, lambda: Sslsplit('client', 'Acme Desktop Guard', trusted=True),
                              port=465, verdict=('problem', 'warning')),
    '40-polish': door('the server has too much to do, in Polish', 'service-unavailable', lambda: saying(
        'connect', '421 4.3.2 Serwer jest przeciążony, spróbuj ponownie później')),
    '42-chinese': door('too often, in Chinese', 'smtp-rate-limited', lambda: saying(
        'rcpt', '450 4.7.1 您的IP发送过于频繁，请稍后再试')),
    '42-japanese': door('too many connections in a short time, in Japanese', 'smtp-rate-limited', lambda: exim_saying(
        'rcpt', '451 短時間に接続数が多すぎるため、IPアドレスからの接続を拒否しました')),
    '45-spanish-reputation': door('a low reputation, in Spanish', 'ip-bad-reputation', lambda: saying(
        'connect', '554 5.7.1 La reputación de la IP de origen es demasiado baja')),
    '45-japanese-complaints': door('complaints, in Japanese', 'ip-bad-reputation', lambda: saying(
        'connect', '421 4.7.0 このIPアドレスに関する苦情が多いため一時的に拒否しています')),
    '46-french-error': door('an inner error, in French', 'server-error', lambda: exim_saying(
        'rcpt', '451 Erreur interne du serveur')),
    '47-french': door('a first try, in French', 'smtp-greylisted', lambda: saying(
        'rcpt', '450 4.7.1 Première tentative, veuillez réessayer dans 300 secondes'), verdict=('problem', 'warning')),
    '49-french-ptr': door('no reverse name, in French', 'reverse-dns-missing', lambda: exim_saying(
        'rcpt', "550 Votre adresse IP n'a pas d'enregistrement inverse (PTR), connexion bloquée")),
    '49-japanese-helo': door('the name of the greeting, in Japanese', 'bad-helo', lambda: exim_saying(
        'rcpt', '550 HELO名が正しくありません')),
    '50-spanish-relay': door('no forwarding, in Spanish', 'relay-denied', lambda: saying(
        'rcpt', '550 5.7.1 No se permite el reenvío a dominios externos'), to=STRANGER),
    '51-spanish': door('encryption first, in Spanish', 'tls-required', lambda: saying(
        'mail', '530 5.7.0 Debe usar STARTTLS antes de enviar'), more=CLEAR),
    '52-polish-password': case('a wrong password, in Polish', 'auth-failed', lambda: Exim(
        auth='  deny message = 535 Nieprawidłowa nazwa użytkownika lub hasło'), password='Jesien-2021'),
    '53-german-sender': case('not this sender, in German', 'send-as-denied', lambda: Exim(acls={
        'mail': '  deny authenticated = *\n       message = Sie dürfen nicht mit dieser Absenderadresse senden'}),
        more=('--from', 'chef@example.net')),
    '54-french-unknown': door('no such mailbox, in French', 'no-such-mailbox', lambda: exim_saying(
        'rcpt', '550 Boîte aux lettres inexistante')),
    '54-polish-full': door('the mailbox is full, in Polish', 'mailbox-full', lambda: exim_saying(
        'rcpt', '452 Skrzynka odbiorcy jest przepełniona')),
    '55-spanish-size': door('the message is too large, in Spanish', 'message-too-big', lambda: saying(
        'body', '552 El mensaje supera el tamaño máximo permitido'), more=('--send',)),
    '55-chinese-spam': door('unwanted mail, in Chinese', 'spam-detected', lambda: saying(
        'body', '554 5.7.1 邮件被识别为垃圾邮件'), more=('--send',)),
    '55-german-disk': door('no room at the server, in German', 'server-storage-full', lambda: exim_saying(
        'rcpt', '452 Auf dem Server ist nicht genügend Speicherplatz frei')),
}
