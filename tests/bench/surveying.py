# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benches of ports: which one works, how soon that is shown, and what silence is taken for.

Every one plays on the lab's servers; a bench is a function of (lab, cli, trip in ms, rounds) that prints
its figures and returns how many goals were missed."""

import json
import os
import re
import shutil
import statistics
import subprocess
import time

from lablib.accounts import ALICE, BOB, smtp
from lablib.network import CLIENT4, HOST, SERVER4
from lablib.postfix import Postfix

PORTS = (25, 465, 587, 2525)
PORTS_SERVED = Postfix.PORTS | {2525: {'smtpd_sasl_auth_enable': 'yes',
                                       'smtpd_tls_security_level': 'may'}}
MOST_PROBABLE = 0.003
PROBES = 4000


def server():
    return Postfix(ports=PORTS_SERVED)


def judge(name, what, value, goal, missed):
    print(f"{name:18} {what}: {value}, goal {goal}{'   MISSED' if missed else ''}", flush=True)
    return missed


def environment(lab):
    return {'PATH': '/usr/bin:/bin', 'HOME': str(lab.tools.base), 'LC_ALL': 'C.UTF-8'}


def clock(lab, command, good=(0,)):
    """Wall ms of one run on the client."""
    begin = time.monotonic()
    done = subprocess.run(lab.network.client.command(command), env=environment(lab),
                          capture_output=True, text=True, check=False)
    wall = (time.monotonic() - begin) * 1000
    if good is not None and done.returncode not in good:
        raise RuntimeError(f'{command[0]}: status {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}')
    return wall


def clock_line(lab, command, pattern):
    """Wall ms until standard error holds a line like that."""
    begin = time.monotonic()
    with subprocess.Popen(lab.network.client.command(command), env=environment(lab),
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        seen = next(((time.monotonic() - begin) * 1000 for line in process.stderr
                     if re.search(pattern, line)), None)
        process.stderr.read()
    if seen is None:
        raise RuntimeError(f'{command}: no line like {pattern}')
    return seen


def account(lab):
    return ['--no-environment', '--user', ALICE, '--password-file', str(lab.password_file),
            '--ca-file', str(lab.tools.authority.ca_file)]


def floor(lab, port):
    return [str(lab.tools.base / 'floor-smtp'), HOST, str(port), str(lab.tools.authority.ca_file), ALICE,
            str(lab.password_file), BOB]


def median(function, rounds):
    values = [function() for _ in range(rounds + 1)]
    return statistics.median(values[1:])


def in_a_row(lab):
    """What a person does by hand: one port after the other."""
    total = 0.0
    for port in PORTS:
        total += clock(lab, ['swaks', '--server', HOST, '--port', str(port), '--quit-after', 'EHLO',
                             '--tls-on-connect' if port == 465 else '--tls', '--helo', f'[{CLIENT4}]'],
                       good=None)
    return total


def working_port(name, lab, cli, _trip, rounds):
    """One of four dropped, with login, all verdicts; and the first working answer."""
    lab.network.block([25])
    job = [cli, 'survey', 'smtp', HOST, *account(lab)]
    ours = median(lambda: clock(lab, job), rounds)
    first = median(lambda: clock_line(lab, [*job, '--verbose'], r'^  ok .*:465'), rounds)
    least = median(lambda: clock(lab, [str(lab.tools.base / 'floor-survey'), HOST,
                                       ' '.join(map(str, PORTS)), *floor(lab, 465)]), rounds)
    alone = median(lambda: clock(lab, floor(lab, 465)), rounds)
    missed = judge(name, f'{ours:.0f} ms, ours / floor {least:.0f}', f'{ours / least:.2f}', '≤ 1.10',
                   ours / least > 1.10)
    missed += judge(name, f'first answer {first:.0f} ms / floor on 465 {alone:.0f}', f'{first / alone:.2f}',
                    '≤ 1.15', first / alone > 1.15)
    if shutil.which('nmap'):
        scan = median(lambda: clock(lab, ['nmap', '-Pn', '-n', '-p', ','.join(map(str, PORTS)), SERVER4]),
                      rounds)
        missed += judge(name, f'ours / nmap {scan:.0f}', f'{ours / scan:.2f}', '≤ 0.70', ours / scan > 0.70)
    if shutil.which('swaks'):
        row = in_a_row(lab)
        missed += judge(name, f'ours / swaks in a row {row:.0f}', f'{ours / row:.3f}', '≤ 0.067',
                        ours / row > 1 / 15)
    return missed


def wrong_pairing(name, lab, cli, trip, rounds):
    """Until it is named, the look-up of the name apart: what fails then says it."""
    most = 4 * trip + 400
    missed = 0
    for port, security in ((465, 'starttls'), (587, 'tls')):
        job = [cli, *smtp('--security', security, port=port), *account(lab), '--verbose', '--resolve',
               f'{HOST}:{SERVER4}']
        wall = median(lambda: clock_line(lab, job, r'^  failed'), rounds)
        missed += judge(name, f'{port} with {security}', f'{wall:.0f} ms', f'≤ {most:.0f} ms', wall > most)
    return missed


DROP6 = 'table ip6 hole { chain hole { type filter hook forward priority 0; drop\n}\n}\n'


def curl(lab, host):
    """The same account check as far as it goes: TLS, login, recipient."""
    password = lab.password_file.read_text(encoding='ascii').strip()
    return ['curl', '--silent', '--output', '/dev/null', '--cacert', str(lab.tools.authority.ca_file), '--user',
            f'{ALICE}:{password}', '--mail-from', ALICE, '--mail-rcpt', BOB, '--request', 'NOOP',
            f'smtps://{host}:465/']


def beside_curl(name, ours, theirs):
    return judge(name, f'ours {ours:.0f} ms / curl {theirs:.0f}', f'{ours / theirs:.2f}', '≤ 1.00',
                 ours / theirs > 1)


def black_hole(name, lab, cli, _trip, rounds):
    lab.network.router.nft(DROP6)
    job = [cli, *smtp(host='both.example.net', port=465), *account(lab), '--verbose']
    first = median(lambda: clock_line(lab, job, r'^  ok .*(mail|both)\.example\.net.*(answered|greeted)'
                                      r'|^  ok  Waiting'), rounds)
    least = median(lambda: clock(lab, floor(lab, 465)), rounds)
    missed = judge(name, f'first answer {first:.0f} ms, floor {least:.0f}, more', f'{first - least:.0f} ms',
                   '≤ 300 ms', first - least > 300)
    if shutil.which('curl'):
        # Until the recipient is accepted: why IPv6 is silent is looked into behind it, which curl does not.
        ours = median(lambda: clock_line(lab, job, '^  ok  Naming the recipient'), rounds)
        missed += beside_curl(name, ours, median(lambda: clock(lab, curl(lab, 'both.example.net')), rounds))
    return missed


LOSE_ONE = ('table inet once { chain once { type filter hook forward priority 0;\n'
            '  udp dport 53 limit rate 1/hour burst 1 packets drop\n}\n}\n')


def lost_question(name, lab, cli, _trip, rounds):
    """The first packet to the name server never arrives."""
    def lose_one(job):
        lab.network.router.nft(LOSE_ONE)
        try:
            return clock(lab, job)
        finally:
            lab.network.router.nft('delete table inet once\n')
    ours = median(lambda: lose_one([cli, *smtp(port=465), *account(lab)]), rounds)
    least = median(lambda: clock(lab, floor(lab, 465)), rounds)
    missed = judge(name, f'{ours:.0f} ms, floor {least:.0f}, more', f'{ours - least:.0f} ms', '≤ 1000 ms',
                   ours - least > 1000)
    if shutil.which('curl'):
        missed += beside_curl(name, ours, median(lambda: lose_one(curl(lab, HOST)), rounds))
    return missed


LOSE = ('table inet lossy { chain lossy { type filter hook forward priority 0;\n'
        '  tcp sport { 25, 465, 587, 2525 } numgen random mod 100 < 5 drop\n'
        '  tcp dport { 25, 465, 587, 2525 } numgen random mod 100 < 5 drop\n}\n}\n')


def lossy_line(name, lab, cli, _trip, _rounds):
    """Open ports that are called filtered where every twentieth packet is lost, each way."""
    lab.network.router.nft(LOSE)
    program = os.path.join(os.path.dirname(cli), '../../tests/bench/bench-loss')
    words = subprocess.run(lab.network.client.command([program, SERVER4, str(PROBES // len(PORTS)),
                                                       *map(str, PORTS)]), env=environment(lab),
                           capture_output=True, text=True, check=True).stdout
    probes, probable, confirmed = map(int, words.split())
    missed = judge(name, f'probable, of {probes}', probable, f'≤ {MOST_PROBABLE:.1%}',
                   probable / probes > MOST_PROBABLE)
    return missed + judge(name, f'confirmed, of {probes}', confirmed, '0', confirmed > 0)


def versions(name, lab, cli, trip, rounds):
    """All versions of TLS of a port, against one handshake chain: the same steps once, in the same run."""
    missed = 0
    chain = {465: ('tcp.connect', 'tls.handshake'),
             587: ('tcp.connect', 'smtp.greeting', 'smtp.ehlo', 'smtp.starttls', 'tls.handshake')}
    for port, steps in chain.items():
        job = [cli, '--format', 'json', *smtp('--tls-versions', port=port), *account(lab)]
        shares = []
        for _ in range(rounds + 1):
            done = subprocess.run(lab.network.client.command(job), env=environment(lab), check=True,
                                  capture_output=True, text=True)
            took = {step['id']: step['elapsed_ms'] for step in json.loads(done.stdout)['steps']}
            shares.append(took['tls.versions'] / sum(took[step] for step in steps))
        share = statistics.median(shares[1:])
        missed += judge(name, f'{port}, all versions / one handshake chain', f'{share:.2f}', '≤ 1.30',
                        share > 1.3)
    return missed


# name: (what is measured, round trip in ms)
BENCHES = {'lossy-line': (lossy_line, 0)}
for _trip in (20, 100, 200):
    BENCHES[f'working-port-{_trip}ms'] = (working_port, _trip)
    BENCHES[f'wrong-pairing-{_trip}ms'] = (wrong_pairing, _trip)
    BENCHES[f'black-hole-{_trip}ms'] = (black_hole, _trip)
    BENCHES[f'lost-question-{_trip}ms'] = (lost_question, _trip)
    BENCHES[f'versions-{_trip}ms'] = (versions, _trip)
