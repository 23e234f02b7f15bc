# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios that are told in steps: what is published, and what is done on the machines before the run."""

from .accounts import ALICE, CAROL
from .network import ROUTER4, SERVER4
from .scenario import Scenario


def play(title, servers, args, cause, before=(), records='', **more):
    """A check of args with the account of its protocol; before: one function of the lab, or several."""
    user = None if args[1] == 'http' else CAROL if args[1] == 'ftp' else ALICE

    def prepare(lab):
        if records:
            lab.network.publish(records)
        for step in before if isinstance(before, (list, tuple)) else [before]:
            step(lab)
    return Scenario(title=title, servers=servers, args=args, cause=cause, before=prepare,
                    **({'user': user, 'verdict': 'problem'} | more))


def client(*commands):
    return lambda lab: [lab.network.client.run(['sh', '-c', command]) for command in commands]


def router(*commands):
    return lambda lab: [lab.network.router.run(['sh', '-c', command]) for command in commands]


def way(rules):
    """What the router does with what it passes on, as rules of nftables."""
    return lambda lab: lab.network.router.nft(
        f'table inet between {{ chain way {{ type filter hook forward priority 0;\n{rules}\n}}\n}}\n')


def portal(lab):
    """Every page of the web is the server’s, until somebody has signed in there."""
    lab.network.publish('nmcheck.gnome.org. A 44.128.9.80\n')
    lab.network.router.nft('table ip portal { chain in { type nat hook prerouting priority -100;\n'
                           f'  iifname "clie" tcp dport 80 dnat to {SERVER4}\n}}\n}}\n')


def sink(link, program=''):
    """A link over the line that swallows everything, as VPN clients lay one while their tunnel is down (of the
    kind "dummy", which not every kernel has). program: one of the client's that runs."""
    def lay(lab):
        script = lab.tools.base / f'sink-{id(lab)}.py'
        script.write_text('import fcntl, os, struct\ntun = os.open("/dev/net/tun", os.O_RDWR)\n'
                          f'fcntl.ioctl(tun, 0x400454ca, struct.pack("16sH22x", b"{link}", 0x1001))\n'
                          'print("ready", flush=True)\nwhile True: os.read(tun, 65535)\n', encoding='ascii')
        lab.start(lab.network.client, script)
        client(f'ip route replace default via {ROUTER4} metric 600; ip route del default via {ROUTER4} metric 0',
               f'ip address add 100.85.0.1/24 dev {link}', f'ip link set {link} up',
               f'ip route add default via 100.85.0.1 dev {link} metric 98')(lab)
        if program:
            client(f'cp /usr/bin/sleep {lab.network.client.directory}/{program}')(lab)
            lab.network.client.start([f'{lab.network.client.directory}/{program}', '600'])
    return lay
