# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail domain whose records are sound, and what a scenario of `domain` writes in their place."""

from .network import SERVER4
from .scenario import Scenario

HARBOUR = 'harbour.example.org'
LIST = 'bl.example.com'
REVERSE = '10.9.128.44.in-addr.arpa.'
SOUND = {
    'mx': f'{HARBOUR}. MX 5 post.{HARBOUR}.',
    'a': f'post.{HARBOUR}. A {SERVER4}',
    'spf': f'{HARBOUR}. TXT "v=spf1 ip4:{SERVER4} mx ~all"',
    'dmarc': f'_dmarc.{HARBOUR}. TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@{HARBOUR}"',
    'ptr': f'{REVERSE} PTR post.{HARBOUR}.',
    'list': f'2.0.0.127.{LIST}. A 127.0.0.2',
}


def sound_but(**changes):
    """The records of the domain; of each kind the scenario's own, where it has any ('' is none)."""
    return '\n'.join((SOUND | changes).values()) + '\n'


def long_text(text):
    """A TXT record of more than 255 bytes, in the pieces that a zone file wants."""
    return ' '.join(f'"{text[i:i + 200]}"' for i in range(0, len(text), 200))


def domain(title, cause=None, verdict=None, facts=None, args=(), name=HARBOUR, sender=SERVER4,
           zones=(LIST,), before=None, records=None, **more):
    """more: members of Scenario, or records as for sound_but."""
    changes = {key: more.pop(key) for key in list(more) if key in SOUND or key.startswith('more')}
    text = sound_but(**changes) if records is None else records
    sender = ['--sender-ip', sender] if sender else []
    lists = [word for zone in zones for word in ('--dnsbl', zone)]

    def prepare(lab):
        lab.network.publish(text)
        if before:
            before(lab)

    return Scenario(title=title, args=['domain', name, *sender, *lists, *args], cause=cause,
                    verdict=verdict or ('warning' if cause else 'ok'), before=prepare,
                    facts=facts or {}, **more)
