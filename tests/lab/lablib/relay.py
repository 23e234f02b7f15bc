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
single   leaves the first line of each answer and no more
later    leaves the list alone and answers STARTTLS with "not available now"
hush     passes the greeting on, then nothing of what the client says
mute     passes everything on up to MAIL, then nothing of what the client says
swallow  accepts and says nothing
close    accepts and closes"""

import re
import socket
import sys
import threading

from between import listen, pass_on

BEHAVIOUR = sys.argv[2] if len(sys.argv) > 2 else ''


def from_server(line, state):
    """What the client is given for one line of the server's, or None for nothing."""
    greeting, state['greeted'] = not state.get('greeted'), True
    if greeting and BEHAVIOUR == 'star':
        return line[:4] + re.sub(rb'[^ \r\n]', b'*', line[4:])
    if BEHAVIOUR == 'single':
        first, state['within'] = not state.get('within'), line[3:4] == b'-'
        return line[:3] + b' ' + line[4:] if first else None
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
    if BEHAVIOUR == 'hush' or (BEHAVIOUR == 'mute' and word not in (b'EHLO', b'HELO')):
        return None, None
    if BEHAVIOUR == 'ehlo' and word == b'EHLO':
        return None, b'500 command unrecognized\r\n'
    if BEHAVIOUR in ('refuse', 'garble', 'star', 'strip') and word == b'STARTTLS':
        return None, b'500 5.5.1 command unrecognized: "XXXXXXXX"\r\n'
    if BEHAVIOUR == 'later' and word == b'STARTTLS':
        return None, b'454 4.7.0 TLS not available, please try again later\r\n'
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


def serve(client):
    if BEHAVIOUR == 'close':
        client.close()
        return
    if BEHAVIOUR == 'swallow':
        client.recv(1 << 16)
        threading.Event().wait()
    pass_on(client, pump_client, pump_server)


if __name__ == '__main__':
    listen(int(sys.argv[1]), serve, int(sys.argv[3]) if len(sys.argv) > 3 else None)
