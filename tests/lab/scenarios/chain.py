# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chains of certificates that end in nothing that is trusted, or in something that has ended."""

from lablib.accounts import ALICE, smtp
from lablib.chains import Chain
from lablib.exim import Exim
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.rules import no_login
from lablib.scenario import Scenario


def scenario(title, name, server, cause, facts, **chain):
    return Scenario(title=title, args=smtp(port=465), user=ALICE, cause=cause, verdict='problem',
                    servers=lambda: [Chain(f'chain-{name}', **chain), server(certificate=f'chain-{name}')],
                    facts=facts, after=no_login)


SCENARIOS = {
    'gap-with-address': scenario(
        'the intermediate is not sent; the certificate says where it lies', 'gap', Exim,
        'certificate-chain-incomplete', lines=[f'ca_issuers_uri = "http://{HOST}/middle.der"'],
        middle=True, send=(),
        facts={'tls.verify': 'chain-incomplete', 'tls.issuer_in_store': None, 'tls.fault': '0',
               'tls.chain.0.issuer_address': f'http://{HOST}/middle.der'}),
    'gap-similar-root': scenario(
        'the intermediate is not sent, and is called nearly like a trusted root', 'similar', Postfix,
        'certificate-chain-incomplete', middle='Lab Root 2', send=(),
        facts={'tls.verify': 'chain-incomplete', 'tls.issuer_in_store': None}),
    'namesake': scenario(
        'an unknown issuer with the very name of a trusted root', 'namesake', Postfix,
        'certificate-untrusted-issuer', root='Lab Root', send=(),
        facts={'tls.issuer_in_store': 'other-key'}),
    'namesake-sent': scenario(
        'the same, its own certificate sent along', 'namesake-sent', Exim,
        'certificate-untrusted-issuer', root='Lab Root', send=('root',),
        facts={'tls.issuer_in_store': 'other-key'}),
    'unknown-with-middle': scenario(
        'a whole chain of an issuer that nobody here knows', 'unknown', Exim,
        'certificate-untrusted-issuer', root='Elsewhere Root', middle='Elsewhere Issuing', send=('middle',),
        facts={'tls.verify': 'untrusted-issuer', 'tls.issuer_in_store': None, 'tls.fault': '1'}),
    'middle-expired': scenario(
        'the intermediate has ended, the server’s own certificate has not', 'ended', Postfix,
        'certificate-expired', middle=True, middle_days=(-400, -35), send=('middle',),
        facts={'tls.verify': 'expired', 'tls.fault': '1', 'tls.expired_days': '35'}),
}
