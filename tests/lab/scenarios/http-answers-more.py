# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of web servers to tell apart, from other servers and settings than the usual ones."""

from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, Apache, Nginx, http
from lablib.relays import Socat
from lablib.webmore import Haproxy, Lighttpd, Varnish


def site(title, servers, cause, url=URL, **more):
    more.setdefault('verdict', 'problem' if cause else 'ok')
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, **more)


def apache(text, **more):
    return lambda: [Apache(f'<VirtualHost *:443>\nServerName www.example.net\nTLS;\n{text}\n</VirtualHost>\n',
                           certificate='web-one', ports=(443,), **more)]


def nginx(text, port='443 ssl', ports=(443,)):
    return lambda: [Nginx(f'server {{ listen {port}; {text} }}', certificate='web-one', ports=ports)]


def visited(lab):
    program = ('import http.client, ssl\n'
               'c = http.client.HTTPSConnection("www.example.net", context=ssl._create_unverified_context())\n'
               'c.request("GET", "/page"); c.getresponse().read()\n')
    lab.network.client.run(['/usr/bin/python3', '-c', program])


SCENARIOS = {
    'too-often': site('nginx allows one request a minute', lambda: [Nginx(
        'limit_req_zone $binary_remote_addr zone=z:1m rate=1r/m; limit_req_status 429;\n'
        'server { listen 443 ssl; limit_req zone=z; }', certificate='web-one', ports=(443,))], 'http-rate-limited',
        before=visited),
    'maintenance': site('maintenance, with the time to come back', apache(
        'ErrorDocument 503 "closed for the night"\nHeader always set Retry-After 3600\nRedirect 503 /'),
        'service-unavailable'),
    'nobody-behind': site('a balancer without a server that lives', lambda: [Haproxy(
        'frontend f\n  bind :443 TLS;\n  default_backend b\nbackend b\n  server one 127.0.0.1:9 check inter 200ms\n')],
        'service-unavailable'),
    'behind-hangs-up': site('what stands behind Apache hangs up', lambda: [
        Socat(2200, 'EXEC:/bin/true'), *apache('ProxyPass / http://127.0.0.1:2200/')()], 'http-gateway-failure'),
    'varnish-alone': site('Varnish cannot reach the server behind it', lambda: [Varnish(
        'backend default { .host = "127.0.0.1"; .port = "9"; }', ports=(80,))],
        ('http-gateway-failure', 'service-unavailable'), url=PLAIN_URL),
    'www-and-back': site('www sends to the bare name and that one back', lambda: [Apache(
        '<VirtualHost *:443>\nServerName www.example.net\nTLS;\nRedirect 301 / https://example.net/\n</VirtualHost>\n'
        '<VirtualHost *:443>\nServerName example.net\nTLS;\nRedirect 301 / https://www.example.net/\n</VirtualHost>\n',
        ports=(443,))], 'http-redirect-loop'),
    'cookie-wall': site('a page that sends to itself until a cookie comes', nginx(
        'location / { if ($http_cookie !~ "seen") { add_header Set-Cookie "seen=1" always; return 302 /page; } }'),
        'http-redirect-loop'),
    'client-certificate-balancer': site('HAProxy wants a certificate of the visitor', lambda: [Haproxy(
        'frontend f\n  bind :443 ssl crt /etc/lab/both.pem ca-file /etc/lab/ca.pem verify required\n'
        '  http-request return status 200\n')], 'client-certificate-required'),
    'client-certificate-page': site('Apache wants a certificate for one page alone', apache(
        'SSLCACertificateFile /etc/lab/ca.pem\n<Location /page>\nSSLVerifyClient require\n</Location>'),
        ('client-certificate-required', 'http-forbidden')),
    'sign-in-511': site('the network wants a sign-in and says so by number', nginx(
        'return 511 "please sign in";', '80', (80,)), 'captive-portal', url=PLAIN_URL),
    'to-https': site('plain requests are sent to the encrypted page', lambda: [Nginx(
        'server { listen 80; return 301 https://$host$request_uri; }\n'
        'server { listen 443 ssl; add_header Strict-Transport-Security "max-age=31536000"; }',
        certificate='web-one')], None, url=PLAIN_URL),
    'default-site': site('the page is not in the server’s default site', lambda: [Lighttpd(
        '$HTTP["host"] == "www.example.net" { server.document-root = "/srv/empty" }')], 'http-not-found'),
    'not-from-here': site('nginx allows other addresses only', nginx('allow 10.0.0.0/8; deny all;'),
                          'http-forbidden'),
    'rewrites-itself': site('Apache’s rules turn in a circle', apache(
        '<Directory /srv/www>\nRewriteEngine on\nRewriteRule ^(.*)$ x/$1 [L]\n</Directory>'), 'server-error'),
    'plain-to-443': site('a plain request to the encrypted port', apache(''), 'plain-on-tls-port',
                         url='http://www.example.net:443/page'),
    'tls-to-80': site('an encrypted request to the plain port', nginx('', '80', (80,)), 'tls-on-plain-port',
                      url='https://www.example.net:80/page'),
}
