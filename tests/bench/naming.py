# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench of names: all that a domain publishes, asked for at once, against as many digs in a row.

A bench is as in surveying.py."""

import json
import subprocess

from lablib.domains import HARBOUR, LIST, REVERSE, sound_but
from lablib.network import SERVER4
from surveying import clock, environment, judge, median

# The record of the domain, the one that it includes, the address of a host named there.
CHAIN = 3
RECORDS = sound_but(spf=f'{HARBOUR}. TXT "v=spf1 include:_spf.{HARBOUR} -all"',
                    more=f'_spf.{HARBOUR}. TXT "v=spf1 a:out.{HARBOUR} ~all"\nout.{HARBOUR}. A {SERVER4}')
SUBJECT = f'10.9.128.44.{LIST}'
QUESTIONS = (('MX', HARBOUR), ('A', HARBOUR), ('A', f'post.{HARBOUR}'), ('AAAA', f'post.{HARBOUR}'),
             ('SRV', f'_submission._tcp.{HARBOUR}'), ('TXT', HARBOUR), ('TXT', f'_spf.{HARBOUR}'),
             ('A', f'out.{HARBOUR}'), ('TXT', f'_dmarc.{HARBOUR}'), ('PTR', REVERSE), ('A', f'2.0.0.127.{LIST}'),
             ('A', f'1.0.0.127.{LIST}'), ('A', SUBJECT), ('TXT', SUBJECT))


def digs(lab):
    """One after the other, each a program of its own; None where there is no dig."""
    root = lab.tools.roots / 'root-names'
    dig = root / 'usr/bin/dig'
    if not dig.exists():
        return None
    libraries = f'LD_LIBRARY_PATH={next(root.glob("usr/lib/*-linux-gnu"), root)}'
    return ['sh', '-euc', ' ; '.join(f'{dig} +short {kind} {name}' for kind, name in QUESTIONS)], libraries


def bundle(name, lab, cli, trip, rounds):
    lab.network.publish(RECORDS)
    job = [cli, '--format', 'json', 'domain', HARBOUR, '--sender-ip', SERVER4, '--dnsbl', LIST]

    def look():
        done = subprocess.run(lab.network.client.command(job), env=environment(lab), capture_output=True,
                              text=True, check=False)
        steps = json.loads(done.stdout)['steps']
        return next(step['elapsed_ms'] for step in steps if step['id'] == 'domain.lookup')

    ours = median(look, rounds)
    missed = judge(name, f'{CHAIN} questions that follow from each other', f'{ours:.0f} ms',
                   f'≤ {CHAIN * trip + 15} ms', ours > CHAIN * trip + 15)
    others = digs(lab)
    if others is None:
        print(f'{name:18} dig is not installed: not compared')
        return missed
    command, libraries = others
    theirs = median(lambda: clock(lab, ['env', libraries, *command]), rounds)
    return missed + judge(name, f'ours / {len(QUESTIONS)} digs in a row ({theirs:.0f} ms)', f'{ours / theirs:.2f}',
                          '≤ 0.30', ours / theirs > 0.30)


BENCHES = {f'domain-bundle-{trip}ms': (bundle, trip) for trip in (20, 100, 200)}
