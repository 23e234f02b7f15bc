# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that a provider publishes for its accounts, on a web server of its own."""

FILE = '''<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="example.net"><domain>example.net</domain>
<outgoingServer type="smtp"><hostname>mail.example.net</hostname><port>587</port>
<socketType>STARTTLS</socketType><authentication>password-cleartext</authentication>
<username>%EMAILADDRESS%</username></outgoingServer></emailProvider></clientConfig>
'''
NGINX = 'server { listen 443 ssl http2; server_name autoconfig.example.net example.net; root /srv/auto; %s }'
OWN = '/mail/config-v1.1.xml'


class Publishing:
    """A web server with the file at one of its two places."""

    def __init__(self, server, path, text=FILE):
        self.server, self.path, self.text, self.root = server, path, text, server.root

    def start(self, lab):
        lab.network.server.write(f'/srv/auto{self.path}', self.text)
        self.server.start(lab)

    def logins(self):
        return self.server.logins()

    def logs(self):
        return self.server.logs()
