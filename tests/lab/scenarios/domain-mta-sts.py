# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy of a domain for those who send to it: announced in the DNS, served by nginx."""

from lablib.chains import Files
from lablib.network import SERVER4
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.web import Nginx

RECORDS = f'''10.9.128.44.in-addr.arpa. PTR mail.example.net.
_dmarc.example.net. TXT "v=DMARC1; p=reject; rua=mailto:postmaster@example.net"
2.0.0.127.list.test. A 127.0.0.2
_mta-sts.example.net. TXT "v=STSv1; id=20261122T0000;"
mta-sts.example.net. A {SERVER4}
'''
POLICY = 'version: STSv1\\r\\nmode: {mode}\\r\\nmx: {mx}\\r\\nmax_age: 604800\\r\\n'


def site(answer, certificate='auto'):
    text = ('server { listen 443 ssl; server_name mta-sts.example.net; '
            f'location = /.well-known/mta-sts.txt {{ {answer} }} }}')
    return Nginx(text, certificate=certificate, ports=(443,))


def policy(mode, pattern):
    return 'return 200 "' + POLICY.format(mode=mode, mx=pattern) + '";'


def scenario(title, answer, cause, verdict, facts, certificate='auto', mail='good'):
    # The web server has a certificate of its own.
    return Scenario(title=title, servers=lambda: [Files(mail), Postfix(main=Files(mail).settings()),
                                                  site(answer, certificate)],
                    args=['domain', 'example.net', '--sender-ip', '44.128.9.10', '--dnsbl', 'list.test'],
                    before=lambda lab: lab.network.publish(RECORDS), cause=cause, verdict=verdict,
                    facts={'domain.mta_sts.outcome': 'ok', **facts})


SCENARIOS = {
    'sound': scenario('a policy that names the mail server', policy('enforce', 'mail.example.net'),
                      None, 'ok', {'domain.mta_sts.policy': 'ok', 'domain.mta_sts.mode': 'enforce',
                                   'domain.mta_sts.max_age': '604800'}),
    'wildcard': scenario('a policy with a pattern for the mail servers', policy('testing', '*.example.net'),
                         None, 'ok', {'domain.mta_sts.policy': 'ok', 'domain.mta_sts.mode': 'testing'}),
    'certificate-testing': scenario(
        'a policy that is only being tried, and a mail server with a certificate for another name',
        policy('testing', 'mail.example.net'), 'mta-sts-mismatch', 'warning',
        {'domain.mta_sts.policy': 'certificate-mismatch', 'domain.mta_sts.mode': 'testing',
         'domain.mta_sts.certificate': 'name-mismatch'}, mail='wrong-name'),
    'certificate-enforce': scenario(
        'a policy in force, and a mail server with a certificate that has ended',
        policy('enforce', '*.example.net'), 'mta-sts-mismatch', 'warning',
        {'domain.mta_sts.policy': 'certificate-mismatch',
         'domain.mta_sts.certificate': 'expired'}, mail='expired'),
    'mismatch-testing': scenario(
        'a policy that is only being tried, with another mail server in it',
        policy('testing', 'old.example.net'), 'mta-sts-mismatch', 'warning',
        {'domain.mta_sts.policy': 'mx-mismatch', 'domain.mta_sts.mode': 'testing'}),
    'mismatch': scenario('a policy that still names the mail server of last year',
                         policy('enforce', 'old.example.net'), 'mta-sts-mismatch', 'warning',
                         {'domain.mta_sts.policy': 'mx-mismatch',
                          'domain.mta_sts.unnamed': 'mail.example.net'}),
    'page': scenario('a web page lies where the policy should be',
                     'return 200 "<html><body>Welcome</body></html>";', 'mta-sts-record-broken', 'warning',
                     {'domain.mta_sts.policy': 'broken', 'domain.mta_sts.mode': None}),
    'absent': scenario('no policy lies there', 'return 404;', 'mta-sts-record-broken', 'warning',
                       {'domain.mta_sts.policy': 'unreachable', 'domain.mta_sts.failure': 'status',
                        'domain.mta_sts.status': '404'}),
    'certificate': scenario('the host of the policy shows a certificate for another name',
                            policy('enforce', 'old.example.net'), 'mta-sts-record-broken', 'warning',
                            {'domain.mta_sts.policy': 'unreachable',
                             'domain.mta_sts.failure': 'certificate', 'domain.mta_sts.mode': None},
                            certificate='web'),
}
