#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server that answers what a scenario writes down byte by byte: for what no server of Debian sends.

As a program: webbytes.py PORT tls|plain early|late ANSWERS, with ANSWERS a JSON list of [begin in
base64, what follows, how often]."""

import base64
import json
import re
import socket
import ssl
import struct
import sys
import threading


ASKED = '/run/webbytes-asked'  # what every connection asked for


class Bytes:
    """Answers the n-th connection with the n-th of `answers` (the last one for all that follow), then
    closes; "!" in front: with a reset. None: says nothing and stays. An answer may be (begin, what
    follows, how often). tls: implicit."""

    def __init__(self, *answers, port=443, tls=True, certificate='web-one', early=False):
        self.answers, self.port, self.tls, self.certificate = answers, port, tls, certificate
        self.early = early

    def start(self, lab):
        self.node = lab.network.server
        lab.put_certificate(self.certificate)
        coded = [None if a is None else self.code(*(a if isinstance(a, tuple) else (a, '', 0)))
                 for a in self.answers]
        lab.start(self.node, __file__, str(self.port), 'tls' if self.tls else 'plain',
                  'early' if self.early else 'late', json.dumps(coded), stderr=-3)

    @staticmethod
    def code(begin, more, count):
        raw = begin if isinstance(begin, bytes) else begin.encode()
        return [base64.b64encode(raw).decode(), more, count]

    def asked(self):
        return self.node.read(ASKED)

    def logins(self):
        return len(re.findall('^(?:Proxy-)?Authorization:', self.asked(), re.M))

    def logs(self):
        return ''


def serve(connection, context, answer, early):
    try:
        connection.settimeout(60)
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        asked = b''
        while not early and b'\r\n\r\n' not in asked:
            more = connection.recv(8192)
            if not more:
                return
            asked += more
        with open(ASKED, 'ab') as log:
            log.write(b'(new connection)\n' + asked)
        if answer is None:
            threading.Event().wait(60)
            return
        reset = answer.startswith(b'!')
        connection.sendall(answer[1:] if reset else answer)
        if reset:
            threading.Event().wait(0.3)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        elif early:
            threading.Event().wait(10)
        elif context:
            connection = connection.unwrap()
        connection.close()
    except OSError:
        pass


def main():
    port, tls, early = int(sys.argv[1]), sys.argv[2] == 'tls', sys.argv[3] == 'early'
    answers = [a if a is None else base64.b64decode(a[0]) + a[1].encode() * a[2]
               for a in json.loads(sys.argv[4])]
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain('/etc/lab/server.pem', '/etc/lab/server.key')
    listener = socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True)
    print('ready', flush=True)
    number = 0
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, daemon=True, args=(
            connection, context, answers[min(number, len(answers) - 1)], early)).start()
        number += 1


if __name__ == '__main__':
    main()
