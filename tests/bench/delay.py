#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries packets between two network namespaces, each later by the same time; both directions.

usage: delay.py PID PID MILLISECONDS
A link "slow0" appears in the namespaces of both processes. (The kernel's own delayer, netem, is
missing in many virtual machines.)"""

import collections
import ctypes
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)


def open_link(pid):
    with open(f'/proc/{pid}/ns/net', 'rb') as namespace:
        if LIBC.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), 'setns')
    link = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(link, TUNSETIFF, struct.pack('16sH', b'slow0', IFF_TUN | IFF_NO_PI))
    return link


def main(first, second, delay):
    links = [open_link(first), open_link(second)]
    other = {links[0]: links[1], links[1]: links[0]}
    waiting = collections.deque()  # of one delay for all, so the order of arrival is that of leaving
    poll = select.epoll()
    for link in links:
        poll.register(link, select.EPOLLIN)
    print('ready', flush=True)
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else -1
        for link, _ in poll.poll(timeout):
            waiting.append((time.monotonic() + delay, other[link], os.read(link, 65536)))
        while waiting and waiting[0][0] <= time.monotonic():
            _, link, packet = waiting.popleft()
            try:
                os.write(link, packet)
            except OSError:
                continue  # the link is not up yet: lost, as on any line


if __name__ == '__main__':
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000)
