# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File and web servers as a help desk meets them: limits, ways of data, storage, answers of the web."""

from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.network import SERVER4
from lablib.helpers import Nginx as AnyNginx
from lablib.otherftp import Inetutils, Pyftpd, Sshd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd
from lablib.web import Apache, Nginx, Silent, http
from lablib.webmore import Haproxy

ANY = ('problem', 'warning')


def ours(count, port=21, implicit=False):
    return lambda lab: lab.hold_logged_in(SERVER4, count, port=port, implicit=implicit)


def others(count, port=21):
    def hold(lab):
        node = lab.network.neighbour('others', '44.128.10.', '2a0e:97c0:10::')
        lab.hold(SERVER4, port, count, node=node)
    return hold


def web(title, server, cause, url='https://www.example.net/page', *more, **rest):
    def servers():
        made = server()
        return made if isinstance(made, list) else [made]

    rest.setdefault('verdict', ANY)
    return Scenario(title=title, servers=servers, args=http(url, *more), cause=cause, **rest)


WRAP = {'WrapEngine': 'on', 'WrapOptions': 'CheckOnConnect',
        'WrapTables': 'file:/etc/ftp.allow file:/etc/ftp.deny'}
WRAP_TABLES = shell('echo "ALL: 44.128.9." > /etc/ftp.allow; echo "ALL: ALL" > /etc/ftp.deny')


def only(node, hook, card, ports):
    """A firewall that lets so few ports through and drops all else."""
    node.nft(f'''table inet filter {{ chain {hook} {{ type filter hook {hook} priority 0; policy drop;
  {card} lo accept
  ct state established,related accept
  meta l4proto {{ icmp, ipv6-icmp }} accept
  udp dport 53 accept
  tcp dport {{ {ports} }} accept
}}
}}
''')


def only_known_ports_out(lab):
    only(lab.network.client, 'output', 'oif', '21, 53, 80, 443')


def only_21_in(lab):
    only(lab.network.server, 'input', 'iif', '21, 53')


def cut_listing(lab):
    lab.network.server.run(['sh', '-euc', 'cd /srv/carol/photos; '
                            'seq -f photo-of-the-trip-%06g.jpg 20000 | xargs touch'])
    lab.network.router.nft('table inet cut { quota volume { over 20 kbytes }\n'
                           'chain way { type filter hook forward priority 0;\n'
                           '  tcp sport 40000-40020 quota name "volume" reject with tcp reset\n}\n}\n')


def portal(lab):
    lab.network.publish(f'wifi.example.net. A {SERVER4}\n')
    lab.network.router.nft(f'''table ip portal {{
chain pre {{ type nat hook prerouting priority -100; iifname "clie" tcp dport 80 dnat to {SERVER4}:8080; }}
chain way {{ type filter hook forward priority 0; iifname "clie" tcp dport 443 reject with tcp reset; }}
}}
''')


PORTAL = '''server { listen 8080; location / { return 302 http://wifi.example.net:8080/login; }
 location = /login { default_type text/html; return 200 "<html><title>Hotel Marina Wi-Fi</title><form method=post action=/login>Room <input name=room> Surname <input name=name><input type=submit value=Connect></form></html>"; } }'''

SITES = '''
<VirtualHost *:8443>
  ServerName shop.example.net
  TLS;
</VirtualHost>
<VirtualHost *:8443>
  ServerName www.example.net
  TLS;
  SSLProtocol TLSv1.2
</VirtualHost>
'''
BEHIND = '''
<VirtualHost *:8443>
  ServerName intern.example.net
  TLS;
  SSLProtocol TLSv1.2
</VirtualHost>
<VirtualHost *:8443>
  ServerName www.example.net
  TLS;
</VirtualHost>
'''
BEFORE = 'server { listen 443 ssl; location / { proxy_pass https://127.0.0.1:8443; proxy_set_header Host $host; } }'
TENANTS = '''
frontend edge
  bind :8443 TLS;
  acl known hdr(host),field(1,:) -i shop.example.net example.net
  http-request deny deny_status 421 unless known
  http-request return status 200 content-type text/plain string "shop"
'''
HANGING = '''
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 2s
frontend edge
  bind :443 TLS;
  default_backend app
backend app
  server app1 127.0.0.1:9000
'''
DEAD = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  ProxyPass / http://127.0.0.1:9000/
</VirtualHost>
'''
BUSY = '''limit_req_zone $binary_remote_addr zone=visitors:1m rate=1r/m; limit_req_status 429;
server { listen 443 ssl; location / { limit_req zone=visitors; } }'''
INSIDE = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  <Location />
    Require all denied
  </Location>
</VirtualHost>
'''
LOGIN = '''
userlist staff
  user dora insecure-password correct-horse-9
frontend edge
  bind :443 TLS;
  http-request auth realm Intranet unless { http_auth(staff) }
  http-request return status 200 content-type text/plain string "welcome"
'''
OFFICE = '''
frontend office
  bind :3128
  http-request return status 407 content-type text/html string "<h1>Sign in to use the internet</h1>" hdr Proxy-Authenticate "Basic realm=\\"Office proxy\\""
'''
PLAIN_ON_TLS = 'server { listen 8443 ssl; server_name www.example.net; }'
ROUND = '''server { listen 443 ssl; server_name www.example.net; return 301 https://example.net$request_uri; }
server { listen 443 ssl; server_name example.net; return 301 https://www.example.net$request_uri; }'''
MEMBERS = 'server { listen 443 ssl; server_name www.example.net; ssl_verify_client on; }'
OTHER_NAME = '''
frontend edge
  bind :8443 TLS;
  http-request return status 200 content-type text/plain string "hello"
'''
GONE = '''
frontend edge
  bind :443 TLS;
  http-request return status 410 content-type text/plain string "gone for good"
'''
BACK_TO_HTTP = '''
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
  Redirect permanent / http://www.example.net/
</VirtualHost>
<VirtualHost *:80>
  ServerName www.example.net
</VirtualHost>
'''


def one_visit(lab):
    lab.network.client.run(['/usr/bin/python3', '-c', 'import ssl, urllib.request\n'
                            'urllib.request.urlopen("https://www.example.net/page", context=ssl._create_unverified_context(), timeout=20).read()'])


SCENARIOS = {
    # Limits.
    'own-sessions-vsftpd-990': case('two forgotten sessions of ours fill the two per address, implicit TLS',
                                    lambda: Vsftpd({'max_per_ip': '2'}, implicit=True),
                                    'ftp-too-many-connections', '--security', 'tls', port=990,
                                    before=ours(2, 990, True), verdict=ANY),
    'full-of-others-vsftpd': case('other visitors fill the server', lambda: Vsftpd({'max_clients': '3'}),
                                  'ftp-too-many-connections', before=others(3), verdict=ANY),
    'one-per-account-proftpd': case('one session for each account, worded by the admin',
                                    lambda: Proftpd({'MaxClientsPerUser': '1 "This account is in use already, one session at a time"'}),
                                    'ftp-too-many-connections', before=ours(1), verdict=ANY),
    'per-host-proftpd-2121': case('two for each host, on 2121', lambda: Proftpd({
        'Port': '2121', 'MaxClientsPerHost': '2'}), 'ftp-too-many-connections',
        port=2121, before=ours(2, 2121), verdict=ANY),
    'per-address-pyftpdlib-2121': case('two for each address, pyftpdlib',
                                       lambda: Pyftpd(2121, server={'max_cons_per_ip': 2}),
                                       'ftp-too-many-connections', port=2121,
                                       before=lambda lab: lab.hold(SERVER4, 2121, 2), verdict=ANY),
    # Turned away for another reason.
    'cleartext-pureftpd-2121': case('421 that means encryption', lambda: Pureftpd(tls=2, port=2121),
                                    'ftp-tls-required', *PLAIN, port=2121),
    'slow-line-proftpd': case('a satellite line and a short time to log in', lambda: Proftpd({'TimeoutLogin': '3'}),
                              'ftp-login-timeout', before=lambda lab: lab.network.slow(900)),
    'wrapped-proftpd': case('the address is not in the list (mod_wrap2)',
                            lambda: Proftpd(WRAP, modules=('mod_wrap2', 'mod_wrap2_file')),
                            'ftp-address-denied', before=WRAP_TABLES),
    'key-gone-vsftpd': case('the key was moved, vsftpd says OOPS',
                            lambda: Vsftpd({'rsa_private_key_file': '/etc/letsencrypt/live/ftp/privkey.pem'}, inetd=True),
                            ('starttls-unavailable', 'server-error')),
    'home-locked-vsftpd-990': case('the home folder belongs to root', lambda: Vsftpd(implicit=True),
                                   'ftp-home-missing', '--security', 'tls', port=990,
                                   before=shell('chown root:root /srv/carol; chmod 700 /srv/carol')),
    'home-gone-pyftpdlib': case('the disk with the homes is not mounted (pyftpdlib)', lambda: Pyftpd(2121),
                                ('ftp-home-missing', 'ftp-file-unavailable'), port=2121,
                                before=shell('rm -r /srv/carol')),
    # Encryption and what is behind the port.
    'plain-refused-pyftpdlib': case('a login in clear is refused (pyftpdlib)',
                                    lambda: Pyftpd(handler={'tls_control_required': True}),
                                    'ftp-tls-required', *PLAIN),
    'no-tls-inetutils': case('a server without any encryption', Inetutils, 'ftp-tls-unsupported',
                             '--security', 'starttls', verdict=ANY),
    'ssh-on-990': case('SSH on 990', lambda: Sshd(990), 'wrong-service-on-port', '--security', 'tls', port=990),
    'web-on-2121': case('a web server on 2121', lambda: AnyNginx({2121: ''}), 'wrong-service-on-port', port=2121),
    'prot-pyftpdlib': case('data in clear refused (pyftpdlib)', lambda: Pyftpd(handler={'tls_data_required': True}),
                           'ftp-protection-required', '--protect', 'clear'),
    # The way of the data.
    'private-pyftpdlib': case('227 names an address of the inside',
                              lambda: Pyftpd(2121, handler={'masquerade_address': '192.168.1.20'}),
                              'ftp-passive-address-unreachable', '--mode', 'pasv', '--pasv-address', 'announced',
                              port=2121),
    'old-address-vsftpd': case('227 names the address before the move', lambda: Vsftpd({'pasv_address': '44.128.9.200'}),
                               'ftp-passive-address-unreachable', '--mode', 'pasv', '--pasv-address', 'announced'),
    'only-21-inetutils': case('the firewall of the host lets in 21 alone', Inetutils, 'ftp-passive-ports-blocked',
                              *PLAIN, before=only_21_in),
    'own-firewall-proftpd': case('our own firewall lets out known ports alone', Proftpd, 'local-firewall-blocks',
                                 before=only_known_ports_out),
    'active-pyftpdlib': case('active, our own firewall lets nobody in', Pyftpd, 'ftp-active-blocked',
                             '--mode', 'port', before=lambda lab: lab.network.shut_in()),
    'active-nat-inetutils': case('active behind a home router', Inetutils, 'ftp-active-blocked',
                                 *PLAIN, '--mode', 'active', before=lambda lab: lab.network.masquerade()),
    'cut-vsftpd': case('a box cuts long listings', Vsftpd, 'ftp-transfer-aborted', '--path', '/photos',
                       before=cut_listing, languages=()),
    # Files.
    # A second attempt meets another count.
    'file-count-pureftpd': case('as many files as allowed', lambda: Pureftpd('-n', '3:10'), 'server-storage-full',
                                '--upload', languages=(), before=shell('cd /srv/carol; touch a b c; echo 3 18 > .ftpquota; '
                                                         'chown 5001:5001 a b c .ftpquota')),
    'not-ours-inetutils': case('the folder belongs to somebody else', Inetutils, 'ftp-permission-denied',
                               *PLAIN, '--upload', before=shell('chown root /srv/carol; chmod 755 /srv/carol')),
    'no-inodes-proftpd': case('room for bytes, none for files', Proftpd, 'server-storage-full', '--upload',
                              before=shell('mount -t tmpfs -o nr_inodes=4,size=1m,uid=5001,gid=5001 tmpfs /srv/carol; '
                                           'cd /srv/carol; touch a b c d e 2>/dev/null || true')),
    # The web.
    'web-coalesced-apache': web('two sites of one certificate, one with TLS 1.2 alone', lambda: Apache(SITES, 'web', (8443,)),
                                'http-misdirected', 'https://shop.example.net:8443/page'),
    'web-no-sni-nginx': web('nginx asks the Apache behind it without a name',
                            lambda: [Apache(BEHIND, 'web-one', (8443,)), Nginx(BEFORE, 'web-one', (443,))],
                            'http-sni-mismatch'),
    'web-tenant-haproxy': web('the edge does not know this site', lambda: Haproxy(TENANTS, 'web', (8443,)),
                              'http-misdirected-permanent', 'https://www.example.net:8443/'),
    'web-hanging-haproxy': web('the program behind HAProxy hangs', lambda: [Silent(9000), Haproxy(HANGING)],
                               'http-gateway-failure'),
    'web-dead-apache': web('nothing runs behind Apache', lambda: Apache(DEAD, 'web-one', (443,)), 'service-unavailable'),
    'web-busy-nginx': web('one visit a minute', lambda: Nginx(BUSY, 'web-one', (443,)), 'http-rate-limited',
                          before=one_visit),
    'web-inside-apache': web('for the inside alone', lambda: Apache(INSIDE, 'web-one', (443,)), 'http-forbidden'),
    'web-password-haproxy': web('a wrong password', lambda: Haproxy(LOGIN), 'auth-failed', user='dora',
                                password='Wrong-guess-4471'),
    'web-office-407': web('the proxy of the office wants a login', lambda: [Nginx(PLAIN_ON_TLS, 'web-one', (8443,)),
                                                                            Haproxy(OFFICE, 'web-one', (3128,))],
                          'http-proxy-authentication', 'https://www.example.net:8443/page',
                          proxy=f'http://{SERVER4}:3128'),
    'web-http-on-8443': web('http:// where https:// belongs', lambda: Nginx(PLAIN_ON_TLS, 'web-one', (8443,)),
                            'plain-on-tls-port', 'http://www.example.net:8443/page'),
    'web-round': web('with www to without and back', lambda: Nginx(ROUND, 'web', (443,)), 'http-redirect-loop'),
    'web-hotel': web('the page of a hotel', lambda: Nginx(PORTAL, 'web-one', (8080,)), 'captive-portal',
                     'https://www.example.net/page', '--portal-url', 'http://two.example.net/probe', before=portal),
    'web-members-nginx': web('a certificate of the visitor is wanted', lambda: Nginx(MEMBERS, 'web-one', (443,)),
                             'client-certificate-required'),
    'web-other-name-haproxy': web('a certificate for www alone', lambda: Haproxy(OTHER_NAME, 'web-one', (8443,)),
                                  'certificate-name-mismatch', 'https://shop.example.net:8443/'),
    # A second helping.
    'more-idle-inetutils': case('a short patience and a long line', lambda: Inetutils('-t', '2'), 'idle-timeout',
                                *PLAIN, '--timeout', '60', before=lambda lab: lab.network.slow(2800)),
    'more-writable-vsftpd': case('vsftpd refuses a writable root', lambda: Vsftpd({'allow_writeable_chroot': 'NO'}),
                                 ('server-error', 'ftp-home-missing')),
    'more-prohibited-pureftpd': case('a router forbids the passive ports openly', Pureftpd, 'ftp-passive-ports-blocked',
                                     '--mode', 'pasv', before=lambda lab: lab.network.block(
                                         ['40000-40020'], 'reject with icmpx admin-prohibited')),
    # It answers what comes behind a wrong password at once, and the password three seconds later.
    'more-wrong-password-pyftpdlib': case('a wrong password, answered last (pyftpdlib)', Pyftpd, 'auth-failed',
                                          password='Wrong-guess-5582'),
    'more-two-exits-pyftpdlib': case('the data leave by another line', Pyftpd, 'ftp-data-channel-blocked',
                                     before=lambda lab: lab.network.two_exits()),
    'more-helper-blind-pyftpdlib': case('the router cannot read PORT under TLS', Pyftpd,
                                        ('ftp-address-rewritten', 'ftp-active-blocked'), '--mode', 'port',
                                        before=lambda lab: lab.network.masquerade(helper=True)),
    'more-same-user-pureftpd-2121': case('one session for each user', lambda: Pureftpd('-y', '1:1', port=2121),
                                         'ftp-too-many-connections', port=2121, before=ours(1, 2121), verdict=ANY),
    'more-cipher-proftpd': case('ciphers for a key that is not there',
                                lambda: Proftpd({'TLSProtocol': 'TLSv1.2',
                                                 'TLSCipherSuite': 'ECDHE-ECDSA-AES256-GCM-SHA384'}),
                                ('tls-version-unsupported', 'starttls-unavailable')),
    'more-well-vsftpd-990': case('session reuse demanded and given', lambda: Vsftpd(implicit=True), None,
                                 '--security', 'tls', port=990),
    'more-web-no-php-nginx': web('nginx, and PHP does not run',
                                 lambda: Nginx('server { listen 443 ssl; location / { fastcgi_pass '
                                               'unix:/run/php/php8.2-fpm.sock; } }', 'web-one', (443,)),
                                 'http-gateway-failure'),
    'more-web-back-to-http': web('the shop sends visitors back to http', lambda: Apache(BACK_TO_HTTP, 'web-one'),
                                 'http-downgrade'),
    'more-web-gone-haproxy': web('the page was taken away', lambda: Haproxy(GONE), 'http-not-found'),
}
