# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""vsftpd with TLS: 21 with AUTH TLS, 990 with implicit TLS where asked for."""

import pathlib
import re

from .accounts import make_carol
from .node import wait_for

HERE = pathlib.Path(__file__).resolve().parent
PASSIVE = (40000, 40020)

BASE = {
    'listen': 'YES',
    'background': 'YES',
    'anonymous_enable': 'NO',
    'local_enable': 'YES',
    'write_enable': 'YES',
    'chroot_local_user': 'YES',
    'allow_writeable_chroot': 'YES',
    'secure_chroot_dir': '/run/vsftpd/empty',
    'pam_service_name': 'vsftpd',
    'seccomp_sandbox': 'NO',
    'isolate': 'NO',
    'isolate_network': 'NO',
    'delay_failed_login': '0',
    'delay_successful_login': '0',
    'xferlog_enable': 'YES',
    'xferlog_std_format': 'NO',
    'log_ftp_protocol': 'YES',
    'vsftpd_log_file': '/var/log/vsftpd.log',
    'pasv_min_port': str(PASSIVE[0]),
    'pasv_max_port': str(PASSIVE[1]),
    'ssl_enable': 'YES',
    'rsa_cert_file': '/etc/lab/server.pem',
    'rsa_private_key_file': '/etc/lab/server.key',
    'force_local_logins_ssl': 'NO',
    'force_local_data_ssl': 'NO',
    'require_ssl_reuse': 'YES',
    'ssl_ciphers': 'HIGH',
}


class Vsftpd:
    """The file server of a scenario. settings go over BASE; implicit: also 990 with TLS at once;
    also: further ports; home: carol has a folder; inetd: started anew for each connection."""

    def __init__(self, settings=None, certificate='good', implicit=False, also=(),
                 home=True, inetd=False):
        self.settings = BASE | (settings or {}) | ({'listen': 'NO', 'background': 'NO'} if inetd else {})
        self.inetd = inetd
        self.certificate = certificate
        self.home = home
        self.ports = {port: {} for port in (21, *also)} | ({990: {'implicit_ssl': 'YES'}} if implicit else {})

    def start(self, lab):
        self.node = node = lab.network.server
        lab.put_certificate(self.certificate)
        make_carol(node, lab.password, self.home)
        node.write('/etc/pam.d/vsftpd', 'auth required pam_unix.so\naccount required pam_unix.so\n'
                   'session required pam_permit.so\n')
        node.run(['install', '-d', '/run/vsftpd/empty'])
        for port, more in self.ports.items():
            settings = self.settings | more | {'listen_port': str(port)}
            node.write(f'/etc/vsftpd-{port}.conf', ''.join(f'{k}={v}\n' for k, v in settings.items()))
            command = ['vsftpd', f'/etc/vsftpd-{port}.conf']
            if self.inetd:
                lab.start(node, HERE / 'inetd.py', str(port), *command)
            else:
                node.run(command)
            wait_for(lambda port=port: node.listening(port), f'vsftpd on {port}')

    def stop(self):
        for pid in self.node.run(['pidof', 'vsftpd']).split():
            self.node.run(['kill', pid])
        wait_for(lambda: not any(map(self.node.listening, self.ports)), 'vsftpd to stop')

    def logins(self):
        """How many times somebody tried to log in."""
        return len(re.findall(r'FTP command: Client "[^"]*", "PASS', self.logs()))

    def logs(self):
        return self.node.read('/var/log/vsftpd.log')
