# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.scenario import Scenario
from lablib.web import PLAIN_STEPS, PLAIN_URL, STEPS, Apache, Nginx, http

NGINX = 'server { listen 443 ssl http2; listen 80; server_name www.example.net; }'
APACHE = '''
<VirtualHost *:80>
  ServerName www.example.net
</VirtualHost>
<VirtualHost *:443>
  ServerName www.example.net
  TLS;
</VirtualHost>
'''


def ok(server, text, url, steps):
    return Scenario(title='all is well', servers=lambda: [server(text, certificate='web-one')],
                    args=http(url), cause=None, verdict='ok', steps=steps,
                    facts={'http.status': '200', 'http.restarts': '0'})


SCENARIOS = {
    'nginx': ok(Nginx, NGINX, 'https://www.example.net/page', STEPS),
    'nginx-plain': ok(Nginx, NGINX, PLAIN_URL, PLAIN_STEPS),
    'apache': ok(Apache, APACHE, 'https://www.example.net/page', STEPS),
    'apache-plain': ok(Apache, APACHE, PLAIN_URL, PLAIN_STEPS),
}
