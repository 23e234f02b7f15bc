# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data connections and encryption with other servers and settings than the usual ones."""

from lablib.ftpcases import case
from lablib.otherftp import Haproxy, Pyftpd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.relays import Submission
from lablib.vsftpd import Vsftpd

LIMIT = {'<Limit EPSV>': '\nDenyAll\n</Limit>'}
LONG = '\n'.join(f'line {n} of what there is to know about this server and its rules' for n in range(300)) + '\n'


def advises(wanted, unwanted):
    def check(_lab, report):
        fixes = {fix['id'] for fix in report['causes'][0]['fixes']}
        return ([] if wanted in fixes else [f'{wanted} is not among {fixes}']) + [unwanted] * (unwanted in fixes)
    return check


class Told(Proftpd):
    """ProFTPD with much to say before anything else."""

    def start(self, lab):
        lab.network.server.write('/etc/long', LONG)
        super().start(lab)


SCENARIOS = {
    'announced-pyftpd': case('pyftpdlib announces an address of its own network', lambda: Pyftpd(
        handler={'masquerade_address': '10.20.30.40'}), 'ftp-passive-address-unreachable', '--mode', 'pasv',
        '--pasv-address', 'announced'),
    'foreign-pyftpd': case('data come from another address than the words (pyftpdlib)', lambda: Pyftpd(),
                           'ftp-data-channel-blocked', before=lambda lab: lab.network.two_exits()),
    'foreign-proftpd': case('data come from another address than the words, which ProFTPD does not mind under TLS',
                            lambda: Proftpd(), None, before=lambda lab: lab.network.two_exits()),
    'foreign-vsftpd-may': case('vsftpd told to mind no address of data', lambda: Vsftpd({'pasv_promiscuous': 'YES'}),
                               None, before=lambda lab: lab.network.two_exits()),
    'no-epsv': case('EPSV is refused, PASV is not', lambda: Proftpd(LIMIT), None, verdict=('ok', 'warning')),
    'active-only': case('a server that connects back only', lambda: Proftpd(
        {'<Limit EPSV PASV>': '\nDenyAll\n</Limit>'}), 'ftp-data-channel-blocked', after=advises('use-active', 'use-passive')),
    'active-only-shut-in': case('a server that connects back only, and a firewall here', lambda: Proftpd(
        {'<Limit EPSV PASV>': '\nDenyAll\n</Limit>'}), ('ftp-active-blocked', 'ftp-data-channel-blocked'),
        before=lambda lab: lab.network.shut_in()),
    'reuse-tls13': case('ProFTPD with TLS 1.3 alone wants the session again', lambda: Proftpd(
        {'TLSProtocol': 'TLSv1.3'}), None),
    'tls10-proftpd': case('ProFTPD that knows TLS 1.0 alone', lambda: Proftpd(
        {'TLSProtocol': 'TLSv1', 'TLSCipherSuite': 'ALL:@SECLEVEL=0'}), 'tls-version-unsupported'),
    'client-certificate': case('vsftpd wants a certificate of the visitor', lambda: Vsftpd(
        {'require_cert': 'YES', 'validate_cert': 'YES', 'ca_certs_file': '/etc/lab/server.pem'}),
        'client-certificate-required'),
    'chain': case('ProFTPD leaves the intermediate certificate out', lambda: Proftpd(certificate='chain-incomplete'),
                  ('certificate-chain-incomplete', 'certificate-untrusted-issuer')),
    'implicit-on-21': case('encryption from the first byte on 21', lambda: Pyftpd(tls='implicit'),
                           'plain-on-tls-port'),
    'explicit-on-990': case('a server on 990 that begins in clear', lambda: Pureftpd(port=990),
                            'tls-on-plain-port', port=990, verdict=('problem', 'warning')),
    'proxy-header-missing': case('a balancer that waits for a header of another balancer', lambda: [
        Haproxy(21, frontend='accept-proxy'), Vsftpd({'listen_address': '127.0.0.1'}, also=(2100,))],
        ('greeting-missing', 'closed-before-greeting'), user=None),
    'proxy-header-surplus': case('a balancer whose header the server takes for a command', lambda: [
        Vsftpd({'listen_address': '127.0.0.1'}), Haproxy(2121, backend='server one 127.0.0.1:21 send-proxy')],
        ('reply-injected', 'server-reply-invalid', 'protocol-error'), port=2121),
    'auth-hidden-in-its-words': case('a box refuses AUTH and FEAT in the very words of the server', lambda: Pyftpd(
        handler={'banner': 'at your service'}), ('starttls-stripped', 'ftp-tls-unsupported'), at_most=0.8,
        before=lambda lab: lab.ftp_box({'AUTH': '500 Command "AUTH" not understood.',
                                        'FEAT': '500 Command "FEAT" not understood.'})),
    'mail-on-21': case('a mail server whose greeting does not say so', lambda: Submission({21: 'no'}),
                       'wrong-service-on-port'),
    'long-greeting': case('300 lines before the greeting ends', lambda: Told({'DisplayConnect': '/etc/long'}), None),
    'no-transfer-encrypted': case('ProFTPD waits for a transfer for one second, and under TLS hangs up without a word', lambda: Proftpd(
        {'TimeoutNoTransfer': '1'}), 'connection-lost', languages=(), at_most=0.8,
        before=lambda lab: lab.network.slow(900)),
    'short-patience': case('a server that waits one second, and a long line', lambda: Vsftpd(
        {'idle_session_timeout': '1'}), ('idle-timeout', 'ftp-login-timeout'),
        before=lambda lab: lab.network.slow(1600)),
}
