# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.accounts import PLAIN
from lablib.ftpcases import case
from lablib.helpers import Stunnel
from lablib.interception import Sslsplit
from lablib.network import SERVER4, SERVER6
from lablib.otherftp import FtpdSsl, Inetutils, Pyftpd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

CERTIFICATE = '/etc/lab/server.pem'
CLEAR = ('--protect', 'clear')



def struck_out(server, refusal, cause, facts, **rules):
    """A box that refuses AUTH and takes it out of the answer to FEAT."""
    return case('a box on the way hides AUTH in the list of features', server, cause, at_most=0.8, facts=facts,
                before=lambda lab: lab.ftp_box({'AUTH': refusal, '* AU': ('.*\\n', '')} | rules),
                after=lambda lab, _report: ['a password went out in clear'] if lab.logins() else [])


SCENARIOS = {
    'key-missing': case('vsftpd cannot read its key',
                        lambda: Vsftpd({'rsa_private_key_file': '/etc/lab/none.key'}, inetd=True),
                        'starttls-unavailable'),
    'ciphers-unknown': case('vsftpd has ciphers that nobody knows',
                            lambda: Vsftpd({'ssl_ciphers': 'RC4-MD5'}, inetd=True), 'starttls-unavailable'),
    'old': case('ProFTPD knows an old version alone',
                lambda: Proftpd({'TLSProtocol': 'TLSv1', 'TLSCipherSuite': 'ALL:@SECLEVEL=0'}),
                'tls-version-unsupported'),
    'anonymous': case('ProFTPD has ciphers without a certificate alone',
                      lambda: Proftpd({'TLSProtocol': 'TLSv1.2',
                                       'TLSCipherSuite': 'ADH-AES128-SHA256:@SECLEVEL=0'}),
                      'tls-failed'),
    'client-certificate-proftpd': case('ProFTPD wants a certificate of the client',
                                       lambda: Proftpd({'TLSVerifyClient': 'on',
                                                        'TLSCACertificateFile': CERTIFICATE}),
                                       'client-certificate-required'),
    'client-certificate-vsftpd': case('vsftpd wants a certificate of the client',
                                      lambda: Vsftpd({'require_cert': 'YES', 'validate_cert': 'YES',
                                                      'ca_certs_file': CERTIFICATE}),
                                      'client-certificate-required'),
    'demanded-pyftpdlib': case('pyftpdlib demands TLS',
                               lambda: Pyftpd(handler={'tls_control_required': True}), 'ftp-tls-required',
                               *PLAIN),
    'demanded-netkit': case('ftpd-ssl demands TLS', lambda: FtpdSsl('-z', 'secure'), 'ftp-tls-required',
                            *PLAIN),
    'unknown-pyftpdlib': case('pyftpdlib without TLS', lambda: Pyftpd(tls=None), 'ftp-tls-unsupported'),
    'unknown-inetutils': case('ftpd of inetutils knows no TLS', Inetutils, 'ftp-tls-unsupported'),
    'stripped': case('a box on the way does not let AUTH pass', Vsftpd, 'starttls-stripped',
                     before=lambda lab: lab.ftp_box({'AUTH': '500 AUTH not understood'}),
                     facts={'ftp.auth_tls': 'unknown', 'ftp.auth_tls.listed': 'yes'}),
    'stripped-quietly': case('a box on the way does not let AUTH pass, nor the list of features', Proftpd,
                             'starttls-stripped', at_most=0.8,
                             facts={'ftp.auth_tls.like_unknown': 'no', 'ftp.auth_tls.implicit': 'no'},
                             before=lambda lab: lab.ftp_box({'AUTH': '502 Command not implemented.',
                                                             'FEAT': '502 Command not implemented.'})),
    # The box takes AUTH out of the list of features as well, in words of its own, or in the server's.
    'struck-out-vsftpd': struck_out(Vsftpd, '500 AUTH not understood', 'starttls-stripped',
                                    facts={'ftp.auth_tls.listed': 'no', 'ftp.auth_tls.like_unknown': 'no'}),
    'struck-out-proftpd': struck_out(Proftpd, '502 Command not implemented.', 'starttls-stripped',
                                     facts={'ftp.auth_tls.listed': 'no', 'ftp.auth_tls.like_unknown': 'no'}),
    'struck-out-in-its-words': struck_out(Vsftpd, '530 Please login with USER and PASS.', 'starttls-stripped',
                                          facts={'ftp.auth_tls.listed': 'no', 'ftp.auth_tls.like_unknown': 'yes'}),
    'struck-out-with-all': struck_out(Proftpd, '500 AUTH not understood', ('starttls-stripped', 'ftp-tls-unsupported'),
                                      facts={'ftp.auth_tls.listed': 'no', 'ftp.auth_tls.like_unknown': 'yes'},
                                      **{'* PB': ('.*\\n', ''), '* PR': ('.*\\n', '')}),
    'struck-out-990': struck_out(lambda: [Vsftpd(), Vsftpd(implicit=True)], '500 AUTH not understood', 'starttls-stripped',
                                 facts={'ftp.auth_tls.listed': 'no', 'ftp.auth_tls.implicit': 'yes'}),
    'intercepted': case('a box on the way shows a certificate of its own on 990, 21 shows the real one',
                        lambda: [Vsftpd(implicit=True), Sslsplit('router', 'Campus Inspection 2', ports=(990,))],
                        'tls-intercepted-by-network', port=990, facts={'tls.elsewhere': 'verified'}),
    'stripped-ipv4': case('a box on the way does not let AUTH pass over IPv4', lambda: Vsftpd({'listen': 'NO', 'listen_ipv6': 'YES'}),
                          'starttls-stripped', '--resolve', f'both.example.net:{SERVER4}', '--resolve', f'both.example.net:{SERVER6}',
                          host='both.example.net', before=lambda lab: lab.ftp_box({'AUTH': '500 AUTH not understood'}),
                          facts={'ftp.auth_tls.elsewhere': 'other-family'}),
    'clear-pyftpdlib': case('pyftpdlib demands protected data',
                            lambda: Pyftpd(handler={'tls_data_required': True}), 'ftp-protection-required',
                            *CLEAR),
    'clear-vsftpd': case('vsftpd demands protected data', lambda: Vsftpd({'force_local_data_ssl': 'YES'}),
                         'ftp-protection-required', *CLEAR),
    'clear-pureftpd': case('Pure-FTPd demands protected data', lambda: Pureftpd(tls=3),
                           'ftp-protection-required', *CLEAR),
    'prot-missing': case('TLS in front of a server that knows no PROT',
                         lambda: [Inetutils(), Stunnel(990, 'connect = 127.0.0.1:21')],
                         'ftp-protection-required', port=990),
}
