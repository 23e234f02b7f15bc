# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network of one scenario: client – router – server, IPv4 and IPv6, names served by Knot.

The server's addresses are such that programs take them for public ones, the client sits behind the
router with a private one, as a home does. None of them is reachable from, or reaches, the outside."""

import json
import pathlib
import re
import socket

from .node import LabError, Node, run, wait_for

CLIENT4, CLIENT6 = '192.168.77.2', '2a0e:97c0:77::2'
ROUTER4, ROUTER6 = '192.168.77.1', '2a0e:97c0:77::1'
GATE4, GATE6 = '44.128.9.1', '2a0e:97c0:9::1'
SERVER4, SERVER6 = '44.128.9.10', '2a0e:97c0:9::10'
SECOND4 = '44.128.9.11'  # of the same machine, for names with two addresses
NAMES4 = '44.128.9.53'
OTHER_NAMES4 = '44.128.9.54'

# What a machine knows without asking: its own name too, which ProFTPD wants to find, and which
# whoever made the system may have written into its /etc/hosts or not.
HOSTS = f'127.0.0.1 localhost {socket.gethostname()}\n'

DOMAIN = 'example.net'
HOST = 'mail.example.net'
FTP_HOST = 'ftp.example.net'
OTHER_HOST = 'mail.example.org'

PORTS = (21, 25, 80, 443, 465, 587, 990, 2525)

ZONE = f'''$TTL 60
@ SOA ns.example.net. admin.example.net. 1 3600 600 86400 60
@ NS ns.example.net.
ns.example.net. A {NAMES4}
example.net. MX 10 mail.example.net.
example.net. A {SERVER4}
example.net. TXT "v=spf1 a:mail.example.net -all"
_submission._tcp.example.net. SRV 0 1 587 mail.example.net.
_submissions._tcp.example.net. SRV 0 1 465 mail.example.net.
mail.example.net. A {SERVER4}
ftp.example.net. A {SERVER4}
www.example.net. A {SERVER4}
autoconfig.example.net. A {SERVER4}
shop.example.net. A {SERVER4}
two.example.net. A {SERVER4}
two.example.net. A {SECOND4}
six.example.net. AAAA {SERVER6}
both.example.net. A {SERVER4}
both.example.net. AAAA {SERVER6}
nowhere.example.net. MX 10 mail.example.net.
nullmx.example.net. MX 0 .
'''

KNOT = f'''server:
    listen: {NAMES4}@53
    rundir: /run/knot
    user: root:root
database:
    storage: /run/knot
log:
  - target: /var/log/knot.log
    any: info
remote:
  - id: lists
    address: 127.0.0.1@5353
mod-dnsproxy:
  - id: lists
    remote: lists
    fallback: off
zone:
  - domain: .
    storage: /etc/knot
    file: root.zone
# Whatever a scenario has there answers for this one: see helpers.BlockList.
  - domain: dnsbl.example.net
    module: mod-dnsproxy/lists
'''


class Network:
    """The three machines, connected; `close` takes them away with all that runs on them."""

    def __init__(self, directory, layers, etc):
        self.nodes = []
        self.lines = []  # processes that move packets
        self.directory = directory
        try:
            self.client = self._add(Node('client', directory))
            self.router = self._add(Node('router', directory))
            self.server = self._add(Node('server', directory, layers))
            self._connect(self.client, self.router, CLIENT4, CLIENT6, ROUTER4, ROUTER6)
            self._connect(self.server, self.router, SERVER4, SERVER6, GATE4, GATE6)
            self.router.run(['sysctl', '-qw', 'net.ipv4.ip_forward=1',
                             'net.ipv6.conf.all.forwarding=1'])
            # A private look of /etc for the client: its resolver and nothing else differs.
            self.client.run(['mount', '-t', 'overlay', 'overlay', '-o', f'lowerdir={etc}:/etc', '/etc'])
            self._names()
            self._counters()
        except Exception:
            self.close()
            raise

    def _add(self, node):
        self.nodes.append(node)
        return node

    def _connect(self, node, router, own4, own6, far4, far6):
        link = node.name[:4]
        # Only the network namespace is entered, so that the other one's process can be named.
        run(['nsenter', '--target', str(node.pid), '--net', 'ip', 'link', 'add', 'eth0', 'type',
             'veth', 'peer', 'name', link, 'netns', str(router.pid)])
        for machine, device, four, six in ((node, 'eth0', own4, own6), (router, link, far4, far6)):
            machine.run(['ip', 'address', 'add', f'{four}/24', 'dev', device])
            machine.run(['ip', 'address', 'add', f'{six}/64', 'dev', device, 'nodad'])
            machine.run(['ip', 'link', 'set', device, 'up'])
        node.run(['ip', 'route', 'add', 'default', 'via', far4])
        node.run(['ip', '-6', 'route', 'add', 'default', 'via', far6])

    def _names(self):
        for address in (NAMES4, SECOND4):
            self.server.run(['ip', 'address', 'add', f'{address}/32', 'dev', 'eth0'])
        # A link in the image of many systems: taken away in the overlay, then a file.
        self.server.run(['rm', '-f', '/etc/resolv.conf'])
        self.server.write('/etc/resolv.conf', f'nameserver {NAMES4}\n')
        self.server.write('/etc/hosts', f'{HOSTS}{SERVER4} mail.example.net mail\n')
        self.server.write('/etc/knot/root.zone', ZONE)
        self.server.write('/etc/knot/knot.conf', KNOT)
        self.server.run(['mkdir', '-p', '/run/knot'])
        self.server.run(['knotd', '-d', '-c', '/etc/knot/knot.conf'])
        wait_for(lambda: 'loaded' in self.server.read('/var/log/knot.log'), 'the name server')

    def _counters(self):
        """Connections that came about, by their ports at both ends: a question that was repeated for want
        of an answer is none yet."""
        sets = ''.join(f'set port{p}v{v} {{ type ipv{v}_addr . inet_service; flags dynamic; }}\n'
                       for p in PORTS for v in (4, 6))
        rules = ''.join(f'tcp dport {p} tcp flags & (syn | ack) == ack '
                        f'add @port{p}v{v} {{ {ip} saddr . tcp sport }}\n'
                        for p in PORTS for v, ip in ((4, 'ip'), (6, 'ip6')))
        self.server.nft(f'table inet lab {{ {sets} chain seen {{\n'
                        f'type filter hook input priority -300;\n{rules}}}\n}}\n')

    def publish(self, records):
        """Further records, in the notation of zone files, names with their dots."""
        zone = self.server.read('/etc/knot/root.zone')
        self.server.write('/etc/knot/root.zone', zone.replace(' 1 3600 ', ' 2 3600 ') + records)
        # It answers questions a moment before it takes orders.
        wait_for(lambda: self.server.path('/run/knot/knot.sock').exists(), 'the name server')
        self.server.run(['knotc', '-s', '/run/knot/knot.sock', '-b', 'zone-reload', '.'])

    def second_names(self, records):
        """Another name server for the client, the second in its list, with a zone of its own."""
        self.server.run(['ip', 'address', 'add', f'{OTHER_NAMES4}/32', 'dev', 'eth0'])
        self.server.write('/etc/knot/second.zone', '$TTL 60\n@ SOA ns. admin. 1 3600 600 86400 60\n'
                          '@ NS ns.example.net.\n' + records)
        self.server.write('/etc/knot/second.conf',
                          KNOT.replace(NAMES4, OTHER_NAMES4).replace('/run/knot', '/run/knot2')
                          .replace('knot.log', 'knot2.log').replace('root.zone', 'second.zone'))
        self.server.run(['mkdir', '-p', '/run/knot2'])
        self.server.run(['knotd', '-d', '-c', '/etc/knot/second.conf'])
        wait_for(lambda: 'loaded' in self.server.read('/var/log/knot2.log'), 'the second name server')
        both = self.client.directory / 'resolv.conf'
        both.write_text(f'nameserver {NAMES4}\nnameserver {OTHER_NAMES4}\n', encoding='ascii')
        self.client.run(['mount', '--bind', both, '/etc/resolv.conf'])

    def connections(self):
        """New connections seen by the server so far, {port: number}."""
        listed = json.loads(self.server.run(['nft', '-j', 'list', 'sets', 'table', 'inet', 'lab']))
        seen = dict.fromkeys(PORTS, 0)
        for item in listed['nftables']:
            if item.get('set', {}).get('table') == 'lab':
                port = int(re.match(r'port(\d+)', item['set']['name'])[1])
                seen[port] += len(item['set'].get('elem', []))
        return seen

    def block(self, ports, how='drop', node=None):
        """The router (or another node) drops or rejects TCP to these ports, on their way through."""
        node = node or self.router
        hook = 'forward' if node is self.router else 'output' if node is self.client else 'input'
        ports = ', '.join(map(str, ports))
        node.nft(f'table inet block {{ chain block {{ type filter hook {hook} priority 0;\n'
                 f'  tcp dport {{ {ports} }} {how}\n}}\n}}\n')

    def slow(self, milliseconds):
        """A long line between the router and the server: every round trip takes so much longer."""
        program = pathlib.Path(__file__).resolve().parent / 'delayer.py'
        process = self.router.start(['/usr/bin/python3', '-B', program, milliseconds / 2], stdout=-1,
                                    text=True)
        self.lines.append(process)
        if process.stdout.readline() != 'ready\n':
            raise LabError('the long line did not start')
        self.router.run(['sysctl', '-qw', 'net.ipv4.conf.all.rp_filter=0',
                         'net.ipv4.conf.slow0.rp_filter=0'])
        self.router.run(['ip', 'link', 'set', 'slow0', 'up', 'mtu', '1500'])
        for family, there in (('-4', '44.128.9.0/24'), ('-6', '2a0e:97c0:9::/64')):
            self.router.run(['ip', family, 'route', 'add', 'default', 'dev', 'slow0', 'table', '77'])
            for way in (('iif', 'clie', 'to', there), ('iif', 'serv')):
                self.router.run(['ip', family, 'rule', 'add', *way, 'lookup', '77'])

    def lose(self, percent, match='meta l4proto tcp'):
        """The router loses so many of the packets that it forwards, one way after the other."""
        self.router.nft('table inet lossy { chain way { type filter hook forward priority 0;\n'
                        f'  {match} numgen random mod 100 < {percent} drop\n}}\n}}\n')

    def lose_every(self, n, match='meta l4proto tcp'):
        """The router loses one of every n packets that it forwards, always in the same places."""
        self.router.nft('table inet lossy { chain way { type filter hook forward priority 0;\n'
                        f'  {match} numgen inc mod {n} == {n - 1} drop\n}}\n}}\n')

    def lose_each(self, times, match='meta l4proto tcp'):
        """The same without luck: one packet of so many, the first after the connection has come about, and
        each time the same ones."""
        self.router.nft('table inet lossy { chain way { type filter hook forward priority 0;\n'
                        f'  {match} ct packets > 3 numgen inc mod {times} 0 drop\n}}\n}}\n')

    def neighbour(self, name, four, six, layers=None):
        """Another machine beside the server, on a link of its own to the router. four and six: begins
        of its /24 and its /64, "44.128.10." and "2a0e:97c0:10::"; it is number 10, the router 1."""
        node = self._add(Node(name, self.directory, layers))
        self._connect(node, self.router, f'{four}10', f'{six}10', f'{four}1', f'{six}1')
        return node

    def masquerade(self, helper=False):
        """The router hides the client behind its own address, as at home; helper: it knows FTP."""
        self.router.nft('table ip hide { chain out { type nat hook postrouting priority 100;\n'
                        '  oifname "serv" masquerade\n}\n}\n')
        if helper:
            self.router.nft('table ip help { ct helper ftp { type "ftp" protocol tcp; }\n'
                            'chain seen { type filter hook prerouting priority 0;\n'
                            '  tcp dport 21 ct helper set "ftp"\n}\n}\n')

    def two_exits(self):
        """What goes to the passive ports leaves the router by another address than the rest."""
        self.router.run(['ip', 'address', 'add', '44.128.9.77/32', 'dev', 'serv'])
        self.router.nft('table ip exits { chain out { type nat hook postrouting priority 100;\n'
                        '  oifname "serv" tcp dport 40000-40020 snat to 44.128.9.77\n}\n}\n')

    def slow_down(self, rate):
        """What comes to the client, at so many bits a second ("8kbit")."""
        self.router.run(['tc', 'qdisc', 'add', 'dev', 'clie', 'root', 'tbf', 'rate', rate, 'burst', '1600',
                         'latency', '20s'])

    def spoil_port(self):
        """A box on the way that gets addresses wrong: PORT 192,… leaves it as PORT 102,…"""
        self.router.nft('table ip spoil { chain way { type filter hook forward priority 0;\n'
                        '  tcp dport 21 @ih,0,48 0x504f52542031 @ih,48,8 set 0x30\n}\n}\n')

    def shut_in(self, how='drop'):
        """The client's own firewall lets in only what belongs to connections made from there."""
        self.client.nft('table inet own { chain in { type filter hook input priority 0;\n'
                        f'  ct state established,related accept\n  iif lo accept\n'
                        f'  meta l4proto 58 accept\n  {how}\n}}\n}}\n')

    def close(self):
        for process in self.lines:
            process.kill()
            process.wait()
            process.stdout.close()
        for node in reversed(self.nodes):
            node.close()
        self.nodes = []
