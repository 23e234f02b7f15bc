# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server is at fault: a part of it is missing, its encryption broken, it goes down."""
from lablib.accounts import ALICE, BOB, STRANGER, smtp
from lablib.exim import Exim
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.sendmail import Sendmail
from lablib.scripted import Scripted
from lablib.submission import Submission

# Exim's processes for one client each are told to end, when they were seen before: not before
# they have greeted, then.
REAPER = '''
import os, pathlib, signal, time
print("ready", flush=True)
seen = set()
while True:
    daemon = int(pathlib.Path("/run/exim4/exim.pid").read_text())
    now = {int(p.name) for p in pathlib.Path("/proc").iterdir() if p.name.isdigit()
           and os.path.basename(os.path.realpath(p / "exe")).startswith("exim4")} - {daemon}
    for pid in now & seen:
        os.kill(pid, signal.SIGTERM)
    seen = now
    time.sleep(1.5)
'''


def reap(lab):
    lab.meddle('hush', [587])
    lab.network.server.write('/run/reaper.py', REAPER)
    lab.held.append(lab.network.server.start(['/usr/bin/python3', '/run/reaper.py'], stdout=-1))


def broken(title, server, cause=('server-error', 'service-unavailable'), **more):
    more.setdefault('args', smtp())
    if 25 not in map(lambda a: int(a) if a.isdigit() else a, more['args']):
        more.setdefault('user', ALICE)
    return Scenario(title=title, servers=lambda: server() if isinstance(server(), list) else [server()],
                    cause=cause, verdict='problem', **more)


SCENARIOS = {
    'exim-told-to-end': broken('Exim is told to end in the middle of a session', Exim,
                               ('service-unavailable',), before=reap),
    'exim-lookup': broken(
        'Exim looks for its recipients in a file that is not there',
        lambda: Exim(rcpt='  deny condition = ${lookup{$local_part}lsearch{/etc/exim4/gone}{yes}{no}}'),
        args=smtp(port=25)),
    'exim-lookup-footer': broken(
        'the same on 465, with words of the house',
        lambda: Exim(rcpt='  defer message = Interner Fehler. Please try again, our database is down'),
        args=smtp(port=465), user=ALICE),
    'postfix-milter-gone': broken(
        'the filter of Postfix does not answer',
        lambda: Postfix(main={'smtpd_milters': 'inet:127.0.0.1:8899', 'milter_connect_timeout': '3s'}),
        ('server-error', 'service-unavailable', 'starttls-unavailable'), args=smtp(port=25), at_most=0.8),
    'postfix-policy-gone': broken(
        'the policy service of Postfix does not answer',
        lambda: Postfix(main={'smtpd_recipient_restrictions': 'check_policy_service inet:127.0.0.1:10099',
                              'smtpd_policy_service_try_limit': '1'}), args=smtp(port=25)),
    'postfix-relay-down': broken(
        'what stands behind Postfix is down', lambda: Postfix(ports={25: {'smtpd_proxy_filter': '127.0.0.1:10025'}}),
        args=smtp('--send', port=25)),
    'dovecot-behind-down': broken(
        'what stands behind Dovecot is down', lambda: [Submission()], user=ALICE),
    'scripted-opensmtpd': broken(
        'the server answers with a temporary error', lambda: Scripted({'MAIL': '!421 4.3.0 Temporary Error'}), user=ALICE),
    'scripted-internal': broken(
        'the server knows no way on', lambda: Scripted({'end': '451 Requested action aborted: local error in processing'}), args=smtp('--send'), user=ALICE),
    # Encryption that is announced and cannot be had.
    'exim-starttls-acl': broken(
        'Exim refuses STARTTLS for now',
        lambda: Exim(acls={'starttls': '  defer message = 454 TLS is being serviced'}),
        'starttls-unavailable', user=ALICE),
    'exim-certificate-gone': broken(
        'the certificate of Exim is not there', lambda: Exim(main={'tls_certificate': '/etc/lab/gone.pem'}),
        'starttls-unavailable', user=ALICE),
    'postfix-certificate-gone': broken(
        'the certificate of Postfix is not there', lambda: Postfix(main={'smtpd_tls_cert_file': '/etc/lab/gone.pem'}),
        'starttls-unavailable', user=ALICE),
    'scripted-starttls': broken(
        'STARTTLS is answered with an error of the server', lambda: Scripted({'STARTTLS': '454 4.3.3 TLS currently unavailable'}),
        'starttls-unavailable', user=ALICE),
    # Or is not announced at all.
    'dovecot-no-tls': broken(
        'Dovecot without encryption', lambda: [Postfix(main={'smtpd_tls_security_level': 'none'}, ports={25: {}}), Submission(tls='no')],
        'starttls-not-offered', user=ALICE, args=smtp('--security', 'starttls')),
    'sendmail-no-tls': broken(
        'sendmail without encryption', Sendmail, 'starttls-not-offered',
        args=smtp('--security', 'starttls', port=25)),
    'opensmtpd-no-tls': broken(
        'OpenSMTPD without encryption', lambda: OpenSmtpd(listen={587: ''}), 'starttls-not-offered',
        args=smtp('--security', 'starttls')),
}
