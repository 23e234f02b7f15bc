# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenSMTPD, Sendmail, Courier and Dovecot, each with its own words and codes for what others say too."""

from lablib.accounts import ALICE, BOB, PLAIN, STRANGER, smtp
from lablib.courier import Courier
from lablib.network import HOST, SERVER4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.sendmail import Sendmail
from lablib.submission import Submission


def met(title, servers, cause, *more, port=25, to=BOB, verdict='problem', **others):
    return Scenario(title=title, servers=servers, args=smtp(*more, port=port, to=to), cause=cause, verdict=verdict,
                    **others)


def opensmtpd(title, cause, *more, filters='', listen='', **others):
    """filters: the end of a line that makes one."""
    main = others.pop('main', '') + (f'filter "door" phase {filters}\n' if filters else '')
    words = listen + (' filter "door"' if filters else '')
    return met(title, lambda: [OpenSmtpd(main=main, listen={25: words})], cause, *more, **others)


def submission(title, cause, *more, port=587, **others):
    settings = {key: others.pop(key) for key in ('more', 'extra', 'mechanisms') if key in others}
    behind = [Postfix(main={'mynetworks': f'127.0.0.0/8, {SERVER4}'}, ports={25: {}})]
    if others.pop('alone', False):
        behind = []
    return met(title, lambda: [*behind, Submission(**settings)], cause, *more, port=port, user=ALICE, **others)


SCENARIOS = {
    'opensmtpd-nameless': opensmtpd('OpenSMTPD turns away who has no reverse name', 'reverse-dns-missing',
                                    filters='connect match !rdns disconnect "550 your address has no name here"'),
    'opensmtpd-busy': opensmtpd('a filter of OpenSMTPD hangs up with 421', 'service-unavailable',
                                filters='ehlo match !fcrdns disconnect "421 4.3.2 Closed for maintenance until tonight"'),
    'opensmtpd-helo': opensmtpd('OpenSMTPD wants a HELO name that leads back', 'bad-helo', '--helo', 'pc.invalid',
                                filters='ehlo match helo regex { "invalid" } reject "550 5.7.1 go away, that HELO is made up"',
                                verdict='warning'),  # the old HELO passes by that rule
    'opensmtpd-many': opensmtpd('one recipient a message at OpenSMTPD', 'too-many-recipients', '--to', ALICE,
                                main='smtp limit max-rcpt 1\n'),
    'opensmtpd-tls': opensmtpd('OpenSMTPD wants encryption first', 'tls-required', *PLAIN,
                               listen='tls-require pki lab'),
    'opensmtpd-size': opensmtpd('a message too large for OpenSMTPD', 'message-too-big', '--send',
                                main='smtp max-message-size 200\n'),
    'sendmail-relay': met('Sendmail relays for nobody without a name', lambda: [Sendmail()],
                          ('relay-denied', 'auth-required'), to=STRANGER),
    'sendmail-disk': met('too little free space at Sendmail, with the code of routing', lambda: [
        Sendmail("define(`confMIN_FREE_BLOCKS', `99999999999')")], 'server-storage-full', '--send'),
    'sendmail-size': met('a message too large for Sendmail', lambda: [
        Sendmail("define(`confMAX_MESSAGE_SIZE', `200')")], 'message-too-big', '--send'),
    'sendmail-many': met('one recipient a message at Sendmail', lambda: [
        Sendmail("define(`confMAX_RCPTS_PER_MESSAGE', `1')")], 'too-many-recipients', '--to', ALICE),
    'courier-relay': met('Courier relays for nobody, with a code that nobody else has', lambda: [Courier()],
                         'relay-denied', to=STRANGER),
    'courier-sender': met('Courier does not find the domain of the sender, code 517', lambda: [
        Courier(environment={'BOFHCHECKDNS': '1'})], ('sender-domain-invalid', 'sender-rejected'),
        '--from', 'shop@gone-away.example.org'),
    'dovecot-alone': submission('the mail server behind Dovecot is down', ('server-error', 'service-unavailable'),
                                alone=True),
    'dovecot-many': submission('one recipient a message at Dovecot', 'too-many-recipients', '--to', ALICE,
                               more='submission_max_recipients = 1'),
    # Now and then Dovecot hangs up before its own 454 has left.
    'dovecot-places': submission('a user may have one session at Dovecot, and has it',
                                 ('smtp-too-many-connections', 'connection-lost'), port=465, more='mail_max_userip_connections = 1',
                                 before=lambda lab: lab.hold_mail_login(HOST, 465, 1)),
    'dovecot-size': submission('a message too large for Dovecot', 'message-too-big', '--send',
                               more='submission_max_mail_size = 200'),
    'dovecot-shut': submission('the account may not log in for now', ('auth-too-many-attempts', 'sender-account-blocked'),
                               extra='nologin reason=suspended'),
    'dovecot-method': submission('the one method offered is not the one wanted', ('auth-method-rejected', 'auth-not-offered'),
                                 '--auth', 'plain', mechanisms='cram-md5'),
    'dovecot-stranger': submission('mail to others, the server behind does not relay', 'relay-denied', to=STRANGER,
                                   verdict='problem'),
}
# Behind this one, nobody is known who may relay.
SCENARIOS['dovecot-stranger'].servers = lambda: [Postfix(ports={25: {}}), Submission()]
