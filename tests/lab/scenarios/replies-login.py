# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logins: wrong, in the wrong form, switched off, out of order, too often; demanded or not heard."""
from lablib.accounts import ALICE, BOB, STRANGER, smtp
from lablib.exim import Exim
from lablib.network import HOST
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix, saying
from lablib.qpsmtpd import Qpsmtpd
from lablib.scenario import Scenario
from lablib.scripted import Scripted
from lablib.sendmail import Sendmail
from lablib.submission import Submission

BEHIND = lambda: Postfix(ports={25: {}}, main={'smtpd_tls_security_level': 'none'})


def login(title, cause, server, args=None, user=ALICE, **more):
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    cause=cause, user=user, **({'args': args or smtp(), 'verdict': 'problem'} | more))


def demanded(title, cause, server, **more):
    return login(title, cause, server, user=None, **({'args': smtp(to=STRANGER, port=25)} | more))


SCENARIOS = {
    'dovecot-wrong': login('Dovecot knows another password', 'auth-failed',
                           lambda: [BEHIND(), Submission()], password='Canary-not-this-one'),
    'dovecot-form-whole': login('Dovecot wants the whole address', 'username-form-wrong',
                                lambda: [BEHIND(), Submission()], args=smtp('--try-user-forms'), user='alice'),
    'dovecot-form-part': login('Dovecot wants the part before the @', 'username-form-wrong',
                               lambda: [BEHIND(), Submission(user='alice')], args=smtp('--try-user-forms', port=465)),
    'exim-form-whole': login('Exim wants the whole address', 'username-form-wrong', Exim,
                             args=smtp('--try-user-forms', port=465), user='alice'),
    'exim-form-part': login('Exim wants the part before the @', 'username-form-wrong', lambda: Exim(user='alice'),
                            args=smtp('--try-user-forms')),
    'exim-form-not-asked': login('Exim wants the part before the @, nobody asked for a second try', 'auth-failed',
                                 lambda: Exim(user='alice')),
    'dovecot-switched-off': login(
        'the account is switched off, the password right', ('auth-failed', 'sender-account-blocked'),
        lambda: [BEHIND(), Submission(extra='nologin reason=Account_disabled')]),
    'dovecot-not-from-here': login(
        'the account may log in from another network alone', 'auth-failed',
        lambda: [BEHIND(), Submission(extra='allow_nets=10.0.0.0/8')]),
    'exim-backend-down': login(
        'Exim asks for passwords where nobody answers', 'server-error',
        lambda: Exim(main={'acl_smtp_auth': 'check_auth'}, auth='  defer message = 454 4.7.0 Temporary authentication failure')),
    'exim-condition-broken': login(
        'Exim looks for passwords in a file that is not there', 'server-error',
        lambda: Exim(user='${lookup{$auth2}lsearch{/etc/exim4/gone}}')),
    'scripted-temporary': login('the directory of passwords does not answer', 'server-error',
                                lambda: Scripted({'AUTH': '454 4.7.0 Temporary authentication failure: generic failure'})),
    'scripted-backend-words': login('the directory of passwords does not answer, in other words', 'server-error',
                                    lambda: Scripted({'AUTH': '451 4.3.0 LDAP lookup failed, try again later'})),
    'exim-many-tries-421': login(
        'Exim hangs up at the login', 'auth-too-many-attempts',
        lambda: Exim(auth='  drop message = 421 too many failed authentication attempts from your host')),
    'postfix-many-tries-words': login('an account is locked for an hour', 'auth-too-many-attempts',
                                      lambda: Scripted({'AUTH': '535 5.7.8 Account temporarily locked after repeated failures'})),
    'postfix-auth-rate-465': login('Postfix bears one login a minute', ('auth-too-many-attempts', 'smtp-rate-limited'),
                                   lambda: Postfix(main={'smtpd_client_auth_rate_limit': '1'}), args=smtp(port=465),
                                   before=lambda lab: lab.converse(HOST, 465, ['AUTH PLAIN AGEAYg=='] * 2)),
    'scripted-german': login('a wrong password, in words of the house', 'auth-failed',
                             lambda: Scripted({'AUTH': '535 Benutzername oder Passwort falsch'})),
    'scripted-bare': login('a wrong password, without any words', 'auth-failed', lambda: Scripted({'AUTH': '535 5.7.8'})),
    'scripted-530': login('logins in clear words are switched off', 'auth-method-rejected',
                          lambda: Scripted({'AUTH': '534 5.7.9 Authentication mechanism is too weak'})),
    'scripted-504': login('the method is announced and not known', 'auth-method-rejected',
                          lambda: Scripted({'AUTH': '504 5.5.4 Unrecognized authentication type'})),
    'scripted-basic': login('logins with a password were switched off for the house', ('auth-method-rejected', 'app-password-required'),
                            lambda: Scripted({'AUTH': '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant'})),
    'scripted-app': login('a password made for one program is wanted', 'app-password-required',
                          lambda: Scripted({'AUTH': '535 5.7.8 Please log in with an application-specific password'})),
    'cut-at-login': login('the connection ends at the login', 'connection-lost',
                          lambda: Scripted({'AUTH': '!'})),
    'cut-at-login-exim': login('the process of Exim ends at the login', ('connection-lost', 'server-error'),
                               lambda: Exim(auth='  warn condition = ${run{/usr/bin/pkill -KILL -n exim4}}'), at_most=0.8),
    'not-offered-exim': login('Exim offers no login', 'auth-not-offered',
                              lambda: Exim(main={'auth_advertise_hosts': ''})),
    'not-offered-465': login('Postfix offers no login on 465', 'auth-not-offered',
                             lambda: Postfix(ports={465: {'smtpd_tls_wrappermode': 'yes'}}), args=smtp(port=465)),
    # A login is wanted, and none was made.
    'dovecot-demands': demanded('Dovecot takes nothing without a login', 'auth-required',
                                lambda: [BEHIND(), Submission()], args=smtp()),
    'postfix-demands': demanded('Postfix takes nothing without a login', 'auth-required', lambda: Postfix(
        main={'smtpd_relay_restrictions': 'check_client_access static:{530 5.7.0 Bitte zuerst anmelden}, reject_unauth_destination'})),
    'exim-demands': demanded('Exim takes nothing without a login', 'auth-required', lambda: Exim(
        acls={'mail': '  deny message = 530 SMTP AUTH is required to send through this host\n       !authenticated = *'})),
    'exim-demands-words': demanded('Exim takes nothing without a login, in words alone', ('auth-required', 'relay-denied'), lambda: Exim(
        rcpt='  deny message = please configure your mail client to log in before sending\n       !authenticated = *')),
    'sendmail-relay': demanded('sendmail forwards nothing', 'relay-denied', Sendmail),
    'qpsmtpd-relay': demanded('qpsmtpd forwards nothing', 'relay-denied', Qpsmtpd),
    'postfix-relay-words': demanded('Postfix forwards nothing, in words of the house', 'relay-denied', lambda: Postfix(
        main={'smtpd_relay_restrictions': 'permit_sasl_authenticated, check_client_access static:{550 We do not relay, use your own provider}, reject_unauth_destination'})),
    'exim-relay-words': demanded('Exim forwards nothing, in words of the house', 'relay-denied', lambda: Exim(
        rcpt='  deny message = 550 that domain is not hosted here\n       domains = !+local_domains')),
    'postfix-relay-454': demanded('Postfix forwards nothing for now', 'relay-denied', lambda: Postfix(
        main={'smtpd_relay_restrictions': 'permit_sasl_authenticated, defer_unauth_destination'})),
    # Encryption first.
    'dovecot-tls-first': demanded('Dovecot takes nothing in clear', 'tls-required', lambda: [BEHIND(), Submission()],
                                  args=smtp('--security', 'none')),
    'postfix-tls-first': demanded('Postfix takes nothing in clear on 25', 'tls-required', lambda: Postfix(
        main={'smtpd_tls_security_level': 'encrypt'}), args=smtp('--security', 'none', port=25)),
    'exim-tls-first': demanded('Exim takes nothing in clear, in words of the house', 'tls-required', lambda: Exim(
        acls={'mail': '  deny message = 550 Encrypted sessions only, please\n       !encrypted = *'}), args=smtp('--security', 'none', port=25)),
    'postfix-login-hidden': login('logins are offered under encryption alone', 'tls-required',
                                  lambda: Postfix(ports={587: {'smtpd_sasl_auth_enable': 'yes'}}),
                                  args=smtp('--security', 'none', '--allow-plaintext')),
}
