# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in front of mail servers: nginx that asks a web page about logins, balancers with limits of their
own, TLS that somebody else ends, servers of another kind."""

from lablib.accounts import ALICE, BOB, smtp
from lablib.helpers import Stunnel
from lablib.network import HOST, SERVER4
from lablib.postfix import Postfix
from lablib.relays import Haproxy, NginxProxy, Says
from lablib.scenario import Scenario

# nginx asks at auth_http; what that page says is written here as well.
MAIL = '''mail {{ server_name mail.example.net; auth_http 127.0.0.1:9000/;
  server {{ listen 587; listen [::]:587; protocol smtp; smtp_auth login plain; starttls {tls};
    ssl_certificate /etc/lab/server.pem; ssl_certificate_key /etc/lab/server.key; }} }}
http {{ access_log off; server {{ listen 127.0.0.1:{page}; location / {{ {headers} return 200 ""; }} }} }}'''


def nginx(title, cause, *more, tls='only', page=9000, user=ALICE, at_most=1, **headers):
    lines = ' '.join(f'add_header Auth-{name.replace("_", "-")} "{value}";' for name, value in headers.items())
    return Scenario(title=title, args=smtp(*more), cause=cause, verdict='problem', user=user, at_most=at_most,
                    servers=lambda: [NginxProxy(MAIL.format(tls=tls, page=page, headers=lines), (587,))])


def balanced(title, cause, text, port, verdict='problem', before=lambda lab: None, at_most=1, *more):
    return Scenario(title=title, args=smtp(*more, port=port, to=BOB), cause=cause, verdict=verdict, before=before,
                    at_most=at_most, user=ALICE,
                    servers=lambda: [Postfix(ports={25: {}, 10587: Postfix.PORTS[587], 10465: Postfix.PORTS[465]}),
                                     Haproxy(text, (port,))])


def others_hold(port, count):
    return lambda lab: lab.hold(SERVER4, port, count, lab.network.neighbour('other', '44.128.12.',
                                                                          '2a0e:97c0:12::'), greeted=False)


SCENARIOS = {
    'nginx-wrong': nginx('the page behind nginx does not know the password', 'auth-failed',
                         Status='Unknown user or bad password'),
    'nginx-locked': nginx('the page behind nginx says that the account is locked', 'auth-too-many-attempts',
                          Status='Account locked for 30 minutes after repeated failures'),
    'nginx-page-gone': nginx('nginx cannot ask anybody about logins', 'server-error', page=9001, Status='OK'),
    'nginx-server-gone': nginx('nginx has let us in, and the mail server behind it is gone', ('server-error', 'service-unavailable'),
                               Status='OK', Server='127.0.0.1', Port='9'),
    'nginx-no-login': nginx('nginx passes nobody on without a login', 'auth-required', user=None, Status='OK',
                            Server='127.0.0.1', Port='9'),
    'balancer-turns-away': balanced('a balancer closes what is too much for one address',
                                    ('closed-before-greeting', 'smtp-too-many-connections'),
                                    'frontend f\n  bind :::587 v4v6\n  stick-table type ip size 1k expire 1m store conn_cur\n'
                                    '  tcp-request connection track-sc0 src\n'
                                    '  tcp-request connection reject if { sc0_conn_cur gt 1 }\n  default_backend b\n'
                                    'backend b\n  server s 127.0.0.1:10587', 587,
                                    before=lambda lab: lab.hold(SERVER4, 587, 1)),
    'balancer-full': balanced('a balancer is full of others and lets us wait',
                              ('greeting-missing', 'service-unavailable', 'server-too-slow'),
                              'frontend f\n  bind :::587 v4v6\n  maxconn 1\n  default_backend b\n'
                              'backend b\n  server s 127.0.0.1:10587', 587, before=others_hold(587, 1), at_most=0.8),
    'balancer-hushed': balanced('a balancer hangs up on who is silent, and nothing of ours gets through',
                                'connection-lost', 'defaults\n  mode tcp\n  timeout client 4s\n  timeout server 4s\n'
                                '  timeout connect 3s\nfrontend f\n  bind :::587 v4v6\n  default_backend b\n'
                                'backend b\n  server s 127.0.0.1:10587', 587,
                                before=lambda lab: lab.meddle('hush', [587])),
    'stunnel-nobody': Scenario(title='TLS on 465, and nobody behind it', servers=lambda: [Stunnel(465, 'connect = 127.0.0.1:9')],
                               args=smtp(port=465), user=ALICE, verdict='problem',
                               cause=('closed-before-greeting', 'service-unavailable')),
    'stunnel-post-office': Scenario(title='TLS on 465 leads to the server that mail is fetched from', user=ALICE,
                                    servers=lambda: [Says(1110, '+OK POP3 server ready'), Stunnel(465, 'connect = 127.0.0.1:1110')],
                                    args=smtp(port=465), verdict='problem', cause='wrong-service-on-port'),
    'stunnel-guests': Scenario(title='stunnel on 465 wants a certificate of ours', user=ALICE, args=smtp(port=465),
                               servers=lambda: [Postfix(ports={25: {}}), Stunnel(
                                   465, 'connect = 127.0.0.1:25\nverifyChain = yes\nCAfile = /etc/lab/server.pem')],
                               verdict='problem', cause='client-certificate-required'),
    'stunnel-expired': Scenario(title='STARTTLS of stunnel, its certificate has expired and is for another path', user=ALICE,
                                servers=lambda: [Postfix(ports={25: {}}), Stunnel(
                                    587, 'protocol = smtp\nconnect = 127.0.0.1:25', 'expired')],
                                args=smtp(host=HOST), verdict='problem', cause='certificate-expired'),
}
