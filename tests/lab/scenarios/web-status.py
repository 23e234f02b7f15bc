# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals and failures in the words of lighttpd, HAProxy, Varnish and Squid, and of unusual settings."""

from lablib.helpers import Stunnel
from lablib.scenario import Scenario
from lablib.web import PLAIN_URL, URL, Apache, Nginx, Silent, http
from lablib.webbytes import Bytes
from lablib.webmore import Haproxy, Hitch, Lighttpd, Squid, Varnish

HTTPS = 'server { listen 443 ssl http2; server_name www.example.net; %s }'
HOST = '<VirtualHost *:443>\n  ServerName www.example.net\n  TLS;\n  %s\n</VirtualHost>'
HA = 'frontend edge\n  bind :::443 v4v6 TLS;\n  %s\n'
DENY = 'http-request deny deny_status %s'
GARBAGE = Bytes('this is no answer of a web server\r\n', port=8009, tls=False)
DEAD = 'backend default { .host = "127.0.0.1"; .port = "9"; }'
SLOW = 'backend default { .host = "127.0.0.1"; .port = "8008"; .first_byte_timeout = 1s; }'
ACCEL = ('http_port 80 accel defaultsite=www.example.net vhost\n'
         'cache_peer 127.0.0.1 parent %s 0 no-query originserver name=app\n'
         'acl all_of src all\nhttp_access allow all\n')


def answer(status, words='', headers=''):
    return (f'HTTP/1.1 {status}\r\nServer: edge\r\nContent-Type: text/html\r\n{headers}'
            f'Content-Length: {len(words)}\r\nConnection: close\r\n\r\n{words}')


def case(title, servers, cause, status=None, verdict='problem', url=URL, **facts):
    return Scenario(title=title, servers=servers, args=http(url), cause=cause, verdict=verdict,
                    facts=({'http.status': status} if status else {}) | {k.replace('__', '.'): v
                                                                          for k, v in facts.items()})


def scripted(title, cause, status, words='', headers=''):
    text = answer(status, words, headers)
    return case(title, lambda: [Bytes(text)], cause, status.split()[0])


SCENARIOS = {
    'lighttpd-403': case('a folder that is not for visitors',
                         lambda: [Lighttpd('url.access-deny = ( "page" )')], 'http-forbidden', '403'),
    'lighttpd-404': case('no such page', lambda: [Lighttpd('')], 'http-not-found', '404', url=URL + 's'),
    'lighttpd-503': case('nothing behind the proxy', lambda: [Lighttpd(
        'proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => 9 ) ) )')],
        ('service-unavailable', 'http-gateway-failure'), '503'),
    'haproxy-400': case('a balancer refuses the request', lambda: [Haproxy(HA % DENY % '400')],
                        'protocol-error', '400'),
    'haproxy-403': case('a balancer denies', lambda: [Haproxy(HA % DENY % '403')], 'http-forbidden', '403'),
    'haproxy-408': case('a balancer waited too long', lambda: [Haproxy(HA % DENY % '408')],
                        ('idle-timeout', 'server-too-slow'), '408'),
    'haproxy-429': case('too many requests, and for how long', lambda: [Haproxy(
        HA % (DENY % '429' + ' hdr Retry-After 120'))], 'http-rate-limited', '429', http__retry_after_s='120'),
    'haproxy-502': case('the server behind speaks no HTTP', lambda: [GARBAGE, Haproxy(
        HA % 'default_backend app' + 'backend app\n  server a 127.0.0.1:8009\n')], 'http-gateway-failure', '502'),
    'haproxy-503': case('no server behind the balancer', lambda: [Haproxy(
        HA % 'default_backend app' + 'backend app\n  server a 127.0.0.1:9\n')], 'service-unavailable', '503'),
    'haproxy-504': case('the server behind is silent', lambda: [Silent(8008), Haproxy(
        HA % 'default_backend app' + 'backend app\n  timeout server 1s\n  server a 127.0.0.1:8008\n')],
        'http-gateway-failure', '504'),
    'varnish-503': case('a cache without its server', lambda: [Varnish(DEAD, ports=(8080,)), Hitch('8080')],
                        ('service-unavailable', 'http-gateway-failure'), '503'),
    'varnish-slow': case('a cache whose server is silent',
                         lambda: [Silent(8008), Varnish(SLOW, ports=(80,))],
                         ('service-unavailable', 'http-gateway-failure'), '503', url=PLAIN_URL),
    'squid-503': case('a reverse proxy whose server is gone', lambda: [Squid(ACCEL % 9, ports=(80,))],
                      ('service-unavailable', 'http-gateway-failure'), ('502', '503', '504'), url=PLAIN_URL),
    'squid-502': case('a reverse proxy whose server answers nothing',
                      lambda: [Bytes('', port=8009, tls=False), Squid(ACCEL % 8009, ports=(80,))],
                      'http-gateway-failure', '502', url=PLAIN_URL),
    'squid-403': case('a reverse proxy that lets nobody in', lambda: [Squid(
        'http_port 80 accel defaultsite=www.example.net\nhttp_access deny all\n', ports=(80,))],
        'http-forbidden', '403', url=PLAIN_URL),
    'nginx-405': case('the way of asking is not allowed', lambda: [Nginx(HTTPS % 'return 405;', 'web-one', (443,))],
                      'protocol-error', '405'),
    'nginx-413': case('too large', lambda: [Nginx(HTTPS % 'return 413;', 'web-one', (443,))], 'protocol-error', '413'),
    'nginx-upstream-tls': case('a reverse proxy without server name, and the server behind refuses the handshake',
                               lambda: [Nginx(
                                   'server { listen 8443 ssl default_server; ssl_reject_handshake on; }'
                                   'server { listen 8443 ssl; server_name www.example.net; }'
                                   + HTTPS % 'location / { proxy_pass https://127.0.0.1:8443; }', 'web-one', (443,))],
                               ('http-gateway-failure', 'http-sni-mismatch'), '502'),
    'nginx-maintenance': case('a page that says when it will be back', lambda: [Nginx(
        HTTPS % 'error_page 503 /back; location = /back { internal; add_header Retry-After 3600 always; '
        'return 503 "We are updating our shop and will be back at noon."; } location / { return 503; }',
        'web-one', (443,))], 'service-unavailable', '503', http__retry_after_s='3600'),
    'nginx-maintenance-200': case('a maintenance page in the guise of an ordinary one', lambda: [Nginx(
        HTTPS % 'default_type text/html; return 200 "<h1>Down for maintenance</h1>";', 'web-one', (443,))],
        None, '200', 'ok'),
    'apache-500': case('a rule that leads to itself', lambda: [Apache(
        HOST % 'RewriteEngine on\n  RewriteRule ^(.*)$ /a$1 [PT]\n  <Location />\n  RewriteEngine on\n'
        '  RewriteRule ^ %{REQUEST_URI}x\n</Location>', 'web-one', (443,))], 'server-error', '500'),
    'apache-no-host': case('a proxy that sends an empty Host', lambda: [
        Apache('<VirtualHost *:8081>\n  ServerName www.example.net\n</VirtualHost>', 'web-one', (8081,)),
        Nginx(HTTPS % 'location / { proxy_pass http://127.0.0.1:8081; proxy_http_version 1.1; '
              'proxy_set_header Host ""; }', 'web-one', (443,))], 'protocol-error', '400'),
    'apache-strict-sni': case('the server behind a proxy wants a server name', lambda: [
        Apache('SSLStrictSNIVHostCheck on\n<VirtualHost *:8443>\n  ServerName www.example.net\n  TLS;\n'
               '</VirtualHost>\n<VirtualHost *:8443>\n  ServerName shop.example.net\n  TLS;\n</VirtualHost>',
               'web-one', (8443,)),
        Nginx(HTTPS % 'location / { proxy_pass https://127.0.0.1:8443; proxy_set_header Host $host; }',
              'web-one', (443,))], ('http-forbidden', 'http-sni-mismatch')),
    'apache-502': case('a proxy whose server breaks off', lambda: [
        Bytes('', port=8009, tls=False),
        Apache(HOST % 'ProxyPass / http://127.0.0.1:8009/', 'web-one', (443,))],
        # What Apache calls 502 over HTTP/1.1 it calls 500 over HTTP/2.
        ('http-gateway-failure', 'server-error'), ('500', '502')),
    'law-451': scripted('not to be shown for reasons of law', 'http-forbidden',
                           '451 Unavailable For Legal Reasons', 'Blocked by court order'),
    'limit-508': scripted('the resources of the hosting account are used up',
                          ('server-error', 'service-unavailable'), '508 Resource Limit Is Reached',
                          '<h1>Resource Limit Is Reached</h1>The website is temporarily unable to service '
                          'your request as it exceeded resource limit.'),
    'edge-521': scripted('an edge whose origin is down', 'http-gateway-failure', '521 Web server is down',
                         '<title>www.example.net | 521: Web server is down</title>'),
    'edge-525': scripted('an edge that cannot agree on encryption with its origin', 'http-gateway-failure',
                         '525 SSL handshake failed', '<title>525: SSL handshake failed</title>'),
    'edge-511': case('a network that wants a sign-in first', lambda: [Bytes(
        answer('511 Network Authentication Required', '<a href="http://login.wifi.example/">Sign in</a>'),
        port=80, tls=False)], 'captive-portal', '511', url=PLAIN_URL),
    'waf-403': scripted('a web firewall refuses', 'http-forbidden', '403 Forbidden',
                        'Request blocked. Your support ID is: 87654'),
    'limit-503': scripted('a limit that calls itself 503', ('http-rate-limited', 'service-unavailable'),
                          '503 Service Temporarily Unavailable', 'Too many requests. Please slow down.',
                          'Retry-After: 30\r\n'),
    'stunnel-404': case('a web server behind a TLS tunnel', lambda: [
        Nginx('server { listen 8080; root /nowhere; }', ports=(8080,)),
        Stunnel(443, 'connect = 127.0.0.1:8080', certificate='web-one')], 'http-not-found', '404'),
}
