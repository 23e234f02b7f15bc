# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""tunnel.py OWN PEER: one end of a VPN that hides nothing, tun0 over UDP; it says when it is ready."""

import fcntl
import os
import select
import socket
import struct
import sys

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454ca, 1, 0x1000
PORT = 4500

tun = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tun, TUNSETIFF, struct.pack('16sH22x', b'tun0', IFF_TUN | IFF_NO_PI))
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.bind((sys.argv[1], PORT))
line.connect((sys.argv[2], PORT))
print('ready', flush=True)
while True:
    for ready in select.select([tun, line], [], [])[0]:
        try:
            if ready is tun:
                line.send(os.read(tun, 65535))
            else:
                os.write(tun, line.recv(65535))
        except OSError:
            pass  # the other end is not there yet, or the link not up: packets get lost
