# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large packets get lost: at other servers and ports, over IPv6, in one direction, on a line that is
narrower than its ends and whose router may not say so."""

from lablib.accounts import ALICE, smtp
from lablib.exim import Exim
from lablib.helpers import Stunnel
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.relays import Haproxy, Submission
from lablib.scenario import Scenario


def longer(limit, direction=''):
    def before(lab):
        # Several small packets that leave together would come to the router as a large one.
        lab.network.client.run(['ip', 'link', 'set', 'eth0', 'gso_max_segs', '1'])
        lab.network.router.nft(
            'table inet hole { chain way { type filter hook forward priority 0;\n'
            f'  {direction} meta length > {limit} drop\n}}\n}}\n')
    return before


def narrow(link, size=1280):
    """The router's link to the client or the server is narrow, and what it says of that gets lost."""
    def before(lab):
        lab.network.router.run(['ip', 'link', 'set', link, 'mtu', str(size)])
        lab.network.router.nft(
            'table inet quiet { chain way { type filter hook output priority 0;\n'
            '  icmp type destination-unreachable drop\n  icmpv6 type packet-too-big drop\n}\n}\n')
    return before


def slowly(before):
    def both(lab):
        lab.network.slow(150)
        before(lab)
    return both


def hole(title, server, before, *more, port=465, host='mail.example.net'):
    return Scenario(title=title, servers=server, before=before, args=smtp(*more, port=port, host=host),
                    user=ALICE, cause='path-mtu-black-hole', verdict='problem')


def once(lab):
    """Large packets of the first connection that sends one are lost, and of no other."""
    lab.network.router.nft(
        'table inet hole { set first { type inet_service; size 1; flags dynamic; }\n'
        'chain way { type filter hook forward priority 0;\n'
        '  iifname "clie" meta l4proto tcp meta length > 1300 tcp sport @first drop\n'
        '  iifname "clie" meta l4proto tcp meta length > 1300 add @first { tcp sport } drop\n}\n}\n')


def only_once(lab, report):
    """The message is sent once, whatever is tried afterwards."""
    return [] if lab.logins() == 1 else [f'{lab.logins()} logins']


def sent(title, server, limit, *more, port=465, host='mail.example.net', user=ALICE, before=None,
         cause='path-mtu-black-hole', small='works', at_most=1, languages=('ru', 'ar')):
    return Scenario(title=f'the packets of a message get lost: {title}', servers=server,
                    before=before or longer(limit, 'iifname "clie"'),
                    args=smtp('--send', *more, port=port, host=host), user=user, cause=cause, verdict='problem', at_most=at_most,
                    facts={'tcp.stalled': 'sending', 'path.small_text': small},
                    after=only_once if user else lambda lab, report: [], languages=languages)


def exim(**more):
    return lambda: [Exim(**more)]


def behind(server):
    return lambda: [Postfix(ports={25: {}}), server()]


SCENARIOS = {
    'exim-465': hole('Exim, TLS at once', exim(), longer(1300)),
    'exim-587': hole('Exim, after STARTTLS', exim(), longer(1300), port=587),
    'exim-narrow': hole('Exim on 465 behind a narrow link to us', exim(), narrow('clie')),
    'exim-narrow-587': hole('Exim on 587 behind a narrow link to us', exim(), narrow('clie'), port=587),
    'exim-ipv6': hole('Exim over IPv6', exim(), longer(1300), '--ipv6', host='six.example.net'),
    'postfix-ipv6': hole('Postfix over IPv6 behind a narrow link', lambda: [Postfix()], narrow('clie', 1290),
                         '--ipv6', port=587, host='six.example.net'),
    'exim-slow': hole('Exim at the end of a long line', exim(), slowly(longer(1400)), port=587),
    'stunnel': hole('stunnel on 465', behind(lambda: Stunnel(465, 'connect = 127.0.0.1:25')), longer(1200)),
    'haproxy': hole('a balancer on 465', behind(lambda: Haproxy(
        'listen x\n  bind :::465 v4v6 ssl crt /run/lab/both.pem\n  server a 127.0.0.1:25', (465,))),
        longer(1300, 'iifname "serv"')),
    'dovecot': hole('Dovecot on 587', behind(lambda: Submission({587: 'no'})), narrow('clie'), port=587),
    'exim-wide': hole('Exim behind a link that is narrower by 200 bytes', exim(), narrow('clie', 1300),
                      port=587, host='both.example.net'),
    # The certificate is small, so encryption comes about; the packets of the message are lost.
    'message': Scenario(title='packets of more than 560 bytes get lost on the way there',
                        servers=lambda: [Exim(certificate='small')],
                        before=longer(560, 'iifname "clie"'), args=smtp('--send', port=465), user=ALICE,
                        cause='path-mtu-black-hole', verdict='problem', facts={'path.small_text': 'works'}),
    # Everything up to the message fits into small packets: its first full one is the first to get lost.
    'message-exim': sent('Exim on 465', lambda: [Exim(certificate='small')], 1300),
    'message-postfix': sent('Postfix on 587, a quarter of a packet too large', lambda: [
        Postfix(certificate='small')], 1100, port=587),
    'message-plain': sent('OpenSMTPD on 25, in clear', lambda: [OpenSmtpd()], 1300, port=25, user=None,
                          small=None),
    # What was in the way is gone a moment later: not the size of packets, as far as can be told.
    'message-once': sent('Exim on 465, in one connection alone', lambda: [Exim(certificate='small')], 0,
                         before=once, cause='connection-lost', small='both', at_most=0.8, languages=()),
    'message-ipv6': sent('Exim on 465 over IPv6', lambda: [Exim(certificate='small')], 1300, '--ipv6',
                         host='six.example.net'),
}
