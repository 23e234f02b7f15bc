# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenSnitch on the client: its rules stand in files of its own, and no packet filter shows them."""

from lablib.accounts import ALICE, ftp, smtp
from lablib.exim import Exim
from lablib.firewalls import OpenSnitch
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd


def snitch(title, port=587, default='allow', secret=False, server=Postfix, rules=None, **more):
    return Scenario(title=title, servers=lambda: [server(), OpenSnitch(default, secret, **(rules or {}))],
                    **({'args': smtp(port=port), 'user': ALICE, 'cause': 'local-firewall-blocks',
                        'verdict': 'problem', 'steps': {'tcp.connect': 'failed'}} | more))


def one(operand, data, **more):
    return {'operand': operand, 'data': data} | more


def blocked(port):
    return lambda lab: lab.network.block([port])


SURE = {'local.opensnitch': 'readable', 'local.firewall.rule_sure': 'yes', 'local.firewall.owner': 'OpenSnitch'}
PORT_587 = one('dest.port', '587')
HERE = {'computer': {'firewall': 'reason'}}
SCENARIOS = {
    'port': snitch('a rule denies port 587', rules={'deny_587': ('deny', PORT_587)}, **HERE, facts=SURE | {
        'local.firewall.rule': 'OpenSnitch deny-587: deny (dest.port 587)', 'local.firewall.rule_scope': 'some'}),
    'network': snitch('a rule of several parts rejects port 465 of one network', 465, server=Exim, rules={
        'reject_list': ('reject', one('dest.network', '44.128.0.0/16', type='network'),
                        one('dest.port', '^(25|465)$', type='regexp'))}, facts=SURE, **HERE),
    'host': snitch('a rule denies the name of the server', rules={
        'deny_host': ('deny', one('dest.host', 'MAIL.example.net'))},
        facts=SURE | {'dns.outcome': 'silent'}, steps={'dns.resolve': 'failed'}, **HERE),
    'default': snitch('whatever no rule allows is denied', 465, default='deny', rules={
        'allow_names': ('allow', one('dest.port', '53'))}, facts=SURE | {
            'local.firewall.rule': 'OpenSnitch: DefaultAction deny', 'local.firewall.rule_scope': 'everything'}),
    # What is let through, and what is switched off, is not blamed.
    'precedence': snitch('a rule with precedence lets it pass; the network drops it', rules={
        '000_allow': ('allow', PORT_587, {'precedence': True}), 'deny_587': ('deny', PORT_587)},
        before=blocked(587), cause='port-blocked-by-network', facts={'local.firewall.rule': None},
        computer={'firewall': 'not-known'}),
    'disabled': snitch('a rule that is switched off; the network drops it', 465, rules={
        'deny_465': ('deny', one('dest.port', '465'), {'enabled': False})}, before=blocked(465),
        cause='port-blocked-by-network', facts={'local.firewall.rule': None}),
    'program': snitch('a rule denies another mail program alone', rules={
        'deny_bird': ('deny', one('process.path', '/usr/bin/thunderbird'), PORT_587)}, verdict='warning', steps={},
        facts={'local.firewall.program': 'thunderbird', 'local.firewall.rule': None},
        computer={'firewall': 'possible'}),
    'files': snitch('a rule denies port 21', server=Vsftpd, args=ftp(), user=None, rules={
        'deny_ftp': ('deny', one('dest.port', '21'))}, facts=SURE, **HERE),
    # The wire looks as if the network did it, and the rules cannot be read: nothing is certain.
    'unread': snitch('a rule denies port 587, and may not be read', secret=True, rules={
        'deny_587': ('deny', PORT_587)}, rights=False, user=None, at_most=0.7, verdict=('problem', 'inconclusive'),
        cause=('local-firewall-blocks', 'port-blocked-by-network'), computer={'firewall': 'not-known'}, facts={
            'local.opensnitch': 'not-readable', 'local.firewall.command': 'grep -r . /etc/opensnitchd/rules'}),
}
