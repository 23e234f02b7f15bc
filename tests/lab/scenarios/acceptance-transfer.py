# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File transfer and web addresses as an acceptor sees them: what is expected was written down from the list of causes
before any of these was played."""

import pathlib

import lablib
from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.helpers import Stunnel
from lablib.network import CLIENT4, FTP_HOST, HOST, SECOND4, SERVER4
from lablib.otherftp import Inetutils, Pyftpd, Sshd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd
from lablib.web import SHOP, WEB_USER, Apache, Nginx, Silent, http
from lablib.webbytes import Bytes
from lablib.webedge import Caddy, Nghttpx
from lablib.webmore import Haproxy, Hitch, Lighttpd, Squid, Varnish

FILES = pathlib.Path(lablib.__file__).parent.parent / 'filezilla'
URL = 'https://www.example.net/page'
PLAIN_URL = 'http://www.example.net/page'
EITHER = ('problem', 'warning')
FULL = 'ftp-too-many-connections'
PASSIVE = '40000-40020'


def among(*ids):
    """One of these is named, if not first."""
    def check(_lab, report):
        found = [cause['id'] for cause in report['causes']]
        return [] if set(ids) & set(found) else [f'none of {ids} among {found}']
    return check


def held(count):
    return lambda lab: lab.hold_logged_in(FTP_HOST, count)


def own_file(name):
    return ('--filezilla', str(FILES / f'{name}.xml'))


def greets(words, cause, **more):
    """A server that says so at the door and hangs up; no server of Debian has these words."""
    return case(f'at the door: {words}', lambda: Bytes(words + '\r\n', port=21, tls=False, early=True, certificate='good'),
                cause, **more)


def firewall(chain, node='server'):
    """A table of rules on one machine."""
    return lambda lab: getattr(lab.network, node).nft(f'table inet acceptance {{\n{chain}\n}}\n')


def incoming(rules, node='server'):
    return firewall(f'chain in {{ type filter hook input priority 0;\n{rules}\n}}', node)


def connlimit(lab):
    firewall('set few { type ipv4_addr; flags dynamic; }\nchain in { type filter hook input priority 0;\n'
             '  tcp dport 21 ct state new add @few { ip saddr ct count over 1 } reject with tcp reset\n}')(lab)
    held(1)(lab)


def helper_at_the_server(lab):
    """A firewall that opens the data ports for what it reads in the words alone."""
    lab.network.server.nft(
        'table inet acceptance { ct helper ftp { type "ftp" protocol tcp; }\n'
        'chain seen { type filter hook prerouting priority 0;\n  tcp dport 21 ct helper set "ftp"\n}\n'
        'chain in { type filter hook input priority 0;\n  ct state established,related accept\n'
        f'  tcp dport {PASSIVE} drop\n}}\n}}\n')


def after_ban(lab):
    incoming(f'ip saddr {CLIENT4} tcp dport {{ 20, 21, 989, 990 }} reject')(lab)


DENIED = '''
WrapEngine on
WrapTables file:/etc/wrap.allow file:/etc/wrap.deny
WrapDenyMsg "Доступ для %u с вашего адреса закрыт"
'''


class Denying(Proftpd):
    def start(self, lab):
        lab.network.server.write('/etc/wrap.allow', 'proftpd: 192.0.2.1\n')
        lab.network.server.write('/etc/wrap.deny', 'proftpd: ALL\n')
        super().start(lab)


class Hung(Inetutils):
    """No folder for the account."""

    def __init__(self):
        super().__init__(home=False)


class Anonymous(Vsftpd):
    """Lets guests in, as many archives do."""

    def __init__(self, settings):
        super().__init__({'anonymous_enable': 'YES', 'allow_anon_ssl': 'YES'} | settings)

    def start(self, lab):
        lab.network.server.run(['install', '-d', '/srv/ftp/pub'])
        lab.network.server.append('/etc/passwd', 'ftp:x:5002:5002::/srv/ftp:/usr/sbin/nologin\n')
        super().start(lab)


GUEST = {'user': 'anonymous', 'password': 'guest@example.org'}

FTP = {
    # Who limits.
    'limit-russian': case('ProFTPD limits a user in Russian', lambda: Proftpd(
        {'MaxClientsPerUser': '1 "Для %u разрешено не более %m одновременных сеансов"'}), FULL, before=held(1)),
    'limit-spanish': case('ProFTPD limits an address in Spanish', lambda: Proftpd(
        {'MaxClientsPerHost': '1 "Demasiadas sesiones abiertas desde su equipo"'}), FULL, before=held(1)),
    'limit-firewall': case('the server’s firewall bears one connection of an address', Pureftpd, (
        FULL, 'port-blocked-by-network', 'connection-failed', 'address-banned'), before=connlimit, at_most=0.8),
    'limit-two-others': case('Pure-FTPd takes three, one is ours, two are of others', lambda: Pureftpd('-c', '3'), FULL,
                             before=lambda lab: (held(1)(lab), lab.hold(SERVER4, 21, 2, node=lab.network.router))),
    'limit-pyftpdlib-two': case('pyftpdlib takes two of an address, both are ours', lambda: Pyftpd(
        server={'max_cons_per_ip': 2}), FULL, before=held(2)),
    'limit-words-italian': greets('421 Troppe connessioni da questo indirizzo, riprovare fra qualche minuto', FULL),
    'limit-words-site': greets('421 Maximum session limit (8) reached for this site, try again in 10 minutes', FULL),
    'limit-530-greeting': greets('530 Sorry, the maximum number of clients (50) are already connected.', FULL),
    # 421 for another reason.
    'words-tls': greets('421 Plain FTP is switched off here, please use FTPS (explicit TLS)', 'ftp-tls-required'),
    'words-country': greets('421 Access from your country is not allowed on this server', 'ftp-address-denied'),
    'words-polish': greets('421 Serwer jest w trakcie konserwacji, prosimy spróbować później', 'service-unavailable'),
    'words-load': greets('421 Server load is too high, please try again later', 'service-unavailable'),
    'login-slow': case('ProFTPD gives two seconds for the login on a long line', lambda: Proftpd({'TimeoutLogin': '2'}),
                       'ftp-login-timeout', *PLAIN, before=lambda lab: lab.network.slow(900)),
    'idle-vsftpd': case('vsftpd waits one second for a word on a long line', lambda: Vsftpd(
        {'idle_session_timeout': '1', 'accept_timeout': '60'}), ('idle-timeout', 'ftp-login-timeout'), *PLAIN,
        before=lambda lab: lab.network.slow(1500)),
    'denied-russian': case('ProFTPD’s list of addresses refuses in Russian', lambda: Denying(
        modules=('mod_wrap2', 'mod_wrap2_file'), more=DENIED), 'ftp-address-denied'),
    'denied-uid': case('Pure-FTPd lets no account of so low a number in', lambda: Pureftpd('-u', '6000'), 'auth-failed'),
    'denied-user': case('ProFTPD lets this user not in', lambda: Proftpd(
        more='<Limit LOGIN>\nDenyUser carol\n</Limit>\n'), 'auth-failed'),
    'banned-ports': case('a watcher of the log closed the ports of file transfer for us', Vsftpd, (
        'address-banned', 'port-blocked-by-network', 'service-not-running'), before=after_ban, at_most=0.8),
    'home-root-proftpd': case('the folder that ProFTPD shuts accounts into is not there', lambda: Proftpd(
        {'DefaultRoot': '/srv/nowhere'}), ('ftp-home-missing', 'auth-failed'), at_most=0.8),
    'home-local-root': case('vsftpd’s own folder for accounts is not there', lambda: Vsftpd(
        {'local_root': '/srv/nowhere'}), 'ftp-home-missing'),
    'home-inetutils': case('inetutils logs in without a home folder', Hung, 'ftp-home-missing', *PLAIN, verdict=EITHER),
    'home-pyftpdlib': case('pyftpdlib’s folder went away', Pyftpd, ('ftp-home-missing', 'ftp-file-unavailable'),
                           before=shell('rm -r /srv/carol')),
    'password-inetutils': case('a wrong password (inetutils)', Inetutils, 'auth-failed', *PLAIN, password='not-the-right-one'),
    'password-hangs-up': case('ProFTPD hangs up after one wrong password', lambda: Proftpd({'MaxLoginAttempts': '1'}),
                              'auth-failed', password='not-the-right-one'),
    'guest-welcome': case('vsftpd lets a guest in', lambda: Anonymous({}), None, verdict=('ok', 'warning'), **GUEST),
    'guest-encryption': case('vsftpd wants encryption of guests', lambda: Anonymous({'force_anon_logins_ssl': 'YES'}),
                             'ftp-tls-required', *PLAIN, **GUEST),
    # Encryption.
    'tls-old-990': case('TLS 1.1 alone in front of a server without TLS', lambda: [Pyftpd(port=2100, tls=None), Stunnel(
        990, 'connect = 127.0.0.1:2100\nsslVersionMax = TLSv1.1\nsslVersionMin = TLSv1\nciphers = DEFAULT@SECLEVEL=0')],
        'tls-version-unsupported', port=990),
    'tls-local-policy': case('the server’s policy allows no encryption', Inetutils, 'ftp-tls-unsupported',
                             before=lambda lab: lab.ftp_box(
                                 {'AUTH': '534 Local policy on server does not allow TLS secure connections.'})),
    'tls-not-now': case('a server that cannot encrypt at the moment', Inetutils, ('tls-failed', 'starttls-unavailable'),
                        before=lambda lab: lab.ftp_box({'AUTH': '431 Unable to accept security mechanism right now'})),
    'certificate-early': case('a certificate that begins next month (ProFTPD)', lambda: Proftpd(certificate='not-yet-valid'),
                              'certificate-not-yet-valid', host=HOST),
    'certificate-chain': case('no intermediate certificate (vsftpd on 990)', lambda: Vsftpd(
        certificate='chain-incomplete', implicit=True), 'certificate-chain-incomplete', host=HOST, port=990, at_most=0.8),
    'reuse-12-none-kept': case('ProFTPD keeps no TLS 1.2 sessions, and then wants none resumed', lambda: Proftpd(
        {'TLSProtocol': 'TLSv1.2', 'TLSSessionCache': 'off', 'TLSSessionTickets': 'off'}), None),
    'reuse-12-works': case('ProFTPD with TLS 1.2 alone, sessions resumed', lambda: Proftpd({'TLSProtocol': 'TLSv1.2'}), None,
                           '--upload'),
    'reuse-13-works': case('ProFTPD with TLS 1.3 alone, sessions resumed', lambda: Proftpd({'TLSProtocol': 'TLSv1.3'}), None,
                           '--upload'),
    # The way of the data.
    'passive-no-epsv': case('ProFTPD lets nobody ask for EPSV and names a private address', lambda: Proftpd(
        {'MasqueradeAddress': '172.20.5.5'}, more='<Limit EPSV>\nDenyAll\n</Limit>\n'), 'ftp-passive-address-unreachable',
        verdict=EITHER),
    'passive-own-firewall': case('the own firewall lets out to known ports alone', Proftpd, 'local-firewall-blocks',
                                 '--mode', 'passive', verdict=EITHER, before=firewall(
                                     'chain out { type filter hook output priority 0;\n'
                                     '  tcp dport { 21, 53, 80, 443 } accept\n  meta l4proto tcp counter drop\n}', 'client')),
    'passive-prohibited': case('the server’s firewall prohibits the passive ports', Pyftpd, 'ftp-passive-ports-blocked',
                               verdict=EITHER, before=incoming(f'tcp dport {PASSIVE} reject with icmpx admin-prohibited')),
    'passive-helper-blind': case('the firewall of the server reads which port to open, and TLS hides it', Vsftpd, (
        'ftp-passive-ports-blocked', 'ftp-address-rewritten'), '--mode', 'passive', before=helper_at_the_server),
    'passive-helper-reads': case('the same without encryption', Vsftpd, 'password-sent-in-clear', *PLAIN, '--mode', 'passive',
                                 verdict='warning', before=helper_at_the_server),
    'passive-rewritten': case('a box knows no EPSV and writes another address into 227', Inetutils, (
        'ftp-passive-address-unreachable', 'ftp-address-rewritten', 'password-sent-in-clear'), *PLAIN, verdict=EITHER,
        after=among('ftp-passive-address-unreachable', 'ftp-address-rewritten'), before=lambda lab: lab.ftp_box(
            {'EPSV': '500 EPSV not understood', '*227': [r'\d+,\d+,\d+,\d+,', '44,128,9,99,']})),
    'passive-foreign': case('pyftpdlib takes data from the address of the words alone, and they come from another', Pyftpd,
                            'ftp-data-channel-blocked', '--mode', 'passive', verdict=EITHER,
                            before=lambda lab: lab.network.two_exits()),
    'active-eprt-nat': case('EPRT behind a router that hides the address (ProFTPD)', Proftpd, 'ftp-active-blocked',
                            '--mode', 'eprt', before=lambda lab: lab.network.masquerade()),
    'active-refused': case('vsftpd allows no active mode', lambda: Vsftpd({'port_enable': 'NO'}), (
        'ftp-data-channel-blocked', 'protocol-error', 'ftp-permission-denied'), '--mode', 'active'),
    'passive-refused-nat': case('vsftpd allows no passive mode, and a router hides the address', lambda: Vsftpd(
        {'pasv_enable': 'NO'}), ('ftp-data-channel-blocked', 'ftp-active-blocked'),
        before=lambda lab: lab.network.masquerade()),
    'data-reset': case('the data of Pure-FTPd are reset on the way', Pureftpd, ('ftp-transfer-aborted', 'ftp-data-channel-blocked'),
                       *PLAIN, '--mode', 'passive', before=firewall(
                           'chain way { type filter hook forward priority 0;\n'
                           f'  tcp sport {PASSIVE} ct packets > 3 reject with tcp reset\n}}', 'router')),
    'full-inetutils': case('the disk of the server is full (inetutils)', Inetutils, 'server-storage-full', *PLAIN, '--upload',
                           verdict=EITHER, before=shell('mount -t tmpfs -o size=8k tmpfs /srv/carol\n'
                                                        'chown 5001 /srv/carol\nhead -c 8192 /dev/zero >/srv/carol/full')),
    'quota-bytes-pureftpd': case('Pure-FTPd’s quota of bytes is used up', lambda: Pureftpd('-n', '1000:1'),
                                 'server-storage-full', '--upload', verdict=EITHER,
                                 before=shell('head -c 1048576 /dev/zero >/srv/carol/large\nchown 5001 /srv/carol/large\n'
                                              'echo "2 1048576" >/srv/carol/.ftpquota\nchown 5001 /srv/carol/.ftpquota')),
    'write-vsftpd': case('vsftpd lets nobody write', lambda: Vsftpd({'write_enable': 'NO'}), 'ftp-permission-denied',
                         '--upload', verdict=EITHER),
    'write-inetutils': case('the home folder is another user’s (inetutils)', Inetutils, 'ftp-permission-denied', *PLAIN,
                            '--upload', verdict=EITHER, before=shell('chown root:root /srv/carol\nchmod 755 /srv/carol')),
    # Another service there.
    'screen-21': case('a shared screen on 21', lambda: Bytes('RFB 003.008\n', port=21, tls=False, early=True, certificate='good'),
                      ('wrong-service-on-port', 'server-reply-invalid')),
    'post-office-990': case('a server of mailboxes on 990', lambda: Bytes(
        '+OK POP3 ready\r\n', port=990, early=True, certificate='good'), 'wrong-service-on-port', port=990),
    # FileZilla.
    'filezilla-folders': case('FileZilla has the site in a folder and may open 10, Pure-FTPd bears 4', lambda: Pureftpd(
        '-C', '4'), FULL, '--sessions', '5', *own_file('folders'), verdict='warning',
        facts={'ftp.sessions.accepted': '4', 'local.filezilla.connections': '10'}),
    'filezilla-implicit': case('FileZilla is set to TLS at once on 21', Vsftpd, 'tls-on-plain-port', *own_file('implicit'),
                               verdict='warning'),
}


def site(title, servers, cause, url=URL, **more):
    more.setdefault('verdict', 'problem' if cause else 'ok')
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, **more)


def balancer(rules, certificate='web-one'):
    return lambda: [Haproxy(f'frontend f\n  bind :443 TLS;\n{rules}\n', certificate=certificate)]


def answers(number, words='no'):
    return balancer(f'  http-request return status {number} content-type text/plain string "{words}"')


class Issued:
    """A certificate of its own for the web names. Stands before the server."""

    def __init__(self, name, how):
        self.name, self.how = name, how

    def start(self, lab):
        self.how(lab.tools.authority, self.name)

    def logins(self):
        return 0

    def logs(self):
        return ''


def stranger(authority, name):
    authority.ca(f'{name}-ca', 'Authority of Nobody')
    authority.issue(name, ['www.example.net'], issuer=f'{name}-ca')


def visits(count):
    return lambda lab: lab.network.client.run(['/usr/bin/python3', '-c', 'import http.client, ssl\n'
        f'for _ in range({count}):\n'
        '    c = http.client.HTTPSConnection("www.example.net", context=ssl._create_unverified_context())\n'
        '    c.request("GET", "/page"); c.getresponse().read(); c.close()\n'])


def half_a_portal(lab):
    """Plain pages lead to the sign-in, all else is reset."""
    lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n')
    lab.network.router.nft('table ip portal { chain in { type nat hook prerouting priority -100;\n'
                           '  iifname "clie" tcp dport 80 dnat to 44.128.9.10\n}\n'
                           'chain way { type filter hook forward priority 0;\n'
                           '  iifname "clie" tcp dport != 80 reject with tcp reset\n}\n}\n')


STRICT = '''
SSLVHostSNIPolicy strict
<VirtualHost *:8443>
  ServerName default.example.net
  TLS;
</VirtualHost>
<VirtualHost *:8443>
  ServerName www.example.net
  TLS;
</VirtualHost>
'''
SNI_AND_HOST = '''
  http-request set-var(txn.sni) ssl_fc_sni,lower
  http-request set-var(txn.host) req.hdr(host),host_only,lower
  http-request return status 421 unless { var(txn.sni),strcmp(txn.host) eq 0 }
  http-request return status 200 content-type text/plain string "a page"
'''
SANS = ('Requested host does not match any Subject Alternative Names (SANs) on TLS certificate '
        '[5b1f0c2a] in use with this connection.')
PROXY = f'http://{SERVER4}:3128'
NO_SUCH_PROXY = f'http://{SERVER4}:3129'
CHAIN = ''.join(f'location = /{a} {{ return 302 /{b}; }} ' for a, b in (('page', 'a'), ('a', 'b'), ('b', 'c'), ('c', 'd')))

HTTP = {
    # 421.
    'proxy-names-another': site('nghttpx names another site to a strict Apache', lambda: [
        Apache(STRICT, ports=(8443,)), Nghttpx("--backend='127.0.0.1,8443;;tls;sni=default.example.net' --insecure")],
        ('http-sni-mismatch', 'http-misdirected-permanent')),
    'proxy-names-none': site('nginx names no site to an Apache that wants one', lambda: [
        Apache('SSLStrictSNIVHostCheck on\n' + STRICT.replace('SSLVHostSNIPolicy strict', ''), ports=(8443,)),
        Haproxy('frontend f\n  bind :443 TLS;\n  default_backend b\nbackend b\n  timeout connect 30s\n'
                'server one 127.0.0.1:8443 ssl verify none')],
        ('http-forbidden', 'http-sni-mismatch', 'http-misdirected-permanent')),
    'shared-caddy': site('Caddy wants the names of encryption and request to agree', lambda: [Caddy(
        'https://www.example.net, https://shop.example.net {\n  TLS;\n  respond "a page"\n}', certificate='web',
        common='servers {\n    strict_sni_host on\n  }')], 'http-misdirected', verdict='warning'),
    'shared-balancer': site('HAProxy wants the names of encryption and request to agree', balancer(
        SNI_AND_HOST, certificate='web'), 'http-misdirected', verdict='warning'),
    'permanent-varnish': site('Varnish answers 421 for a site that it does not know', lambda: [
        Varnish('backend none none;\nsub vcl_recv { return (synth(421, "Misdirected")); }', ports=(6081,)), Hitch('6081')],
        'http-misdirected-permanent'),
    'permanent-words': site('421 in the words of a network of servers', answers(421, SANS), (
        'http-misdirected-permanent', 'http-sni-mismatch')),
    # Its neighbours.
    'method-405': site('Apache lets nobody read the page', lambda: [Apache(
        '<VirtualHost *:443>\nServerName www.example.net\nTLS;\nRewriteEngine on\nRewriteRule ^ - [R=405]\n</VirtualHost>',
        certificate='web-one')], ('protocol-error', 'http-forbidden')),
    'waited-408': site('a balancer that says it waited too long', answers(408), (
        'idle-timeout', 'server-too-slow', 'protocol-error', 'connection-lost', 'service-unavailable'), at_most=0.8),
    'fields-431': site('a server that finds the request too long', answers(431), 'protocol-error'),
    'rate-429': site('HAProxy counts requests', balancer(
        '  stick-table type ip size 1k expire 10m store http_req_cnt\n  http-request track-sc0 src\n'
        '  http-request deny deny_status 429 if { sc_http_req_cnt(0) gt 2 }\n'
        '  http-request return status 200 content-type text/plain string "a page"'), 'http-rate-limited', before=visits(3)),
    'broken-htaccess': site('Apache cannot read the site’s own rules', lambda: [Apache(
        '<VirtualHost *:443>\nServerName www.example.net\nTLS;\n</VirtualHost>\n<Directory /srv/www>\nAllowOverride All\n'
        '</Directory>', certificate='web-one')], 'server-error', before=shell('echo "RewriteEngin On" >/srv/www/.htaccess')),
    'unreadable-page': site('Apache may not read the page', lambda: [Apache(
        '<VirtualHost *:443>\nServerName www.example.net\nTLS;\n</VirtualHost>', certificate='web-one')], 'http-forbidden',
        before=shell('chmod 600 /srv/www/page')),
    'slow-behind-504': site('what stands behind HAProxy never answers', lambda: [Silent(8080), Haproxy(
        'frontend f\n  bind :443 TLS;\n  default_backend b\nbackend b\n  timeout server 1s\n  server one 127.0.0.1:8080')],
        'http-gateway-failure'),
    'gone-caddy': site('Caddy says that the page is gone', lambda: [Caddy(
        'https://www.example.net {\n  TLS;\n  respond "gone" 410\n}')], 'http-not-found'),
    'missing-lighttpd': site('lighttpd has no such page', lambda: [Lighttpd('')], 'http-not-found',
                             url='https://www.example.net/nowhere'),
    'digest-wrong': site('a wrong password for Apache’s digest', lambda: [Apache(
        '<VirtualHost *:443>\nServerName www.example.net\nTLS;\n</VirtualHost>\n<Location /page>\nAuthType Digest\n'
        'AuthName lab\nAuthUserFile /etc/lab/htdigest\nRequire valid-user\n</Location>', certificate='web-one')],
        'auth-failed', user=WEB_USER, password='not-the-right-one'),
    'origin-530': site('an edge cannot find the name of the site behind it', answers(530, 'error code: 1016'),
                       'http-gateway-failure'),
    'denied-1020': site('a rule of an edge refuses the visitor', answers(403, 'error code: 1020'), 'http-forbidden'),
    'maintenance-retry': site('a balancer whose servers are being looked after', balancer(
        '  http-request return status 503 hdr Retry-After 120 content-type text/plain string "Maintenance"'),
        'service-unavailable'),
    # Redirections.
    'slash-loop': site('a slash that is added and taken away', lambda: [Caddy(
        'https://www.example.net {\n  TLS;\n  redir /page /page/ 301\n  redir /page/ /page 301\n}')], 'http-redirect-loop'),
    'growing-loop': site('a redirection whose address never repeats', balancer(
        '  http-request redirect location https://www.example.net/page?n=%[rand]'), 'http-redirect-loop'),
    'long-way': site('four redirections, then the page', lambda: [Nginx(
        f'server {{ listen 443 ssl; {CHAIN} location = /d {{ return 200 "here"; }} }}', certificate='web-one', ports=(443,))],
        None),
    'downgrade-hsts': site('a site that promises https for ever and leads to http', lambda: [Nginx(
        'server { listen 443 ssl; add_header Strict-Transport-Security "max-age=31536000" always; '
        'return 301 http://www.example.net/page; }\nserver { listen 80; return 200 "plain"; }', certificate='web-one')],
        ('http-downgrade', 'http-redirect-loop'), verdict=EITHER),
    'half-a-portal': site('a portal that resets https and leads plain pages to its sign-in', lambda: [Nginx(
        'server { listen 80 default_server; return 302 http://192.168.77.1:8080/login; }', certificate='wrong-name',
        ports=(80,))], 'captive-portal', before=half_a_portal),
    # Encryption.
    'expired-lighttpd': site('lighttpd’s certificate ran out', lambda: [Lighttpd('', certificate='web-expired')],
                             'certificate-expired'),
    'default-site': site('Apache shows the certificate of another site', lambda: [Apache(
        '<VirtualHost *:443>\nServerName www.example.net\nTLS;\n</VirtualHost>', certificate='web-one')],
        'certificate-name-mismatch', url=f'https://{SHOP}/page'),
    'self-signed-hitch': site('Hitch’s certificate signs itself', lambda: [Issued('own-web', lambda authority, name:
        authority.issue(name, ['www.example.net'], self_signed=True)), Varnish('backend none none;', ports=(6081,)),
        Hitch('6081', certificate='own-web')], 'certificate-self-signed'),
    'unknown-issuer': site('HAProxy’s certificate is of an authority of nobody', lambda: [
        Issued('strange', stranger), *balancer('  http-request return status 200', certificate='strange')()],
        ('certificate-untrusted-issuer', 'certificate-chain-incomplete')),
    'old-balancer': site('HAProxy knows TLS 1.1 at most', lambda: [Haproxy(
        'frontend f\n  bind :443 TLS; ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.1 ciphers DEFAULT@SECLEVEL=0\n'
        '  http-request return status 200')], 'tls-version-unsupported'),
    'plain-varnish': site('Varnish without encryption on 443', lambda: [Varnish(
        'backend none none;\nsub vcl_recv { return (synth(200)); }', ports=(443,))], 'tls-on-plain-port'),
    'ssh-443': site('sshd on 443', lambda: [Sshd(443)], 'wrong-service-on-port'),
    # Ways there.
    'ipv6-dead': site('IPv6 is dropped, IPv4 works', lambda: [Nginx(
        'server { listen 443 ssl; listen [::]:443 ssl; }', certificate='good', ports=(443,))], 'ipv6-broken',
        url='https://both.example.net/page', verdict=EITHER, before=firewall(
            'chain way { type filter hook forward priority 0;\n  meta nfproto ipv6 tcp dport 443 drop\n}', 'router')),
    'one-of-two': site('one of two servers of the name refuses', lambda: [Nginx(
        'server { listen 44.128.9.10:443 ssl; }', certificate='web-two', ports=(443,))], (
            None, 'service-not-running', 'host-down', 'connection-failed'), url='https://two.example.net/page',
        verdict=('ok', 'warning')),
    'both-of-two': site('both servers of the name are busy', lambda: [Nginx(
        f'server {{ listen {SERVER4}:443 ssl; listen {SECOND4}:443 ssl; return 503; }}', certificate='web-two', ports=(443,))],
        'service-unavailable', url='https://two.example.net/page'),
    'proxy-login': site('Squid wants a login', lambda: [Squid(
        'http_port 3128\nauth_param basic program /usr/lib/squid/basic_fake_auth\nacl known proxy_auth REQUIRED\n'
        'http_access allow known\nhttp_access deny all'), Nginx('server { listen 443 ssl; }', certificate='web-one', ports=(443,))],
        'http-proxy-authentication', proxy={'https_proxy': PROXY}),
    'proxy-denies': site('Squid lets nobody there', lambda: [Squid('http_port 3128\nhttp_access deny all'), Nginx(
        'server { listen 80; }', certificate='web-one', ports=(80,))], 'http-forbidden', url=PLAIN_URL,
        proxy={'http_proxy': PROXY}),
    'proxy-origin-dead': site('Squid cannot reach the site', lambda: [Squid('http_port 3128\nhttp_access allow all')], (
        'http-gateway-failure', 'service-unavailable', 'service-not-running'), url=PLAIN_URL, proxy={'http_proxy': PROXY}),
    'proxy-dead': site('nobody is at the proxy’s port', lambda: [Nginx(
        'server { listen 443 ssl; }', certificate='web-one', ports=(443,))], 'proxy-unreachable',
        proxy={'https_proxy': NO_SUCH_PROXY}, verdict=EITHER),
}

SCENARIOS = {f'ftp-{name}': made for name, made in FTP.items()} | {f'http-{name}': made for name, made in HTTP.items()}
