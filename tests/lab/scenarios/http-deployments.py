# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Further deployments of web servers: edges that lost their origin, sites that nobody knows, proxies in a muddle."""

from lablib.network import SERVER4
from lablib.scenario import Scenario
from lablib.web import SHOP, WEB_USER, Apache, Nginx, http
from lablib.webedge import Caddy
from lablib.webmore import Haproxy

URL = 'https://www.example.net/page'
PLAIN = 'http://www.example.net/page'


def site(title, servers, cause, url=URL, **more):
    more.setdefault('verdict', 'problem' if cause else 'ok')
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, **more)


def nginx(text, port='443 ssl http2', ports=(443,), **more):
    return lambda: [Nginx(f'server {{ listen {port}; {text} }}', ports=ports, **({'certificate': 'web-one'} | more))]


def edge(number):
    return site(f'an edge that answers {number}', nginx(f'return {number} "error code: {number}";'), 'http-gateway-failure')


class Wild(Nginx):
    """With a certificate for all names of the domain."""

    def start(self, lab):
        lab.tools.authority.issue('wild', ['*.example.net'])
        self.certificate = 'wild'
        super().start(lab)


def once(lab):
    lab.network.client.run(['/usr/bin/python3', '-c', 'import http.client, ssl\n'
                            'c = http.client.HTTPSConnection("www.example.net", context=ssl._create_unverified_context())\n'
                            'c.request("GET", "/page"); c.getresponse().read()\n'])


SCENARIOS = {
    'edge-521': edge(521),
    'edge-522': edge(522),
    'edge-525': edge(525),
    'by-address': site('a site asked for by its address', nginx(''), 'certificate-name-mismatch',
                       url=f'https://{SERVER4}/page'),
    'wildcard': site('a certificate for all names of the domain', lambda: [Wild(
        'server { listen 443 ssl http2; }', ports=(443,))], None, url=f'https://{SHOP}/page'),
    'gone': site('a page that is gone for good', nginx('return 410;'), 'http-not-found'),
    'law': site('a page that may not be shown', nginx('return 451;'), 'http-forbidden'),
    'upgrade': site('a server that wants another protocol', nginx('add_header Upgrade "TLS/1.3" always; return 426;', '443 ssl'),
                    'protocol-error'),
    'upgrade-http2': site('a server that offers another protocol over HTTP/2, where none may be offered', nginx(
        'add_header Upgrade "h2,h2c" always;'), 'server-reply-invalid', facts={
            'http.http1.fields': 'upgrade', 'http.http1.status': '200'}),
    'too-often-503': site('nginx allows one request a minute and says 503', lambda: [Nginx(
        'limit_req_zone $binary_remote_addr zone=z:1m rate=1r/m;\nserver { listen 443 ssl; limit_req zone=z; }',
        certificate='web-one', ports=(443,))], ('service-unavailable', 'http-rate-limited'), before=once),
    'flexible': site('a balancer ends the encryption, and the server behind it sends everybody to https', lambda: [
        Nginx('server { listen 8080; return 301 https://$host$request_uri; }', ports=(8080,)), Haproxy(
            'frontend f\n  bind :443 TLS;\n  default_backend b\nbackend b\n  server one 127.0.0.1:8080\n')],
        'http-redirect-loop'),
    'plain-closed': site('a site that has no plain port', nginx(''), 'service-not-running', url=PLAIN),
    'to-nowhere': site('a page sends to a name that does not exist', nginx(
        'return 302 https://intern.example.net/;', '80', (80,)), 'http-redirect-refused', url=PLAIN),
    'negotiate': site('a page that takes tickets of a company alone', nginx(
        'location / { add_header WWW-Authenticate Negotiate always; return 401; }'),
        ('auth-method-rejected', 'http-authentication-required'), user=WEB_USER),
    'plain-421': site('421 without encryption', nginx('return 421;', '80', (80,)), 'http-misdirected-permanent', url=PLAIN),
    'proxy-plain-to-tls': site('a balancer speaks plainly to an encrypted port behind it', lambda: [
        Nginx('server { listen 8443 ssl; }', certificate='web-one', ports=(8443,)), Haproxy(
            'frontend f\n  bind :443 TLS;\n  default_backend b\nbackend b\n  server one 127.0.0.1:8443\n')],
        ('http-gateway-failure', 'server-error', 'protocol-error')),
    'blocked-by-filter': site('a filter in front of the site', nginx(
        'return 403 "Your IP address has been blocked by the site owner";'), ('http-forbidden', 'address-banned')),
    'caddy-unknown': site('Caddy has no certificate for this name', lambda: [Caddy(
        'https://www.example.net {\n TLS;\n respond "fine"\n}')],
        ('tls-failed', 'http-misdirected-permanent', 'certificate-name-mismatch'), url=f'https://{SHOP}/page', at_most=0.95),
    'balancer-unknown': site('HAProxy has no certificate for this name', lambda: [Haproxy(
        'frontend f\n  bind :443 ssl strict-sni crt /etc/lab/both.pem\n  http-request return status 200\n')],
        ('http-misdirected-permanent', 'tls-failed'), url=f'https://{SHOP}/page', at_most=0.8),
    'apache-by-name': site('Apache has the page in another of its sites', lambda: [Apache(
        '<VirtualHost *:443>\nServerName other.example.net\nDocumentRoot /srv/nothing\nTLS;\n</VirtualHost>\n',
        certificate='web-one', ports=(443,))], 'http-not-found'),
}
