# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the boxes on the way share: they take redirected connections and pass on what is said, line by line."""

import ipaddress
import os
import socket
import struct
import threading

SO_ORIGINAL_DST = 80  # of the connection before nft redirected it, IPv4 and IPv6 alike


def destination(connection):
    if connection.family == socket.AF_INET6 and '.' not in connection.getsockname()[0]:
        raw = connection.getsockopt(41, SO_ORIGINAL_DST, 28)
        return str(ipaddress.ip_address(raw[8:24])), struct.unpack('!H', raw[2:4])[0]
    raw = connection.getsockopt(0, SO_ORIGINAL_DST, 16)
    return socket.inet_ntoa(raw[4:8]), struct.unpack('!H', raw[2:4])[0]


def guarded(pump, client, server):
    try:
        pump(client, server)
    except OSError:
        pass  # either side may leave at any time


def pass_on(client, pump_client, pump_server):
    """Reaches the server that the client meant, and lets each pump carry one way until its end."""
    try:
        server = socket.create_connection(destination(client))
    except OSError:
        client.close()
        return
    threading.Thread(target=guarded, args=(pump_client, client, server), daemon=True).start()
    guarded(pump_server, client, server)


def listen(port, serve, user=None):
    """Each connection gets a thread of its own; says when it is ready. user: whose the box's own
    connections are from then on."""
    listener = socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True)
    if user is not None:
        os.setuid(user)
    print('ready', flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client,), daemon=True).start()
