#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts a program anew for each connection, as inetd does.

usage: inetd.py PORT COMMAND…"""

import signal
import socket
import subprocess
import sys


def main():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.create_server(('0.0.0.0', int(sys.argv[1])))
    print('ready', flush=True)
    while True:
        connection, _ = listener.accept()
        with connection:
            subprocess.Popen(sys.argv[2:], stdin=connection, stdout=connection, stderr=subprocess.DEVNULL)


if __name__ == '__main__':
    main()
