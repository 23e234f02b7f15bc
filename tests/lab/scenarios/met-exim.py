# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exim as hosts of many sites set it up: its own limits, its lists of rules, their odd codes."""

from lablib.accounts import ALICE, BOB, STRANGER, smtp
from lablib.exim import Exim, saying
from lablib.helpers import Helper
from lablib.network import SERVER4
from lablib.scenario import Scenario


def exim(title, cause, *more, port=587, to=BOB, host='mail.example.net', user=ALICE, verdict='problem', server=None,
         before=lambda lab: None, after=lambda lab, report: [], at_most=1, password=None, **settings):
    return Scenario(title=title, servers=lambda: [server() if server else Exim(**settings)], before=before,
                    after=after, args=smtp(*more, port=port, to=to, host=host), cause=cause, verdict=verdict,
                    user=user, at_most=at_most, password=password)


def other_guest(port, count):
    return lambda lab: lab.hold(SERVER4, port, count, lab.network.neighbour('other', '44.128.12.',
                                                                          '2a0e:97c0:12::'))


class HalfRenewed(Helper):
    """A certificate beside the key of another one. Stands before the daemon."""

    def start(self, lab):
        folder = lab.tools.authority.directory
        for kind, of in (('pem', 'good'), ('key', 'wrong-name')):
            (folder / f'half.{kind}').write_text(lab.tools.authority.text(f'{of}.{kind}'), encoding='ascii')


SLOW = {stage: '  accept delay = 3s' for stage in ('helo', 'mail')}
SCENARIOS = {
    'reserved': exim('the last free place is kept for friends', ('service-unavailable', 'smtp-too-many-connections'),
                     main={'smtp_accept_max': '2', 'smtp_accept_reserve': '1', 'smtp_reserve_hosts': '127.0.0.1'},
                     before=other_guest(587, 1), at_most=0.8),
    'per-host-465': exim('one connection an address, over IPv6 on 465, and it is open', 'smtp-too-many-connections',
                         main={'smtp_accept_max_per_host': '1'}, port=465, host='six.example.net',
                         before=lambda lab: lab.hold('six.example.net', 465, 1, greeted=False)),
    'connect-rate': exim('too many connections in an hour, said in words of its own', 'smtp-rate-limited', port=25,
                         user=None, acls={'connect': '  defer ratelimit = 2 / 1h / per_conn / strict\n'
                                          '        message = Your machine knocks too often, slow down'},
                         before=lambda lab: lab.visit(SERVER4, 25, 4)),
    'turned-away': exim('all hosts are rejected as they connect', ('policy-rejected', 'host-does-not-accept-mail',
                                                                  'service-unavailable'), port=25, user=None,
                        main={'host_reject_connection': '*'}, at_most=0.8),
    'no-name': exim('no reverse name, said in the greeting', 'reverse-dns-missing', port=25, user=None,
                    acls={'connect': '  deny message = Could not find a matching name for $sender_host_address\n'
                          '       !verify = reverse_host_lookup'}),
    'sender-unroutable': exim('no mail can go back to the sender', ('sender-domain-invalid', 'sender-rejected'),
                              '--from', 'shop@gone-away.example.org', port=25, user=None,
                              acls={'mail': '  require verify = sender'}),
    'login-wanted': exim('a login is wanted at MAIL, with a plain 550', 'auth-required', user=None,
                         acls={'mail': '  deny message = Log in before you send\n       !authenticated = *'}),
    'tries-used-up': exim('too many logins an hour, a 503 at AUTH', 'auth-too-many-attempts',
                          auth='  deny message = Too many failed logins from your address, wait an hour'),
    'no-login-here': exim('no login is offered, even encrypted', 'auth-not-offered',
                          main={'auth_advertise_hosts': ''}),
    'short-name': exim('accounts are named without the domain', 'username-form-wrong', '--try-user-forms',
                       server=lambda: Exim(user='alice'), verdict=('problem', 'warning')),
    'one-recipient': exim('one recipient a message, refused with the code of a full disk', 'too-many-recipients',
                          '--to', ALICE, main={'recipients_max': '1', 'recipients_max_reject': 'true'}),
    'takes-no-mail': exim('the domain of the recipient takes no mail, seen by Exim', 'host-does-not-accept-mail',
                          to='post@nullmx.example.net', rcpt='  require verify = recipient'),
    'helo-underscore': exim('the name of this computer has an underscore', 'bad-helo', '--helo', 'desktop_4711',
                            port=25, user=None),
    'all-slow': exim('every command is held back a few seconds', (None, 'greeting-delayed', 'server-too-slow'),
                     '--timeout', '60', acls=SLOW, rcpt='  warn delay = 3s', verdict=('ok', 'warning')),
    'half-renewed': exim('the key belongs to another certificate', 'starttls-unavailable', certificate='half'),
    'hour-used-up': exim('the site has sent its mails of this hour', 'sending-quota-exceeded', to=STRANGER,
                         server=lambda: saying('rcpt', '550 Domain example.net has gone over its 60 messages per '
                                               'hour, this one is dropped')),
    'mailbox-over': exim('a full mailbox, temporary, with the code of a full disk', 'mailbox-full', server=lambda:
                         saying('rcpt', '452 The mailbox of bob is over its quota, come again later')),
    'attachment': exim('attachments of that kind are not taken', 'content-rejected', '--send', server=lambda:
                       saying('data', '550 This message carries a file type that we do not let through (exe)')),
    'infected': exim('the scanner has found something', 'virus-detected', '--send', server=lambda:
                     saying('data', '554 Scanner found Eicar-Test-Signature in your mail')),
}
SCENARIOS['half-renewed'].servers = lambda: [HalfRenewed(), Exim(certificate='half')]
