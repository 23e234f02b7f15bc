# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an acceptor looked at next: ways to web pages, words that mislead, and servers that know the account too late."""

from lablib.accounts import PLAIN
from lablib.ftpcases import case, shell
from lablib.otherftp import FtpdSsl, Pyftpd
from lablib.proftpd import Proftpd
from lablib.proxy import URL as TINYPROXY, Tinyproxy
from lablib.scenario import Scenario
from lablib.web import Nginx, http
from lablib.webbytes import Bytes

URL = 'https://www.example.net/page'
EITHER = ('problem', 'warning')
QUOTA = ('QuotaEngine on\nQuotaLimitTable file:/etc/quota-limit\nQuotaTallyTable file:/etc/quota-tally\n')
RECORD = ('cd /etc; for kind in limit tally; do ftpquota --create-table --type=$kind --table-path=/etc/quota-$kind; done\n'
          'ftpquota --add-record --type=limit --table-path=/etc/quota-limit --name=carol --quota-type=user '
          '--limit-type=hard --bytes-upload=10 --units=byte')


def page(text, ports=(443,), listen='443 ssl', certificate='web-one'):
    return lambda: [Nginx(f'server {{ listen {listen}; {text} }}', ports=ports, certificate=certificate)]


def site(title, servers, cause, url=URL, **more):
    more.setdefault('verdict', 'problem' if cause else 'ok')
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, **more)


class Quota(Proftpd):
    def start(self, lab):
        lab.network.server.run(['sh', '-euc', RECORD])
        super().start(lab)


def way(rule, node='router'):
    hook = 'forward' if node == 'router' else 'output'
    return lambda lab: getattr(lab.network, node).nft(
        f'table inet acceptance {{ chain way {{ type filter hook {hook} priority 0;\n  {rule}\n}}\n}}\n')


SCENARIOS = {
    'quota-proftpd': case('ProFTPD’s quota lets ten bytes in', lambda: Quota(
        modules=('mod_quotatab', 'mod_quotatab_file'), more=QUOTA), 'server-storage-full', '--upload', verdict=EITHER),
    'home-of-pyftpdlib': case('the folder of the account is not there, and a list of it is asked for', Pyftpd,
                              'ftp-home-missing', before=shell('rm -r /srv/carol')),
    'name-refused': case('ftpd-ssl refuses before any password', FtpdSsl, ('auth-failed', 'server-error', 'ftp-address-denied'),
                         *PLAIN, at_most=0.8),
    'ready-later': case('a server that is ready in three minutes', lambda: Bytes(
        '120 Service ready in 3 minutes.\r\n', port=21, tls=False, early=True, certificate='good'),
        ('service-unavailable', 'greeting-delayed', 'server-too-slow')),
    'words-and-password': case('a greeting that warns of too many connections, and a wrong password', lambda: Proftpd(
        {'ServerIdent': 'on "Too many connections from your address lead to a ban"'}), 'auth-failed',
        password='not-the-right-one'),
    'page-of-trouble': site('a page that is about 502 Bad Gateway', page(
        'default_type text/html; return 200 "<title>502 Bad Gateway explained</title>";'), None),
    'missing-words-421': site('a page that is not there, in words of 421', page('return 404 "421 Misdirected Request";'),
                              'http-not-found'),
    'ipv4-dead': site('IPv4 is dropped, IPv6 works', page('listen [::]:443 ssl;', certificate='good'), 'ipv6-broken',
                      url='https://both.example.net/page', verdict=EITHER,
                      before=way('meta nfproto ipv4 tcp dport 443 drop')),
    'proxy-500': site('tinyproxy cannot reach the site', lambda: [Tinyproxy('ConnectPort 443\n')], (
        'http-gateway-failure', 'service-unavailable', 'service-not-running', 'connection-failed'),
        proxy={'https_proxy': TINYPROXY}),
    'proxy-port-denied': site('tinyproxy lets nobody to this port', lambda: [Tinyproxy('ConnectPort 563\n'), *page('')()],
                              'http-forbidden', proxy={'https_proxy': TINYPROXY}),
    'clock': site('the clock of the computer is forty days behind', page(''), 'clock-wrong', clock='-40d'),
    'no-such-site': site('a name that nobody has', page(''), 'domain-not-found', url='https://wwww.example.net/'),
    'no-https': site('the site has no encrypted port', page('', ports=(80,), listen='80'), 'service-not-running'),
    'https-dropped': site('the network drops 443, and 80 answers', page('listen 80;', ports=(80, 443)),
                          'port-blocked-by-network', before=way('tcp dport 443 drop')),
    'https-own-firewall': site('the own firewall rejects 443', page('listen 80;', ports=(80, 443)), 'local-firewall-blocks',
                               before=way('tcp dport 443 counter reject with tcp reset', 'client')),
}
