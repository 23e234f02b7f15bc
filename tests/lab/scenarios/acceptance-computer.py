# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""This computer, the names and the domains, as somebody else would try them who takes the program over: written from
the list of causes alone, with set-ups that no other scenario has."""

import json
import pathlib
import subprocess

from lablib import scripted
from lablib.accounts import BOB, ftp, smtp
from lablib.dnssec import Dnssec, tlsa
from lablib.domains import HARBOUR, LIST, domain
from lablib.exim import Exim
from lablib.firewalls import BUS, Chrony, Firewalld, Iptables, Ufw
from lablib.helpers import Helper, Issue
from lablib.interception import Sslsplit
from lablib.network import HOST, NAMES4, ROUTER4, SERVER4
from lablib.node import wait_for
from lablib.pac import DESKTOP as BY_SCRIPT
from lablib.pac import Pacrunner
from lablib.postfix import Postfix
from lablib.proftpd import Proftpd
from lablib.proxy import PORT, Tinyproxy
from lablib.resolvers import FIRST4, NOBODY4, Bind, Nsd, PdnsRecursor, Signed, Unbound, silent, use_names
from lablib.steps import client, play, router, sink
from lablib.vsftpd import Vsftpd
from lablib.web import Nginx, http
from lablib.webmore import Squid

ANY = ('ok', 'warning', 'problem', 'inconclusive')
KESTREL = 'kestrel.example.org'


class Forwarder(Helper):
    """dnsmasq on the client, which hands every question to a name server that is silent."""

    client_root = 'names'

    def start(self, lab):
        silent(lab, NOBODY4)
        node, layer = lab.network.client, lab.tools.layer('root-names')
        node.run(['env', f'LD_LIBRARY_PATH={layer}/usr/lib/x86_64-linux-gnu', f'{layer}/usr/sbin/dnsmasq', '-C', '/dev/null',
                  '--listen-address=127.0.0.1', '--bind-interfaces', '--no-resolv', '--no-hosts', '--user=root',
                  '--group=root', '--pid-file=', f'--server={NOBODY4}'])
        use_names(lab, '127.0.0.1')


class OneAnswer(Helper):
    """A name server that says the same of every name. code: the number of what it says."""

    PROGRAM = ('import socket\n'
               's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n'
               's.bind(("{address}", 53))\n'
               'while True:\n'
               '    q, who = s.recvfrom(4096)\n'
               '    end = q.index(b"\\0", 12) + 5\n'
               '    s.sendto(q[:2] + bytes([0x81, 0x80 | {code}]) + q[4:6] + bytes(6) + q[12:end], who)\n')

    def __init__(self, code):
        self.code = code

    def start(self, lab):
        node = lab.network.server
        node.run(['ip', 'address', 'add', f'{FIRST4}/32', 'dev', 'eth0'])
        node.start(['/usr/bin/python3', '-c', self.PROGRAM.format(address=FIRST4, code=self.code)])
        wait_for(lambda: f'{FIRST4}:53 ' in node.run(['ss', '-Hlun']), 'the name server')
        use_names(lab, FIRST4)


class Inventing(PdnsRecursor):
    """A provider's PowerDNS whose script gives names that do not exist the address of a page."""

    def launch(self, text):
        self.node.write(f'{self.folder}/invent.lua', 'function nxdomain(dq)\n  if dq.qtype == pdns.A then\n'
                        '    dq.rcode = 0\n    dq:addAnswer(pdns.A, "44.128.10.10")\n    return true\n  end\n'
                        '  return false\nend\n')
        super().launch(f'lua-dns-script={self.folder}/invent.lua')


class StartTls(Sslsplit):
    """The same for ports where TLS begins with STARTTLS."""

    mode = 'autossl'


class NetworkManager(Helper):
    """NetworkManager's objects on the client's bus, played by python-dbusmock: a VPN that it brought up over tun0."""

    PROGRAM = '''
import dbus
bus = dbus.SystemBus()
root = bus.get_object("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager")
mock = dbus.Interface(root, "org.freedesktop.DBus.Mock")
none = dbus.Array([], signature="(ssss)")
path = "/org/freedesktop/NetworkManager/ActiveConnection/7"
mock.AddObject(path, "org.freedesktop.NetworkManager.Connection.Active", {
    "Id": dbus.String("Company"), "Type": dbus.String("vpn"), "Vpn": dbus.Boolean(True), "State": dbus.UInt32(2),
    "Uuid": dbus.String("7a3c7c61-5f0b-4f5e-9e55-0c6e2f1c9b11"), "Default": dbus.Boolean(True),
    "Default6": dbus.Boolean(False), "Devices": dbus.Array([], signature="o"),
    "SpecificObject": dbus.ObjectPath("/")}, none)
mock.UpdateProperties("org.freedesktop.NetworkManager", {
    "ActiveConnections": dbus.Array([dbus.ObjectPath(path)], signature="o"),
    "State": dbus.UInt32(70), "Connectivity": dbus.UInt32(4)})
mock.AddProperty("org.freedesktop.NetworkManager", "PrimaryConnection", dbus.ObjectPath(path))
'''

    def start(self, lab):
        self.node = node = lab.network.client
        node.run(['mount', '-t', 'tmpfs', 'tmpfs', '/run'])
        node.run(['mkdir', '-p', '/run/dbus'])
        (node.directory / 'bus.conf').write_text(BUS, encoding='ascii')
        node.run(['dbus-daemon', f'--config-file={node.directory}/bus.conf', '--fork'])
        self.process = node.start(['/usr/bin/python3', '-m', 'dbusmock', '--system', '-t', 'networkmanager'],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: 'NetworkManager' in node.run(
            ['gdbus', 'call', '--system', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
             '--method', 'org.freedesktop.DBus.ListNames']), 'the mock')
        node.run(['/usr/bin/python3', '-c', self.PROGRAM])


def own(rules):
    return lambda lab: lab.network.client.nft(rules)


def way(rules):
    return lambda lab: lab.network.router.nft(
        f'table inet between {{ chain way {{ type filter hook forward priority 0;\n{rules}\n}}\n}}\n')


def names(*servers):
    return lambda lab: use_names(lab, *servers)


def hotspot(ports='80', to=f'{SERVER4}'):
    """Whoever has not signed in is led to the hotspot's own server."""
    def lead(lab):
        lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n')
        lab.network.router.nft('table ip hotspot { chain in { type nat hook prerouting priority -100;\n'
                               f'  iifname "clie" tcp dport {{ {ports} }} dnat to {to}\n}}\n}}\n')
    return lead


def scanner(lab):
    """A mail scanner on this computer takes what goes to 25 and speaks for itself."""
    certificate = lab.tools.authority.directory / 'wrong-name'
    words = {'greeting': '220 localhost SMTP scanner ready',
             'EHLO': '250-localhost\r\n250-SIZE 20000000\r\n250 8BITMIME'}
    lab.start(lab.network.client, pathlib.Path(scripted.__file__), '10025', f'{certificate}.pem', f'{certificate}.key',
              json.dumps(words), stderr=subprocess.DEVNULL)
    own('table ip scan { chain scan { type nat hook output priority -100;\n'
        '  meta skuid != 4242 tcp dport 25 redirect to :10025\n}\n}\n')(lab)


def narrow_link(lab):
    """A link of 1300 bytes on the way back that loses what is larger, without a word."""
    lab.network.server.run(['ip', 'link', 'set', 'eth0', 'gso_max_segs', '1'])
    router('ip link set serv mtu 1300')(lab)
    lab.network.router.nft('table inet quiet { chain out { type filter hook output priority 0;\n'
                           '  icmp type destination-unreachable drop\n  icmpv6 type packet-too-big drop\n}\n}\n')


def mail_by_tunnel(lab):
    """A split tunnel: what goes to 587 goes in, all else beside it; at its end 587 is dropped."""
    lab.vpn([587])
    client('ip route del default dev tun0', 'ip route add default dev tun0 table 200',
           'ip rule add ipproto tcp dport 587 lookup 200')(lab)


def dead_exit(lab):
    """A tunnel for everything but the name server, whose far end passes nothing on."""
    lab.vpn([9])
    client(f'ip route add {NAMES4} via {ROUTER4}')(lab)
    lab.network.router.nft('table inet dead { chain way { type filter hook forward priority -5;\n'
                           '  iifname "tun0" drop\n}\n}\n')


def names_in_tunnel(lab):
    """The VPN gave a name server inside it, and nobody is there."""
    lab.vpn([9])
    lab.network.router.nft('table inet dead { chain way { type filter hook input priority -5;\n'
                           '  ip daddr 10.99.0.53 drop\n}\n}\n')
    lab.network.router.run(['ip', 'address', 'add', '10.99.0.53/32', 'dev', 'lo'])
    use_names(lab, '10.99.0.53')


RICH = ('firewall-offline-cmd --new-policy outwards', 'firewall-offline-cmd --policy outwards --add-ingress-zone HOST',
        'firewall-offline-cmd --policy outwards --add-egress-zone public',
        'firewall-offline-cmd --policy outwards --set-target ACCEPT',
        "firewall-offline-cmd --policy outwards --add-rich-rule='rule family=\"ipv4\" destination "
        "address=\"44.128.0.0/16\" port port=\"587\" protocol=\"tcp\" reject type=\"icmp-host-prohibited\"'",
        'firewall-offline-cmd --zone public --add-interface eth0')
PAIRS = '''table inet filter {
  set pairs { type ipv4_addr . inet_service; flags interval; elements = { 44.128.9.0/24 . 460-470, 10.0.0.0/8 . 25 } }
  chain refuse { counter reject with tcp reset; }
  chain out { type filter hook output priority 10; policy accept;
    oifname "lo" accept
    ip daddr . tcp dport @pairs goto refuse
  }
}
'''
FORGETFUL = '''table ip filter {
  chain input { type filter hook input priority 0; policy drop;
    iif "lo" accept
    icmp type echo-request accept
    udp sport 53 accept
    tcp dport 22 accept
  }
}
'''
EGRESS = '''table netdev guard {
  chain out { type filter hook egress device "eth0" priority 0; policy accept;
    ip protocol tcp tcp dport 587 counter drop
  }
}
'''
INGRESS = '''table netdev guard {
  chain in { type filter hook ingress device "eth0" priority 0; policy accept;
    ip protocol tcp tcp sport { 25, 465, 587 } counter drop
  }
}
'''
INNOCENT = '''table inet mine {
  chain unused { tcp dport 587 drop; }
  chain watch { type filter hook output priority 0; policy accept;
    tcp dport 587 counter log prefix "mail "
    ip daddr 10.0.0.0/8 tcp dport 587 reject
    udp dport 587 drop
  }
}
'''
META = '''server { listen 80 default_server; default_type text/html;
return 200 "<html><head><meta http-equiv='refresh' content='0; url=http://anmeldung.hotel.example/'></head></html>"; }'''
SECURE_PORTAL = '''server { listen 80 default_server; return 302 https://guest.hotel.example/login; }
server { listen 443 ssl default_server; return 200 "Welcome, please sign in"; }'''
KNOWN_ONLY = '''http_port 3128
auth_param basic program /usr/lib/squid/basic_ncsa_auth /etc/lab/htpasswd
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all'''
SCRIPT = f'''server {{ listen 8088; location = /proxy.pac {{ default_type application/x-ns-proxy-autoconfig;
return 200 "function FindProxyForURL(url, host) {{ return 'PROXY {SERVER4}:{PORT}'; }}"; }} }}'''
SIGNED = 'osprey.example'
STS = f'_mta-sts.{HARBOUR}. TXT "v=STSv1; id=20261101"\nmta-sts.{HARBOUR}. A {SERVER4}'


def policy(answer):
    return f'server {{ listen 443 ssl; server_name mta-sts.{HARBOUR}; location / {{ default_type text/plain; {answer} }} }}'


def announced(title, answer, cause='mta-sts-record-broken', **more):
    return domain(title, cause, 'warning', more=STS, servers=lambda: [
        Issue('harbour-sts', f'mta-sts.{HARBOUR}', f'post.{HARBOUR}', **more),
        Nginx(policy(answer), certificate='harbour-sts', ports=(443,))])


SCENARIOS = {
    # 1
    'card-gone': play('the network card is gone', lambda: [Exim()], smtp(), 'offline', client('ip link delete eth0')),
    'router-gone': play('the router does not answer, the cable is in', lambda: [Vsftpd()], ftp(), 'offline', client(
        'ip route replace default via 192.168.77.254', 'ip -6 route del default')),
    # 2
    'names-six-silent': play('the only name server has an IPv6 address, and is silent', lambda: [Exim()], smtp(port=465),
                             'dns-resolver-unreachable', names('2a0e:97c0:9::53')),
    'names-forwarder': play('a forwarder on this computer asks a name server that is silent', lambda: [
        Forwarder(), Vsftpd()], ftp(), 'dns-resolver-unreachable'),
    'names-tunnel': play('the VPN gave a name server, and nobody is there', lambda: [Exim()], smtp(),
                         'dns-resolver-unreachable', names_in_tunnel),
    # 3
    'zero-for-o': play('a zero for the letter o', lambda: [PdnsRecursor(), Exim()], smtp(host=f'p0st.{KESTREL}'),
                       'domain-not-found', records=f'{KESTREL}. MX 5 post.{KESTREL}.\npost.{KESTREL}. A {SERVER4}\n'),
    # 4
    'services-only': play('the name has services and no address', lambda: [Bind(), Exim()], smtp(host=f'mail.{KESTREL}'),
                          'dns-no-address', records=f'_submission._tcp.mail.{KESTREL}. SRV 0 1 587 post.{KESTREL}.\n'
                          f'mail.{KESTREL}. TXT "see SRV"\npost.{KESTREL}. A {SERVER4}\n'),
    # 5
    'ds-of-another-key': play('the parent vouches for a key that the zone does not have', lambda: [
        Signed(SIGNED, f'smtp A {SERVER4}\n'),
        Unbound(f'  trust-anchor: "{SIGNED}. DS 4711 13 2 {"5a" * 32}"'), Exim()], smtp(host=f'smtp.{SIGNED}'),
        'dns-failure'),
    'copy-expired': play('the name server has a zone whose copy never came', lambda: [
        Bind(f'zone "{KESTREL}" {{ type slave; masters {{ {NOBODY4}; }}; file "copy"; }};'), Vsftpd()],
        ftp(host=f'files.{KESTREL}'), 'dns-failure', records=f'files.{KESTREL}. A {SERVER4}\n'),
    'not-implemented': play('the name server answers "not implemented" to everything', lambda: [OneAnswer(4), Exim()],
                            smtp(), 'dns-failure'),
    # 6
    'script-invents': play('a script of the provider’s name server leads names that are not there to a page', lambda: [
        Inventing(), Exim()], smtp(host='mail.exxample.net'), 'dns-answers-rewritten',
        lambda lab: lab.network.neighbour('page', '44.128.10.', '2a0e:97c0:10::')),
    # 7
    'inside-six': play('a public name has an address that is somebody’s own inside, in IPv6', lambda: [Exim()],
                       smtp(host=f'mx.{KESTREL}', port=465), 'dns-split-view',
                       router('ip -6 route add blackhole fd00::/8'), records=f'mx.{KESTREL}. AAAA fd12:3456:789a::25\n'),
    # 8
    'six-router-gone': play('the router of IPv6 has gone, its announcement still holds', lambda: [Exim()],
                            smtp(host='both.example.net', port=465), 'ipv6-broken',
                            client('ip -6 route replace default via 2a0e:97c0:77::99'), verdict='warning'),
    'six-none-here': play('the server has IPv6 alone, and this computer has none', lambda: [Exim()],
                          smtp(host='six.example.net', port=465), ('ipv6-broken', 'offline'),
                          client('sysctl -qw net.ipv6.conf.all.disable_ipv6=1')),
    # 12, 13
    'own-rich': play('firewalld: a rich rule of a policy rejects 587 of one network', lambda: [
        Exim(), Firewalld(before=RICH)], smtp(), 'local-firewall-blocks'),
    'own-pairs': play('nftables: pairs of network and ports, refused in a chain behind goto', lambda: [Postfix()],
                      smtp(port=465), 'local-firewall-blocks', own(PAIRS)),
    'own-answers': play('nftables: the answers are dropped, for the rule about established ones was forgotten', lambda: [
        Exim()], smtp(port=465), 'local-firewall-blocks', own(FORGETFUL)),
    'own-egress': play('nftables: 587 is dropped behind the routing, in a table of the card', lambda: [Exim()], smtp(),
                       'local-firewall-blocks', own(EGRESS)),
    'own-ingress': play('nftables: what comes from mail ports is dropped at the card', lambda: [Postfix()],
                        smtp(port=465), 'local-firewall-blocks', own(INGRESS)),
    'own-not-listed': play('iptables: whatever is not listed is reset', lambda: [
        Vsftpd(), Iptables('iptables -A OUTPUT -p tcp -m multiport ! --dports 22,53,80,443,587 -j REJECT '
                           '--reject-with tcp-reset')], ftp(), 'local-firewall-blocks'),
    'own-policy': play('old iptables: the policy drops what a chain of its own does not let out', lambda: [
        Exim(), Iptables('iptables -N web', 'iptables -A web -p udp --dport 53 -j ACCEPT',
                         'iptables -A web -p tcp -m multiport --dports 53,80,443 -j ACCEPT', 'iptables -A web -j RETURN',
                         'iptables -A OUTPUT -o lo -j ACCEPT', 'iptables -A OUTPUT -j web', 'iptables -P OUTPUT DROP',
                         kind='legacy')], smtp(port=465), 'local-firewall-blocks'),
    'own-host': play('ufw denies one host', lambda: [Exim(), Ufw(f'ufw deny out to {SERVER4}')], smtp(),
                     'local-firewall-blocks'),
    'own-routing-rule': play('a routing rule forbids 587', lambda: [Exim()], smtp(),
                             ('local-firewall-blocks', 'vpn-kill-switch'),
                             client('ip rule add ipproto tcp dport 587 prohibit')),
    # 10
    'own-innocent': play('own rules count 587 and reject it elsewhere; the network drops it', lambda: [Exim()], smtp(),
                         'port-blocked-by-network', [own(INNOCENT), way('  iifname "clie" tcp dport 587 drop')]),
    'school': play('the network forbids all but the web, by "network prohibited"', lambda: [
        Exim(), Nginx('server { listen 443 ssl; }', certificate='good', ports=(443,))], smtp(), 'port-blocked-by-network',
        way('  iifname "clie" meta l4proto tcp tcp dport != { 53, 80, 443 } reject with icmp net-prohibited')),
    # 14
    'kill-link': play('a VPN client lays a link over the line that swallows everything', lambda: [Exim()],
                      smtp(host=SERVER4), 'vpn-kill-switch', sink('pvpnksintrf0')),
    'kill-rules': play('iptables let out what goes to the VPN server and into the tunnel', lambda: [
        Vsftpd(), Iptables('iptables -A OUTPUT -o lo -j ACCEPT', 'iptables -A OUTPUT -d 192.168.0.0/16 -j ACCEPT',
                           'iptables -A OUTPUT -p udp --dport 53 -j ACCEPT',
                           'iptables -A OUTPUT -d 203.0.113.9 -p udp --dport 51820 -j ACCEPT',
                           'iptables -A OUTPUT ! -o wg0 -m mark ! --mark 0xca6c -m addrtype ! --dst-type LOCAL -j REJECT')],
        ftp(), 'vpn-kill-switch'),
    # 15
    'vpn-mail-only': play('a split tunnel for mail alone, at whose end it is dropped', lambda: [Exim()], smtp(),
                          'vpn-blocks-port', mail_by_tunnel),
    'vpn-dead': play('the far end of the tunnel passes nothing on', lambda: [Vsftpd()], ftp(), 'vpn-blocks-port', dead_exit),
    'vpn-manager': play('NetworkManager brought a VPN up, whose end forbids mail', lambda: [Exim(), NetworkManager()],
                        smtp(), 'vpn-blocks-port', lambda lab: lab.vpn([25, 465, 587])),
    # 19
    'portal-refresh': play('a hotspot answers every page with one that leads on by itself', lambda: [
        Nginx(META, certificate='wrong-name', ports=(80,))], smtp(), 'captive-portal', [
            hotspot(), way('  iifname "clie" meta l4proto tcp tcp dport != 80 reject with tcp reset')]),
    'portal-secure': play('a hotspot answers on 465, too, with its own certificate', lambda: [
        Issue('hotel', 'guest.hotel.example'), Nginx(SECURE_PORTAL, certificate='hotel')], smtp(port=465),
        'captive-portal', [hotspot(), lambda lab: lab.network.router.nft(
            'table ip secure { chain in { type nat hook prerouting priority -101;\n'
            f'  iifname "clie" tcp dport {{ 443, 465, 587 }} dnat to {SERVER4}:443\n}}\n}}\n')]),
    # 20
    'proxy-known': play('Squid wants to know who asks, and nothing else leads out', lambda: [Exim(), Squid(KNOWN_ONLY)],
                        smtp(port=465), 'proxy-required', way('  iifname "clie" tcp dport != 3128 drop'),
                        proxy={'http_proxy': f'http://{SERVER4}:3128', 'https_proxy': f'http://{SERVER4}:3128'}),
    'proxy-script': play('a script names the proxy, which takes 443 alone', lambda: [
        Exim(), Nginx(SCRIPT, ports=(8088,)), Tinyproxy('ConnectPort 443\n'), Pacrunner()], smtp(), 'proxy-required',
        way(f'  iifname "clie" tcp dport != {{ 8088, {PORT} }} drop'), desktop=BY_SCRIPT),
    'proxy-dead': play('the proxy of the environment is not there, and nothing else leads out', lambda: [Vsftpd()], ftp(),
                       ('proxy-required', 'proxy-unreachable'), way('  iifname "clie" tcp dport != 1080 drop'),
                       proxy=f'socks5://{SERVER4}:1080'),
    # 21
    'hole-narrow': play('a link of 1300 bytes on the way, and nobody says so', lambda: [Postfix()], smtp(port=465),
                        'path-mtu-black-hole', narrow_link),
    'hole-six': play('large packets of IPv6 get lost, those of IPv4 do not', lambda: [Exim()],
                     smtp('--ipv6', host='both.example.net', port=465), ('path-mtu-black-hole', 'ipv6-broken'),
                     way('  iifname "serv" meta nfproto ipv6 meta l4proto tcp meta length > 1280 drop'), verdict=ANY),
    # 26
    'clock-week': play('the clock is a week behind, the certificate five days old', lambda: [
        Exim(), Nginx('server { listen 443 ssl; }', certificate='good', ports=(443,))],
        smtp('--reference', 'ftp.example.net', port=465), 'clock-wrong', clock='-7d'),
    'clock-ahead-chrony': play('the clock is a hundred days ahead, and chrony reached nobody', lambda: [
        Proftpd({'TLSOptions': 'UseImplicitSSL', 'Port': '990'}), Chrony(),
        Nginx('server { listen 443 ssl; }', certificate='good', ports=(443,))],
        ftp('--reference', 'mail.example.net', port=990), 'clock-wrong', clock='+100d'),
    # 36
    'av-norton': play('Norton reads along behind STARTTLS, and this computer trusts it', lambda: [
        Postfix(), StartTls('client', 'Norton Web/Mail Shield Root', (587,), trusted=True)], smtp(),
        'local-antivirus-intercepts', verdict='warning'),
    'av-adguard': play('AdGuard reads along on the web, and this computer trusts it', lambda: [
        Nginx('server { listen 443 ssl; }', ports=(443,)), Sslsplit('client', 'AdGuard Personal CA', (443,), trusted=True)],
        http(), 'local-antivirus-intercepts', verdict='warning'),
    'box-fortinet': play('a box of the company’s reads along on 465, unknown to this computer', lambda: [
        Exim(), Sslsplit('router', 'FortiGate CA', (465, 587, 993))], smtp(port=465), 'tls-intercepted-by-network'),
    'av-scanner': play('a mail scanner on this computer answers on 25 for every server', lambda: [Exim()],
                       smtp(port=25), 'local-antivirus-intercepts', scanner, user=None, verdict=ANY),
    'av-strips': play('a program on this computer leaves STARTTLS out', lambda: [Exim()], smtp(),
                      ('local-antivirus-intercepts', 'starttls-stripped'),
                      lambda lab: lab.meddle('strip', [587], lab.network.client)),
    # the ways of mail
    'account-srv': play('the record of the service names a server that does not exist', lambda: [Exim()],
                        ['check', 'account', f'alice@{KESTREL}'], 'domain-not-found',
                        records=f'{KESTREL}. MX 5 mx.{KESTREL}.\nmx.{KESTREL}. A {SERVER4}\n'
                        f'_submissions._tcp.{KESTREL}. SRV 0 1 465 outgoing.{KESTREL}.\n'),
    'mx-alias-dead': domain('the exchanger is an alias of nothing', 'mail-route-broken', 'problem',
                            mx=f'{HARBOUR}. MX 5 relay.{HARBOUR}.\nrelay.{HARBOUR}. CNAME harbour-org.mail.gone.example.'),
    'mx-address': domain('the exchanger is an address in place of a name', 'mail-route-broken', 'problem',
                         mx=f'{HARBOUR}. MX 5 44.128.9.10.'),
    'dane-rollover': play('both records speak of keys that the server does not have any more', lambda: [
        Dnssec(lambda folder: f'_25._tcp.{HOST}. TLSA {tlsa(folder, "small", 3, 0, 1)}\n'
               f'_25._tcp.{HOST}. TLSA {tlsa(folder, "web", 3, 1, 2)}\n'), Postfix()],
        smtp(port=25, to=BOB), 'dane-mismatch', user=None, verdict='warning'),
    # domain and reputation
    'spf-void': domain('three names of the list do not exist', 'spf-record-broken', 'warning',
                       spf=f'{HARBOUR}. TXT "v=spf1 a:o1.{HARBOUR} a:o2.{HARBOUR} a:o3.{HARBOUR} mx ~all"'),
    'spf-circle': domain('two lists send each to the other', 'spf-record-broken', 'warning',
                         spf=f'{HARBOUR}. TXT "v=spf1 redirect=_s.{HARBOUR}"\n_s.{HARBOUR}. TXT "v=spf1 redirect={HARBOUR}"'),
    'spf-mask': domain('a network of 33 bits', 'spf-record-broken', 'warning',
                       spf=f'{HARBOUR}. TXT "v=spf1 ip4:44.128.9.10/33 mx -all"'),
    'spf-ptr': domain('the list goes by reverse names, which is slow and works', (None, 'spf-record-broken'),
                      ('ok', 'warning'), spf=f'{HARBOUR}. TXT "v=spf1 ptr:{HARBOUR} -all"', at_most=0.8),
    'spf-macro': domain('each address has a name of its own in the list, and this one has none', 'spf-fail', 'problem',
                        spf=f'{HARBOUR}. TXT "v=spf1 exists:%{{ir}}._ip.{HARBOUR} -all"\n7.9.128.44._ip.{HARBOUR}. A 127.0.0.1'),
    'dkim-sha1': domain('the key is for SHA-1 alone', 'dkim-record-broken', 'warning', args=('--selector', 'old'),
                        more=f'old._domainkey.{HARBOUR}. TXT "v=DKIM1; h=sha1; k=ed25519; '
                        'p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="'),
    'dmarc-below': domain('what holds below is misspelt', 'dmarc-record-broken', 'warning',
                          dmarc=f'_dmarc.{HARBOUR}. TXT "v=DMARC1; p=reject; sp=quarantene; rua=mailto:d@{HARBOUR}"'),
    'ptr-lame': domain('the name server of the reverse names was never told of them', (None, 'dns-failure'), ANY, ptr='',
                       servers=lambda: [Nsd('9.128.44.in-addr.arpa', '', holds=False), PdnsRecursor()], at_most=0.8),
    'list-silent': domain('the name server of a list is silent', None, ANY, list='', zones=('bl.gone.example',),
                          servers=lambda: [PdnsRecursor()], before=lambda lab: silent(lab, NOBODY4),
                          more=f'bl.gone.example. NS ns.bl.gone.example.\nns.bl.gone.example. A {NOBODY4}'),
    'list-policy': domain('a list of addresses that should not send by themselves', ('dynamic-ip-blocked', 'ip-blocklisted'),
                          'problem', more=f'10.9.128.44.{LIST}. A 127.0.0.10\n10.9.128.44.{LIST}. TXT '
                          '"Dynamic address range, outbound mail must use the provider\'s relay"'),
    'sts-moved': announced('the policy has moved to another address', f'return 301 https://www.{HARBOUR}/mta-sts.txt;'),
    'sts-no-age': announced('the policy does not say how long it holds',
                            f'return 200 "version: STSv1\\r\\nmode: enforce\\r\\nmx: post.{HARBOUR}\\r\\n";'),
    'sts-ended': announced('the certificate of the policy’s host has ended',
                           f'return 200 "version: STSv1\\r\\nmode: enforce\\r\\nmx: post.{HARBOUR}\\r\\nmax_age: 604800\\r\\n";',
                           begins=-400, ends=-35),
    'rpt-both-ways': domain('reports go by mail and by the web, which is right', None, 'ok',
                            more=f'_smtp._tls.{HARBOUR}. TXT "v=TLSRPTv1; rua=mailto:tls@{HARBOUR},https://r.example.org/v1"'),
}
