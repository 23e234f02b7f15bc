#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A box in the way of an FTP dialogue in clear: takes redirected connections and passes them on.

usage: ftpbox.py PORT JSON UID

JSON: {"EPSV": "500 what?", "AUTH": null, …}: what is answered to a command in the place of the server,
null for nothing at all; "" closes. "*227": a pattern's replacement in what the server says."""

import json
import os
import re
import socket
import struct
import sys
import threading

RULES = json.loads(sys.argv[2])


def destination(connection):
    raw = connection.getsockopt(0, 80, 16)  # SO_ORIGINAL_DST
    return socket.inet_ntoa(raw[4:8]), struct.unpack('!H', raw[2:4])[0]


def from_client(client, server):
    for line in client.makefile('rb'):
        word = line.split(maxsplit=1)[0].decode('latin-1').upper() if line.strip() else ''
        if word not in RULES:
            server.sendall(line)
        elif RULES[word] == '':
            client.shutdown(socket.SHUT_RDWR)
            server.shutdown(socket.SHUT_RDWR)
        elif RULES[word] is not None:
            client.sendall(RULES[word].encode() + b'\r\n')
    server.shutdown(socket.SHUT_WR)


def from_server(client, server):
    for line in server.makefile('rb'):
        new = RULES.get('*' + line[:3].decode('latin-1'))
        client.sendall(re.sub(new[0].encode(), new[1].encode(), line) if new else line)
    client.shutdown(socket.SHUT_RDWR)


def guarded(pump, client, server):
    try:
        pump(client, server)
    except OSError:
        pass  # either side may leave at any time


def serve(client):
    try:
        server = socket.create_connection(destination(client))
    except OSError:
        client.close()
        return
    threading.Thread(target=guarded, args=(from_client, client, server), daemon=True).start()
    guarded(from_server, client, server)


def main():
    listener = socket.create_server(('0.0.0.0', int(sys.argv[1])))
    os.setuid(int(sys.argv[3]))
    print('ready', flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == '__main__':
    main()
