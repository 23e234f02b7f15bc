# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Postfix as it is set up elsewhere: limits that others use up, helpers that are gone, refusals whose
words and codes are about something else than their reason."""

from lablib.accounts import ALICE, BOB, NOBODY, PLAIN, smtp
from lablib.helpers import Postgrey
from lablib.network import HOST, SERVER4
from lablib.postfix import Postfix
from lablib.scenario import Scenario


def behind_one_router(port, count):
    """Somebody else at home, who goes out by the same address, has connections open."""
    def before(lab):
        lab.network.masquerade()
        lab.hold(SERVER4, port, count, lab.network.neighbour('other', '44.128.12.', '2a0e:97c0:12::'))
    return before


def postfix(title, main, cause, *more, port=25, to=BOB, verdict='problem', **others):
    servers = others.pop('servers', lambda: [Postfix(main=main)])
    return Scenario(title=title, servers=servers, args=smtp(*more, port=port, to=to), cause=cause,
                    verdict=verdict, **others)


def not_firmly(*causes):
    """These may be named, below firm: the words alone do not decide."""
    def after(_lab, report):
        return [f"{c['id']} stands at {c['confidence']:.2f}" for c in report['causes']
                if c['id'] in causes and c['confidence'] > 0.8]
    return after


LISTED = ('2.77.168.192.bl.example.com. A 127.255.255.254\n'
          '2.77.168.192.bl.example.com. TXT "Error: open resolver; ask by a resolver of your own"\n')
SCENARIOS = {
    # 421, whoever uses the limit up
    'shared-address': postfix('somebody behind the same router has all the connections that one address may have',
                              {'smtpd_client_connection_count_limit': '2'},
                              ('smtp-too-many-connections', 'smtp-rate-limited'), port=587, user=ALICE,
                              before=behind_one_router(587, 2), at_most=0.8),
    'own-three': postfix('three connections of this computer are open on 465, the limit is three',
                         {'smtpd_client_connection_count_limit': '3'}, 'smtp-too-many-connections', port=465,
                         user=ALICE, before=lambda lab: lab.hold_mail_login(HOST, 465, 3)),
    'rate-465': postfix('two connections in a minute are the limit on 465, and they have been',
                        {'smtpd_client_connection_rate_limit': '2'}, ('smtp-rate-limited', 'smtp-too-many-connections'),
                        port=465, user=ALICE, before=lambda lab: lab.converse(SERVER4, 465, []) or
                        lab.converse(SERVER4, 465, [])),
    'errors-hide': postfix('the first unknown recipient is one error too many', {
        'smtpd_hard_error_limit': '1', 'smtpd_error_sleep_time': '0'}, 'no-such-mailbox', port=587, to=NOBODY,
        user=ALICE),
    'one-process': postfix('one process answers, and another guest has it', {'default_process_limit': '1'},
                           ('greeting-missing', 'service-unavailable', 'server-too-slow'),
                           before=lambda lab: lab.hold(SERVER4, 25, 1, lab.network.neighbour(
                               'other', '44.128.12.', '2a0e:97c0:12::')), at_most=0.8),
    # helpers of the server that are gone
    'milter-gone': postfix('its filter of mails is not running', {'smtpd_milters': 'inet:127.0.0.1:8899'},
                           ('service-unavailable', 'server-error'), port=587, user=ALICE,
                           after=not_firmly('smtp-greylisted')),
    'policy-gone': postfix('its policy service is not running', {
        'smtpd_recipient_restrictions': 'check_policy_service inet:127.0.0.1:10099',
        'smtpd_policy_service_retry_delay': '1s', 'smtpd_policy_service_try_limit': '1'}, 'server-error'),
    'list-refuses': postfix('a block list turns the server away, which takes that for a listing', {
        'smtpd_client_restrictions': 'reject_rbl_client bl.example.com'}, ('server-error', 'ip-blocklisted'),
        before=lambda lab: lab.network.publish(LISTED), after=not_firmly('ip-blocklisted')),
    # refusals
    'sender-not-there': postfix('the sender is a mailbox of that server, which does not exist', {
        'smtpd_reject_unlisted_sender': 'yes'}, 'sender-rejected', '--from', NOBODY),
    'sender-on-list': postfix('the domain of the sender is on a list of bad names', {
        'smtpd_sender_restrictions': 'reject_rhsbl_sender dbl.example.com'}, 'domain-blocklisted',
        '--from', 'news@spoilt.example.org', before=lambda lab: lab.network.publish(
            'spoilt.example.org.dbl.example.com. A 127.0.1.2\nspoilt.example.org. A 44.128.9.10\n')),
    'login-for-senders': postfix('only those who have logged in may send, said about the sender', {
        'smtpd_sender_restrictions': 'permit_sasl_authenticated, reject'}, 'auth-required', '--from', ALICE,
        port=587),
    'typed-domain': postfix('the domain of the recipient does not exist, worded as temporary', {
        'smtpd_recipient_restrictions': 'reject_unknown_recipient_domain'}, 'domain-not-found', port=587,
        to='aunt@exampel-post.example.org', user=ALICE),
    'two-recipients': postfix('one recipient a message', {'smtpd_recipient_limit': '1'}, 'too-many-recipients',
                              '--to', ALICE, port=587, user=ALICE),
    'home-line': postfix('a list of home lines of its own', {'smtpd_client_restrictions':
                         'check_client_access static:{550 5.7.1 Mail straight from dial-up and home lines is not '
                         'taken, use the relay of your provider}'}, 'dynamic-ip-blocked'),
    'second-exchanger': postfix(
        'postscreen takes newcomers at the main exchanger alone, and this is the other one', {},
        'service-unavailable', '--retry-greylist', '3',
        servers=lambda: [Postfix(postscreen=True, main={
            'postscreen_whitelist_interfaces': '!44.128.9.10, static:all', 'postscreen_cache_map': '',
            'postscreen_greet_wait': '1s'})]),
    'put-off-unworded': postfix(
        'greylisting that calls itself a short pause', {}, ('smtp-greylisted', None), '--retry-greylist', '4',
        verdict=('ok', 'warning'), servers=lambda: [Postgrey(2, '--greylist-text=Pause for %s seconds, then try again'),
                                                    Postfix(main={'smtpd_recipient_restrictions': Postgrey.POLICY})]),
    'sleepy': postfix('the greeting comes after twenty-two seconds', {
        'smtpd_client_restrictions': 'sleep 22', 'smtpd_delay_reject': 'no'}, 'greeting-delayed', '--timeout', '60',
        verdict=('ok', 'warning'), port=587, user=ALICE, languages=()),
    'plain-refused': postfix('encryption is demanded at MAIL on 25', {'smtpd_tls_security_level': 'encrypt'},
                             'tls-required', *PLAIN),
}
