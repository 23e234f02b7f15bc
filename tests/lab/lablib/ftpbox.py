#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A box in the way of an FTP dialogue in clear: takes redirected connections and passes them on.

usage: ftpbox.py PORT JSON UID

JSON: {"EPSV": "500 what?", "AUTH": null, …}: what is answered to a command in the place of the server,
null for nothing at all; "" closes. "*227": a pattern's replacement in what the server says."""

import json
import re
import socket
import sys

from between import listen, pass_on

RULES = json.loads(sys.argv[2])


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


if __name__ == '__main__':
    listen(int(sys.argv[1]), lambda client: pass_on(client, from_client, from_server), int(sys.argv[3]))
