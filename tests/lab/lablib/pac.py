# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop whose settings name a script for proxies (PAC): GLib's own helper fetches and runs it, as it
does for every program there, asked over the session bus."""

import socket

from .network import SERVER4
from .node import own_mounts, wait_for

PORT = 8088
URL = f'http://{SERVER4}:{PORT}/proxy.pac'
DESKTOP = f"[system/proxy]\nmode='auto'\nautoconfig-url='{URL}'\n"
LIBRARIES = '/usr/lib/x86_64-linux-gnu'
BUS = ('<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
       '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">'
       '<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>'
       '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
       '<allow own="*"/></policy></busconfig>')


def script(body):
    """The answer of a web server with a PAC file."""
    text = f'function FindProxyForURL(url, host) {{ {body} }}\n'
    return ('HTTP/1.0 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\n'
            f'Content-Length: {len(text)}\r\n\r\n{text}')


class Session:
    """The session bus of the client, without anybody on it."""

    client_root = 'pac'

    def start(self, lab):
        self.node = lab.network.client
        self.bus = self.node.directory / 'session'
        lab.surroundings['DBUS_SESSION_BUS_ADDRESS'] = f'unix:path={self.bus}'
        self.open(lab)

    def open(self, lab):
        settings = self.node.directory / 'session.conf'
        settings.write_text(BUS % self.bus, encoding='ascii')
        self.node.run(['dbus-daemon', f'--config-file={settings}', '--fork'])

    def logins(self):
        return 0

    def logs(self):
        return ''


class Pacrunner(Session):
    """The same with the helper that runs such scripts."""

    def open(self, lab):
        super().open(lab)
        library = f'{lab.tools.layer("root-pac")}{LIBRARIES}'
        # Its engine for scripts is a module in a folder of the system.
        self.node.start([*own_mounts(), 'sh', '-euc',
                         f'mount -t overlay overlay -o lowerdir={library}:{LIBRARIES} {LIBRARIES}\n'
                         f'export DBUS_SESSION_BUS_ADDRESS=unix:path={self.bus} XDG_CURRENT_DESKTOP=none\n'
                         'exec /usr/libexec/glib-pacrunner'])
        wait_for(lambda: 'org.gtk.GLib.PACRunner' in self.node.run(
            ['gdbus', 'call', '--address', f'unix:path={self.bus}', '--dest', 'org.freedesktop.DBus', '--object-path',
             '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.ListNames']), 'the helper for PAC files')


class SilentBus(Session):
    """A bus that takes connections and never says a word."""

    def open(self, lab):
        # Closed with the lab, which lets go of it.
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.bus))
        self.listener.listen(50)

