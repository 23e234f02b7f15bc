#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pyftpdlib with the settings of a scenario.

usage: pyftpd.py JSON

JSON: port, password_file, certificate (with its key), tls ("explicit", "implicit", null), handler and
server (attributes of these two), home, perm."""

import json
import os
import pathlib
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer


class ImplicitHandler(TLS_FTPHandler):
    """TLS before the greeting."""

    def handle(self):
        self.secure_connection(self.ssl_context)

    def handle_ssl_established(self):
        TLS_FTPHandler.handle(self)

    def ftp_AUTH(self, _line):
        self.respond('550 not supposed to be used with implicit SSL.')


def main():
    told = json.loads(sys.argv[1])
    os.chdir('/')  # it wants to know where it is
    kind = {None: FTPHandler, 'explicit': TLS_FTPHandler, 'implicit': ImplicitHandler}[told['tls']]
    handler = type('Handler', (kind,), {})
    handler.authorizer = DummyAuthorizer()
    secret = pathlib.Path(told['password_file']).read_text(encoding='ascii').strip()
    handler.authorizer.add_user('carol', secret, told['home'], perm=told['perm'])
    if told['tls']:
        handler.certfile = told['certificate']
    for name, value in told['handler'].items():
        setattr(handler, name, value)
    handler.passive_ports = range(40000, 40021)
    server = FTPServer((told['address'], told['port']), handler)
    for name, value in told['server'].items():
        setattr(server, name, value)
    print('ready', flush=True)
    server.serve_forever()


if __name__ == '__main__':
    main()
