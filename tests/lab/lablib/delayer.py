# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""delayer.py MS: a long line. Whatever is routed into the device slow0 comes out of it so much later;
it says when it is ready. For kernels that have no netem."""

import collections
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454ca, 1, 0x1000

delay = float(sys.argv[1]) / 1000
tun = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tun, TUNSETIFF, struct.pack('16sH22x', b'slow0', IFF_TUN | IFF_NO_PI))
print('ready', flush=True)
waiting = collections.deque()  # (when it goes out, packet), in the order in which they came
while True:
    left = max(0, waiting[0][0] - time.monotonic()) if waiting else None
    if select.select([tun], [], [], left)[0]:
        waiting.append((time.monotonic() + delay, os.read(tun, 65535)))
    while waiting and waiting[0][0] <= time.monotonic():
        try:
            os.write(tun, waiting.popleft()[1])
        except OSError:
            pass  # the link is not up yet, or the kernel has no room: packets get lost
