# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""VPN clients on the client, as Debian has them, whose other end is the router; and programs there that take
connections of all others."""

from .firewalls import OnClient
from .network import GATE4, SERVER4
from .node import wait_for


def beyond(rules):
    """What the end of the VPN does with what comes out of the tunnel, as rules of nftables."""
    return lambda lab: lab.network.router.nft(
        f'table inet exit {{ chain way {{ type filter hook forward priority -5;\n{rules}\n}}\n}}\n')


class OpenVpn(OnClient):
    """lines: further ones of the client's configuration. The tunnel is 10.8.0.1 to 10.8.0.2."""

    client_root = 'vpn'
    COMMON = 'dev tun0\ndev-type tun\nproto udp\ncipher AES-256-CBC\nverb 3\n'

    def __init__(self, *lines):
        super().__init__()
        self.lines, self.log = lines, None

    def start(self, lab):
        super().start(lab)
        layer, key = lab.tools.layer('root-vpn'), self.node.directory / 'static.key'
        self.node.run(['openvpn', '--genkey', 'secret', key])
        self.log = self.node.directory / 'openvpn.log'
        far = self.node.directory / 'exit.conf'
        far.write_text(f'{self.COMMON}local {GATE4}\nifconfig 10.8.0.1 10.8.0.2\nsecret {key}\nlog-append {self.log}.exit\n', encoding='ascii')
        self.exit = lab.network.router.start(['env', f'LD_LIBRARY_PATH={layer}/usr/lib/x86_64-linux-gnu',
                                              f'{layer}/usr/sbin/openvpn', '--config', far])
        near = self.node.directory / 'client.conf'
        near.write_text(f'{self.COMMON}remote {GATE4} 1194\nnobind\nifconfig 10.8.0.2 10.8.0.1\nsecret {key}\n'
                        f'log-append {self.log}\n' + ''.join(f'{line}\n' for line in self.lines), encoding='ascii')
        self.node.start(['openvpn', '--config', near])
        wait_for(lambda: 'Sequence Completed' in self.logs(), 'OpenVPN')

    def logs(self):
        return ''.join(path.read_text(encoding='utf-8', errors='replace')
                       for path in (self.log, self.log.with_suffix('.log.exit')) if path.exists()) if self.log else ''


class WgQuick(OnClient):
    """wg-quick with WireGuard outside the kernel. allowed: networks that lead into it; more: lines of its
    [Interface]; answers: whether the other end is there."""

    client_root = 'vpn'

    def __init__(self, allowed='0.0.0.0/0', more='', answers=True):
        super().__init__()
        self.allowed, self.more, self.answers = allowed, more, answers

    def key(self):
        private = self.node.run(['wg', 'genkey']).strip()
        return private, self.node.run(['sh', '-c', f'echo {private} | wg pubkey']).strip()

    def start(self, lab):
        super().start(lab)
        node, (own, own_public), (far, far_public) = self.node, self.key(), self.key()
        if self.answers:
            self.begin_exit(lab, far, own_public)
        node.write('/etc/wireguard/wg0.conf', f'[Interface]\nAddress = 10.66.0.2/24\nPrivateKey = {own}\n{self.more}\n'
                   f'[Peer]\nPublicKey = {far_public}\nAllowedIPs = {self.allowed}\nEndpoint = {GATE4}:51820\n', 0o600)
        node.run(['wg-quick', 'up', 'wg0'])

    def begin_exit(self, lab, private, peer):
        layer, router = lab.tools.layer('root-vpn'), lab.network.router
        router.run(['mount', '-t', 'tmpfs', 'tmpfs', '/run'])
        config = self.node.directory / 'exit.conf'
        config.write_text(f'[Interface]\nPrivateKey = {private}\nListenPort = 51820\n'
                          f'[Peer]\nPublicKey = {peer}\nAllowedIPs = 10.66.0.2/32\n', encoding='ascii')
        router.run([f'{layer}/usr/bin/wireguard-go', 'wg0'])
        router.run([f'{layer}/usr/bin/wg', 'setconf', 'wg0', config])
        router.run(['ip', 'address', 'add', '10.66.0.1/24', 'dev', 'wg0'])
        router.run(['ip', 'link', 'set', 'wg0', 'up'])


class ClamSmtp(OnClient):
    """clamsmtpd as a transparent proxy; out: where it passes mail on, where not to whom the mail was sent."""

    client_root = 'wares'

    def __init__(self, port, out=''):
        super().__init__()
        self.port, self.out = port, out

    def start(self, lab):
        super().start(lab)
        self.node.run(['sh', '-c', 'id clamsmtp >/dev/null 2>&1 || echo "clamsmtp:x:777:777::/run:/bin/false" >>/etc/passwd'])
        lines = f'OutAddress: {self.out}\n' if self.out else f'OutAddress: {SERVER4}:{self.port}\nTransparentProxy: on\n'
        self.node.write('/etc/clamsmtpd.conf', f'{lines}Listen: 127.0.0.1:10026\nClamAddress: /run/clamd.ctl\n'
                        'User: clamsmtp\nTempDirectory: /tmp\n')
        self.node.start(['clamsmtpd', '-d', '1', '-f', '/etc/clamsmtpd.conf'], stderr=-3, stdout=-3)
        self.node.nft('table ip scan { chain out { type nat hook output priority -100;\n'
                      f'  meta skuid != 777 tcp dport {self.port} redirect to :10026\n}}\n}}\n')


class Redsocks(OnClient):
    """All that leaves goes to a SOCKS proxy, and nobody is there."""

    client_root = 'wares'

    def start(self, lab):
        super().start(lab)
        self.node.write('/etc/redsocks.conf', 'base { log_info = off; daemon = on; redirector = iptables; }\n'
                        f'redsocks {{ local_ip = 127.0.0.1; local_port = 12345; ip = {SERVER4}; port = 1080; type = socks5; }}\n')
        self.node.start(['redsocks', '-c', '/etc/redsocks.conf'], stderr=-3, stdout=-3)
        self.node.nft('table ip redsocks { chain out { type nat hook output priority -100;\n'
                      f'  ip daddr {{ 127.0.0.0/8, 192.168.0.0/16 }} return\n  ip daddr {SERVER4} tcp dport 1080 return\n'
                      '  meta l4proto tcp redirect to :12345\n}\n}\n')
