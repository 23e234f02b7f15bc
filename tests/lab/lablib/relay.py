#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A box in the way: takes redirected connections and passes them on, meddling with the mail dialogue.

usage: relay.py PORT BEHAVIOUR [UID]

strip    leaves STARTTLS out of the list of extensions
garble   writes XXXXXXXA in its place and refuses what it does not know, as an inspection box
star     as garble, and puts stars over the greeting
blank    writes other letters over STARTTLS, in the list and in the command
refuse   leaves the list alone and answers STARTTLS by itself
ehlo     answers EHLO with 500
hush     passes the greeting on, then nothing of what the client says
swallow  accepts and says nothing
close    accepts and closes"""

import ipaddress
import os
import re
import socket
import struct
import sys
import threading

BEHAVIOUR = sys.argv[2] if len(sys.argv) > 2 else ''
SO_ORIGINAL_DST = 80  # of the connection before nft redirected it, IPv4 and IPv6 alike


def destination(connection):
    if connection.family == socket.AF_INET6 and '.' not in connection.getsockname()[0]:
        raw = connection.getsockopt(41, SO_ORIGINAL_DST, 28)
        return str(ipaddress.ip_address(raw[8:24])), struct.unpack('!H', raw[2:4])[0]
    raw = connection.getsockopt(0, SO_ORIGINAL_DST, 16)
    return socket.inet_ntoa(raw[4:8]), struct.unpack('!H', raw[2:4])[0]


def from_server(line, state):
    """What the client is given for one line of the server's, or None for nothing."""
    greeting, state['greeted'] = not state.get('greeted'), True
    if greeting and BEHAVIOUR == 'star':
        return line[:4] + re.sub(rb'[^ \r\n]', b'*', line[4:])
    if re.match(rb'250[- ]STARTTLS', line, re.I):
        if BEHAVIOUR == 'blank':
            return line[:4] + b'XXXXXXXX\r\n'
        if BEHAVIOUR == 'strip':
            # The last line of a list has a blank: leaving it out would leave the list open.
            return None if line[3:4] == b'-' else b'250 HELP\r\n'
        if BEHAVIOUR in ('garble', 'star'):
            return line[:4] + b'XXXXXXXA\r\n'
    return line


def from_client(line):
    """(for the server or None, straight back to the client or None)."""
    word = line.split(maxsplit=1)[0].upper() if line.strip() else b''
    if BEHAVIOUR == 'hush':
        return None, None
    if BEHAVIOUR == 'ehlo' and word == b'EHLO':
        return None, b'500 command unrecognized\r\n'
    if BEHAVIOUR in ('refuse', 'garble', 'star', 'strip') and word == b'STARTTLS':
        return None, b'500 5.5.1 command unrecognized: "XXXXXXXX"\r\n'
    if BEHAVIOUR == 'blank' and word == b'STARTTLS':
        return b'XXXXXXXX\r\n', None
    return line, None


def pump_client(client, server):
    for line in client.makefile('rb'):
        onward, back = from_client(line)
        if onward:
            server.sendall(onward)
        if back:
            client.sendall(back)
    server.shutdown(socket.SHUT_WR)


def pump_server(client, server):
    state = {}
    for line in server.makefile('rb'):
        answer = from_server(line, state)
        if answer:
            client.sendall(answer)
    client.shutdown(socket.SHUT_RDWR)


def guarded(pump, client, server):
    try:
        pump(client, server)
    except OSError:
        pass  # either side may leave at any time


def serve(client):
    if BEHAVIOUR == 'close':
        client.close()
        return
    if BEHAVIOUR == 'swallow':
        client.recv(1 << 16)
        threading.Event().wait()
    try:
        server = socket.create_connection(destination(client))
    except OSError:
        client.close()
        return
    threading.Thread(target=guarded, args=(pump_client, client, server), daemon=True).start()
    guarded(pump_server, client, server)


def main():
    listener = socket.create_server(('::', int(sys.argv[1])), family=socket.AF_INET6,
                                    dualstack_ipv6=True)
    if len(sys.argv) > 3:
        os.setuid(int(sys.argv[3]))
    print('ready', flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == '__main__':
    main()
