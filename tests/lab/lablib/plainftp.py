#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File servers that come with something else: Twisted and aioftp.

As a program: plainftp.py twisted|aioftp JSON, with port, home, limit (connections in all; None: any), each
(sessions of an account), password_file."""

import json
import pathlib
import sys

if __package__:
    from .accounts import make_carol
    from .helpers import Helper

    class Served(Helper):
        """kind: "twisted" or "aioftp"."""

        root = 'otherftp'

        def __init__(self, kind, port=21, limit=None, each=None, home='/srv/carol'):
            self.kind, self.told = kind, {'port': port, 'limit': limit, 'each': each, 'home': home}

        def start(self, lab):
            node = self.node = lab.network.server
            make_carol(node, lab.password)
            node.write('/etc/lab/secret', lab.password + '\n', 0o600)
            told = self.told | {'password_file': '/etc/lab/secret'}
            with open(node.path('/var/log/plainftp.log'), 'w', encoding='utf-8') as log:
                lab.start(node, __file__, self.kind, json.dumps(told), stderr=log)

        def logs(self):
            return self.node.read('/var/log/plainftp.log')


def twisted(told, secret):
    from twisted.cred import checkers, portal
    from twisted.internet import reactor
    from twisted.protocols import ftp

    class Realm(ftp.BaseFTPRealm):
        def getHomeDirectory(self, _avatar):
            return ftp.filepath.FilePath(told['home'])

    known = checkers.InMemoryUsernamePasswordDatabaseDontUse()
    known.users = {'carol': secret}
    factory = ftp.FTPFactory(portal.Portal(Realm('/srv'), [known]))
    factory.allowAnonymous = False
    factory.passivePortRange = range(40000, 40021)
    factory.connectionLimit = told['limit']
    reactor.listenTCP(told['port'], factory)
    reactor.callWhenRunning(lambda: print('ready', flush=True))
    reactor.run()


def aio(told, secret):
    import asyncio
    import aioftp

    async def serve():
        user = aioftp.User('carol', secret, base_path=told['home'], maximum_connections=told['each'])
        server = aioftp.Server([user], maximum_connections=told['limit'], data_ports=range(40000, 40021))
        await server.start('0.0.0.0', told['port'])
        print('ready', flush=True)
        await server.serve_forever()
    asyncio.run(serve())


if __name__ == '__main__':
    TOLD = json.loads(sys.argv[2])
    SECRET = pathlib.Path(TOLD['password_file']).read_text(encoding='ascii').strip()
    {'twisted': twisted, 'aioftp': aio}[sys.argv[1]](TOLD, SECRET)
