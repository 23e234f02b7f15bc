# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits: of the whole server, of our address at once, of our address in a time, of one session."""
from lablib.accounts import ALICE, BOB, NOBODY, smtp
from lablib.exim import Exim
from lablib.network import HOST, SERVER4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix, saying
from lablib.qpsmtpd import Qpsmtpd
from lablib.scenario import Scenario
from lablib.scripted import Scripted
from lablib.sendmail import Sendmail
from lablib.submission import Submission

DATABASE = "FEATURE(`access_db', `hash -T<TMPF> /etc/mail/access')\n"
# A rule that is asked of each session: how many of one address there are, and in what time.
COUNTED = "FEATURE(`{}', `nodelay', `terminate')\n"


def others(port, count):
    """Sessions of another machine."""
    return lambda lab: lab.hold(SERVER4, port, count,
                                lab.network.neighbour('other', '44.128.12.', '2a0e:97c0:12::'))


def both(port):
    """One session of ours and one of another machine."""
    def hold(lab):
        lab.hold(HOST, port, 1)
        others(port, 1)(lab)
    return hold


def roommate(port, count):
    """Sessions of another machine behind our own address, which ours cannot see."""
    def hold(lab):
        other = lab.network.neighbour('mate', '192.168.78.', '2a0e:97c0:78::')
        lab.network.masquerade()
        lab.hold(SERVER4, port, count, other)
    return hold


def limit(title, cause, server, before=lambda lab: None, args=None, user=None, **more):
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    before=before, args=args or smtp(), user=user, cause=cause, verdict='problem', **more)


EITHER = ('smtp-too-many-connections', 'service-unavailable')
AT_ONCE_OR_RATE = ('smtp-too-many-connections', 'smtp-rate-limited')

SCENARIOS = {
    # The whole server is busy.
    'exim-full-of-both': limit(
        'Exim bears two sessions in all: one is ours, one is not', EITHER,
        lambda: Exim(main={'smtp_accept_max': '2'}), both(587), user=ALICE, at_most=0.8),
    'exim-full-of-ours-25': limit(
        'Exim bears three sessions in all, all are ours', EITHER,
        lambda: Exim(main={'smtp_accept_max': '3'}), lambda lab: lab.hold(HOST, 25, 3),
        smtp(port=25), at_most=0.8),
    'exim-full-of-others-25': limit(
        'Exim bears three sessions in all, others have them', EITHER,
        lambda: Exim(main={'smtp_accept_max': '3'}), others(25, 3), smtp(port=25), at_most=0.8),
    'exim-load-words': limit(
        'the rules of Exim look at the load', 'service-unavailable',
        lambda: Exim(acls={'connect': '  defer message = System under heavy load, come back in a while\n        condition = yes'}),
        user=ALICE),
    'postfix-overloaded-words': limit(
        'a maintenance line in an access map', 'service-unavailable',
        lambda: saying('connect', '421 4.3.2 Wartungsarbeiten: this system is not accepting mail until 6 am'), user=ALICE),
    # Too many of ours at once.
    'sendmail-open': limit(
        'sendmail bears one session of an address, it is open', 'smtp-too-many-connections',
        lambda: Sendmail(DATABASE + COUNTED.format('conncontrol'), {'ClientConn:': '1'}),
        lambda lab: lab.hold(HOST, 25, 1), smtp(port=25)),
    'qpsmtpd-open': limit(
        'qpsmtpd bears two sessions of an address, both are open', 'smtp-too-many-connections',
        lambda: Qpsmtpd('hosts_allow', per_host=2), lambda lab: lab.hold(HOST, 25, 2), smtp(port=25)),
    'postfix-open-465': limit(
        'Postfix bears one session of an address, with a footer of the house', 'smtp-too-many-connections',
        lambda: Postfix(main={'smtpd_client_connection_count_limit': '1',
                              'smtpd_reject_footer': '\\c. Problems? Call +49 30 1234567'}),
        lambda lab: lab.hold(HOST, 25, 1), smtp(port=25)),
    'exim-open-465': limit(
        'Exim bears one session of an address, TLS at once', 'smtp-too-many-connections',
        lambda: Exim(main={'smtp_accept_max_per_host': '1'}), lambda lab: lab.hold(HOST, 25, 1),
        smtp(port=25)),
    'postfix-open-roommate': limit(
        'another machine behind our address has the sessions', AT_ONCE_OR_RATE,
        lambda: Postfix(main={'smtpd_client_connection_count_limit': '2'}), roommate(587, 2), user=ALICE, at_most=0.8),
    'exim-open-words': limit(
        'the rules of Exim count sessions in words of their own', 'smtp-too-many-connections',
        lambda: Exim(acls={'connect': '  defer message = Du hast schon zwei Verbindungen offen (max 2 simultaneous sessions per client)\n        condition = yes'}),
        lambda lab: None, user=ALICE),
    # Too many in a time.
    'sendmail-rate': limit(
        'sendmail bears two sessions a minute', 'smtp-rate-limited',
        lambda: Sendmail(DATABASE + COUNTED.format('ratecontrol'), {'ClientRate:': '2'}),
        lambda lab: lab.visit(HOST, 25, 3), smtp(port=25)),
    'postfix-rate-25': limit(
        'Postfix bears one session a minute on 25', 'smtp-rate-limited',
        lambda: Postfix(main={'smtpd_client_connection_rate_limit': '1'}),
        lambda lab: lab.visit(HOST, 25, 2), smtp(port=25)),
    'exim-rate-mail': limit(
        'Exim counts senders by the hour', 'smtp-rate-limited',
        lambda: Exim(acls={'mail': '  defer ratelimit = 0 / 1h / strict\n        message = Sender rate overlimit - $sender_rate / $sender_rate_period'}),
        user=ALICE),
    'exim-rate-words': limit(
        'Exim counts sessions, in words of the house', 'smtp-rate-limited',
        lambda: Exim(acls={'connect': '  defer ratelimit = 2 / 10m / per_conn / strict\n        message = slow down, at most two visits in ten minutes'}),
        lambda lab: lab.visit(HOST, 587, 3), user=ALICE),
    'exim-rate-roommate': limit(
        'a rate of Exim in words that could mean both', AT_ONCE_OR_RATE,
        lambda: Exim(acls={'connect': '  defer ratelimit = 1 / 10m / per_conn / strict\n        message = Too many connections from $sender_host_address'}),
        lambda lab: lab.visit(HOST, 25, 3), smtp(port=465), user=ALICE, at_most=0.8),
    'postfix-rate-policy': limit(
        'a policy service counts the messages', 'smtp-rate-limited',
        lambda: saying('rcpt', '450 4.7.1 rate limit exceeded: 50 messages per 3600 s for this client'), args=smtp(port=25)),
    # Too much in one session.
    'postfix-hard-error': limit(
        'Postfix hangs up after the first error', ('smtp-session-limit', 'no-such-mailbox'),
        lambda: Postfix(main={'smtpd_hard_error_limit': '1', 'smtpd_soft_error_limit': '9'}),
        args=smtp('--to', 'zed@example.net', port=25, to=NOBODY)),
    'exim-messages': limit(
        'Exim took enough messages of this session', 'smtp-session-limit',
        lambda: Exim(acls={'mail': '  defer message = 421 too many messages in this connection'}), user=ALICE),
    'scripted-commands': limit(
        'too many commands that were not understood', 'smtp-session-limit',
        lambda: Scripted({'MAIL': '!421 4.7.0 mail.example.net Too many bad commands; closing connection'}), user=ALICE),
    'sendmail-recipients': limit(
        'sendmail bears one recipient a message', 'too-many-recipients',
        lambda: Sendmail("define(`confMAX_RCPTS_PER_MESSAGE', `1')"), args=smtp('--to', 'alice@example.net', port=25)),
    'opensmtpd-recipients': limit(
        'OpenSMTPD bears one recipient a message', 'too-many-recipients',
        lambda: OpenSmtpd(main='smtp limit max-rcpt 1'), args=smtp('--to', 'alice@example.net', port=25)),
    # A limit that shows after the login. Now and then Dovecot hangs up before its own 454 has left.
    'dovecot-user-sessions': limit(
        'Dovecot bears one session of a user', ('smtp-too-many-connections', 'connection-lost'),
        lambda: [Postfix(ports={25: {}}), Submission('protocol submission {\n  mail_max_userip_connections = 1\n}')],
        lambda lab: lab.hold_mail_login(HOST, 465, 1), user=ALICE),
}
