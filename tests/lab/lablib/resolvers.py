# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Name servers that look names up for others, as routers and providers have them: each asks Knot, which
holds the whole tree of names of the lab, and the client asks them instead of it."""

import subprocess

from .network import NAMES4
from .node import wait_for

FIRST4, SECOND4 = '44.128.9.55', '44.128.9.56'
NOBODY4 = '44.128.9.57'  # where nothing answers, not even by an error


def use_names(lab, *servers, options=''):
    """The resolv.conf of the client from now on."""
    text = ''.join(f'nameserver {server}\n' for server in servers) + options
    path = lab.network.client.directory / 'resolv.conf'
    path.write_text(text, encoding='ascii')
    lab.network.client.run(['mount', '--bind', path, '/etc/resolv.conf'])


def in_hosts(lab, text):
    """Lines that the client has in /etc/hosts."""
    path = lab.network.client.directory / 'hosts'
    path.write_text('127.0.0.1 localhost\n' + text, encoding='ascii')
    lab.network.client.run(['mount', '--bind', path, '/etc/hosts'])


def silent(lab, *servers):
    """These addresses take questions and say nothing."""
    for server in servers:
        lab.network.server.run(['ip', 'address', 'add', f'{server}/32', 'dev', 'eth0'])
    listed = ', '.join(servers)
    lab.network.server.nft('table inet mute { chain mute { type filter hook input priority -10;\n'
                           f'  ip daddr {{ {listed} }} drop\n}}\n}}\n')


class Signed:
    """A zone of its own with signatures (DNSSEC), on Knot; `key` is its DNSKEY record. spoil: types whose
    signatures become wrong ones, or "expired" for all of them."""

    root = 'names'

    def __init__(self, zone, records, spoil=()):
        self.zone, self.records, self.spoil = zone, records, spoil

    def start(self, lab):
        self.node = node = lab.network.server
        self.control = ['knotc', '-s', '/run/knot/knot.sock', '-b']
        node.write('/etc/knot/signed.zone', f'$ORIGIN {self.zone}.\n$TTL 60\n'
                   f'@ SOA ns admin 1 3600 600 86400 60\n@ NS ns\nns A {NAMES4}\n{self.records}')
        wait_for(lambda: node.path('/run/knot/knot.sock').exists(), 'the name server')
        self._serve('    file: signed.zone\n    zonefile-sync: -1\n    zonefile-load: whole\n'
                    '    dnssec-signing: on\n')
        signed = wait_for(self._signed, f'signatures of {self.zone}')
        self.key = next(line for line in signed if line.split()[2:4] == ['DNSKEY', '257'])
        if self.spoil:
            node.write('/etc/knot/spoilt.zone', ''.join(f'{self._spoilt(line)}\n' for line in signed))
            self._serve('    file: spoilt.zone\n')
            node.run([*self.control, 'zone-reload', self.zone])

    def _serve(self, how):
        conf = self.node.read('/etc/knot/knot.conf').split(f'  - domain: {self.zone}\n', 1)[0]
        self.node.write('/etc/knot/knot.conf', f'{conf}  - domain: {self.zone}\n    storage: /etc/knot\n{how}')
        self.node.run([*self.control, 'reload'])

    def _signed(self):
        """Its records as they are served; None while they are being signed."""
        done = subprocess.run(self.node.command([*self.control, 'zone-read', f'{self.zone}.']), text=True,
                              capture_output=True, check=False)
        lines = [line.split('] ', 1)[-1] for line in done.stdout.splitlines()]
        return lines if any(' RRSIG NSEC' in line for line in lines) else None

    def _spoilt(self, line):
        words = line.split()
        if len(words) < 12 or words[2] != 'RRSIG':
            return line
        if 'expired' in self.spoil:
            words[7:9] = '20200115000000', '20200101000000'
        elif words[3] in self.spoil:
            words[11] = ('B' if words[11][0] == 'A' else 'A') + words[11][1:]
        return ' '.join(words)

    def logins(self):
        return 0

    def logs(self):
        return ''


class Resolver:
    """text: of its configuration, or a function that knows it when the server starts; address: where it
    listens; alone: the client asks nobody else."""

    root = 'names'

    def __init__(self, text='', address=FIRST4, alone=True):
        self.text, self.address, self.alone = text, address, alone
        self.log = f'/var/log/{type(self).__name__.lower()}-{address}.log'

    def start(self, lab):
        self.lab, self.node = lab, lab.network.server
        self.node.run(['ip', 'address', 'add', f'{self.address}/32', 'dev', 'eth0'])
        self.folder = f'/run/{type(self).__name__.lower()}-{self.address}'
        self.node.run(['mkdir', '-p', self.folder])
        self.launch(self.text() if callable(self.text) else self.text)
        wait_for(lambda: f'{self.address}:53 ' in self.node.run(['ss', '-Hlun']) or
                 f'{self.address}%' in self.node.run(['ss', '-Hlun']), f'{type(self).__name__}', 10)
        if self.alone:
            use_names(lab, self.address)

    def logins(self):
        return 0

    def logs(self):
        return self.node.read(self.log)


class Unbound(Resolver):
    """text: lines of its section "server"."""

    def launch(self, text):
        conf = f'{self.folder}/unbound.conf'
        self.node.write(conf, f'''server:
  interface: {self.address}
  access-control: 0.0.0.0/0 allow
  username: ""
  chroot: ""
  directory: {self.folder}
  pidfile: {self.folder}/pid
  logfile: {self.log}
  use-syslog: no
  do-ip6: no
  do-not-query-localhost: no
  module-config: "{'validator ' if 'trust-anchor' in text else ''}iterator"
{text}
remote-control:
  control-enable: no
stub-zone:
  name: "."
  stub-addr: {NAMES4}
''')
        self.node.run(['unbound', '-c', conf])


class Bind(Resolver):
    """text: what stands behind the options; options: more of them."""

    def __init__(self, text='', options='', **more):
        super().__init__(text, **more)
        self.options = options

    def launch(self, text):
        conf = f'{self.folder}/named.conf'
        self.node.write(conf, f'''options {{
  directory "{self.folder}"; pid-file "{self.folder}/pid"; session-keyfile "{self.folder}/key";
  listen-on {{ {self.address}; }}; listen-on-v6 {{ none; }};
  recursion yes; allow-query {{ any; }}; allow-recursion {{ any; }}; allow-query-cache {{ any; }};
  forwarders {{ {NAMES4}; }}; forward only; empty-zones-enable no;
  {'' if 'dnssec-validation' in self.options else 'dnssec-validation no;'} {self.options}
}};
logging {{ channel lab {{ file "{self.log}"; severity info; }}; category default {{ lab; }}; }};
{text}
''')
        self.node.run(['named', '-c', conf])


class Dnsmasq(Resolver):
    """text: lines of its configuration."""

    def launch(self, text):
        conf = f'{self.folder}/dnsmasq.conf'
        self.node.write(conf, f'''listen-address={self.address}
bind-interfaces
no-resolv
no-hosts
user=root
group=root
pid-file={self.folder}/pid
log-facility={self.log}
{'' if 'server=' in text else f'server={NAMES4}'}
{text}
''')
        self.node.run(['dnsmasq', '-C', conf])


class KnotResolver(Resolver):
    """text: Lua, in front of the rule that sends all to Knot."""

    def launch(self, text):
        conf = f'{self.folder}/kresd.conf'
        self.node.write(conf, f'''net.listen('{self.address}', 53, {{ kind = 'dns' }})
modules.load('policy')
trust_anchors.remove('.')
log_target('stdout')
{text}
policy.add(policy.all(policy.STUB('{NAMES4}')))
''')
        self.node.run(['sh', '-c', f'kresd -n -c {conf} {self.folder} >{self.log} 2>&1 </dev/null &'])


class LocalStub:
    """What looks names up on the client for all its programs, by the name servers of each link, while a VPN
    is up. Beside it lies the list of them that such a program leaves. links: {link: (server, domain)};
    without a domain, the server is asked for all other names."""

    client_root = 'names'

    def __init__(self, links, blocked=(1,)):
        self.links, self.blocked = links, blocked

    def start(self, lab):
        self.lab, self.node = lab, lab.network.client
        lab.vpn(list(self.blocked))
        self.node.run(['mount', '-t', 'tmpfs', 'tmpfs', '/run'])
        self.unpacked = lab.tools.layer(f'root-{self.client_root}')
        self.launch()
        use_names(lab, self.address, options='options edns0 trust-ad\n')
        wait_for(lambda: f'{self.address}' in self.node.run(['ss', '-Hlun']), type(self).__name__, 10)

    def lay(self, path, text):
        """A file of the client, whose /etc is another one's."""
        own = self.node.directory / path.replace('/', '-')
        own.write_text(text, encoding='ascii')
        self.node.run(['mount', '--bind', own, path])

    def logins(self):
        return 0

    def logs(self):
        return ''


class SystemdResolved(LocalStub):
    """It runs without systemd; what networkd would tell it of the links is written where it looks."""

    address = '127.0.0.53'

    def launch(self):
        for name, line in (('passwd', 'systemd-resolve:x:996:996::/:/usr/sbin/nologin\n'),
                           ('group', 'systemd-resolve:x:996:\n')):
            kept = [row for row in self.node.read(f'/etc/{name}').splitlines(True)
                    if not row.startswith('systemd-resolve:')]
            self.lay(f'/etc/{name}', ''.join(kept) + line)
        for link, (server, domain) in self.links.items():
            number = self.node.run(['ip', '-o', 'link', 'show', link]).split(':', 1)[0]
            self.node.write(f'/run/systemd/netif/links/{number}', 'ADMIN_STATE=configured\nOPER_STATE=routable\n'
                            f'DNS={server}\n' + (f'ROUTE_DOMAINS={domain}\nDNS_DEFAULT_ROUTE=no\n' if domain
                                                 else 'DNS_DEFAULT_ROUTE=yes\n'))
        # Else the lab's own list would count as one for all links.
        use_names(self.lab, self.address)
        library = f'{self.unpacked}/usr/lib/x86_64-linux-gnu'
        program = f'{self.unpacked}/usr/lib/systemd/systemd-resolved'
        self.node.run(['sh', '-c', f'LD_LIBRARY_PATH={library}/systemd:{library} {program} >/run/resolved.log 2>&1 '
                       '</dev/null &'])


class LocalDnsmasq(LocalStub):
    """As NetworkManager starts it, with the list that NetworkManager writes."""

    address = '127.0.0.1'

    def launch(self):
        lines = ''.join(f'server=/{domain}/{server}\n' if domain else f'server={server}\n'
                        for server, domain in self.links.values())
        self.node.write('/run/dnsmasq.conf', 'listen-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\n'
                        f'user=root\ngroup=root\npid-file=/run/dnsmasq.pid\nlog-facility=/run/dnsmasq.log\n{lines}')
        self.node.write('/run/NetworkManager/no-stub-resolv.conf', '# Generated by NetworkManager\n' + ''.join(
            f'nameserver {server}\n' for server, _ in self.links.values()))
        library = f'{self.unpacked}/usr/lib/x86_64-linux-gnu'
        self.node.run(['sh', '-c', f'LD_LIBRARY_PATH={library} {self.unpacked}/usr/sbin/dnsmasq -C /run/dnsmasq.conf'])


class PdnsRecursor(Resolver):
    """text: further settings; trust: gives a zone and the DS of its key. It goes from the root to the
    answer by itself; the root of the lab is one zone, whose "no" speaks of a name and of no whole ending."""

    root = 'authority'

    def __init__(self, text='', trust=None, **more):
        super().__init__(text, **more)
        self.trust = trust

    def launch(self, text):
        self.node.write(f'{self.folder}/hints', f'. 3600 NS ns.example.net.\nns.example.net. 3600 A {NAMES4}\n')
        trust = ''
        if self.trust:
            zone, words = self.trust()
            self.node.write(f'{self.folder}/trust.lua', f'addTA("{zone}", "{words}")\n')
            trust = f'dnssec=validate\nlua-config-file={self.folder}/trust.lua\n'
        self.node.write(f'{self.folder}/recursor.conf', f'''local-address={self.address}
allow-from=0.0.0.0/0
hint-file={self.folder}/hints
socket-dir={self.folder}
security-poll-suffix=
threads=1
root-nx-trust=no
write-pid=no
{trust or 'dnssec=off'}
{text}
''')
        self.node.run(['sh', '-c', f'pdns_recursor --config-dir={self.folder} --daemon=no --disable-syslog '
                       f'>{self.log} 2>&1 </dev/null &'])


class Authority(Resolver):
    """A name server that holds one zone and answers nobody else's questions; the tree of the lab sends
    there whoever asks for the zone. records: lines of its zone file. also: names of further servers of
    the zone, with their addresses. holds: FALSE for one that was never told of the zone."""

    root = 'authority'

    def __init__(self, zone, records, address=SECOND4, also=(), holds=True):
        super().__init__(address=address, alone=False)
        self.zone, self.records, self.also, self.holds = zone, records, dict(also), holds

    def launch(self, text):
        names = {f'ns.{self.zone}.': self.address, **self.also}
        servers = ''.join(f'{self.zone}. NS {name}\n{name} A {address}\n' for name, address in names.items())
        held = self.zone if self.holds else 'another.example'
        self.node.write(f'{self.folder}/zone', f'$TTL 60\n{held}. IN SOA ns.{self.zone}. admin.{self.zone}. '
                        f'1 3600 600 86400 60\n' + servers.replace(f'{self.zone}. NS', f'{held}. NS')
                        + (self.records if self.holds else ''))
        self.serve(held)
        self.lab.network.publish(servers)


class Nsd(Authority):
    def serve(self, held):
        conf = f'{self.folder}/nsd.conf'
        self.node.write(conf, f'''server:
  ip-address: {self.address}
  username: ""
  server-count: 1
  database: ""
  zonesdir: "{self.folder}"
  pidfile: "{self.folder}/pid"
  logfile: "{self.log}"
  zonelistfile: "{self.folder}/list"
  xfrdfile: "{self.folder}/xfrd"
  xfrdir: "{self.folder}"
remote-control:
  control-enable: no
zone:
  name: {held}
  zonefile: zone
''')
        self.node.run(['nsd', '-c', conf])


class PdnsServer(Authority):
    def serve(self, held):
        self.node.write(f'{self.folder}/named.conf',
                        f'zone "{held}" {{ type master; file "{self.folder}/zone"; }};\n')
        self.node.write(f'{self.folder}/pdns.conf', f'''launch=bind
bind-config={self.folder}/named.conf
local-address={self.address}
socket-dir={self.folder}
security-poll-suffix=
write-pid=no
''')
        self.node.run(['sh', '-c', f'pdns_server --config-dir={self.folder} --guardian=no --daemon=no '
                       f'--disable-syslog >{self.log} 2>&1 </dev/null &'])
