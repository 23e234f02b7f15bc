# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Block lists by several servers, and addresses without a name; words of the house."""
from lablib.accounts import smtp
from lablib.exim import Exim
from lablib.helpers import BlockList
from lablib.network import CLIENT4
from lablib.opensmtpd import OpenSmtpd
from lablib.postfix import Postfix, saying
from lablib.qpsmtpd import Qpsmtpd
from lablib.scenario import Scenario
from lablib.sendmail import Sendmail

ZONE = 'dnsbl.example.net'


def listed(title, server, code='127.0.0.4', text='see https://lists.example.net/$', **more):
    return Scenario(title=title, servers=lambda: [BlockList({CLIENT4: code}, text), server()],
                    args=smtp(port=25), **({'cause': 'ip-blocklisted', 'verdict': 'problem'} | more))


def nameless(title, server, cause='reverse-dns-missing', **more):
    return Scenario(title=title, servers=lambda: [server()], cause=cause,
                    **({'args': smtp(port=25), 'verdict': 'problem'} | more))


SCENARIOS = {
    'sendmail': listed('sendmail asks a block list', lambda: Sendmail(f'FEATURE(`dnsbl\', `{ZONE}\')')),
    'sendmail-words': listed('sendmail asks a block list, in words of the house', lambda: Sendmail(
        f'FEATURE(`enhdnsbl\', `{ZONE}\', `"521 5.7.1 No mail from "$&{{client_addr}}": on our black list"\', `t\')')),
    'qpsmtpd': listed('qpsmtpd asks a block list', lambda: Qpsmtpd('dnsbl', {'dnsbl_zones': f'{ZONE}\n'})),
    'postscreen-name': listed('postscreen asks a block list whose name it does not tell', lambda: Postfix(
        postscreen=True, main={'postscreen_dnsbl_sites': ZONE, 'postscreen_dnsbl_action': 'enforce',
                               'postscreen_greet_action': 'enforce', 'postscreen_greet_wait': '2s',
                               'postscreen_dnsbl_reply_map': f'inline:{{{ZONE}=blocklist.invalid}}',
                               'postscreen_cache_map': 'btree:/var/lib/postfix/ps'})),
    'postfix-words': listed('Postfix asks a block list, in words of the house', lambda: Postfix(main={
        'smtpd_client_restrictions': f'reject_rbl_client {ZONE}', 'maps_rbl_reject_code': '550',
        'default_rbl_reply': '$rbl_code Ihre Adresse $client_address steht auf der Sperrliste $rbl_domain'})),
    'exim-temporary': listed('Exim asks a block list and puts off', lambda: Exim(
        acls={'connect': f'  defer dnslists = {ZONE}\n        message = 421 Your host is listed by $dnslist_domain, delisting: https://lists.example.net/remove'})),
    'exim-refused': listed('the list refuses the question, Exim takes that for a yes', lambda: Exim(
        rcpt=f'  deny dnslists = {ZONE}\n       message = $sender_host_address is blocked using $dnslist_domain; $dnslist_text'),
        '127.255.255.254', 'Error: open resolver; https://lists.example.net/returnc/pub/',
        cause=('server-error', 'ip-blocklisted')),
    # A list of senders that one recipient keeps says nothing of the address that connects.
    'own-exim': nameless('the recipient keeps a list of senders at Exim', lambda: Exim(
        rcpt='  deny message = Blacklisted by recipient\n       local_parts = bob'), 'sender-rejected'),
    'own-exim-words': nameless('the same in other words, when the message is there', lambda: Exim(
        acls={'data': '  deny message = 550 $sender_address is on the personal block list of $recipients'}),
        'recipient-refused', args=smtp('--send', port=25), at_most=0.8),
    'own-postfix': nameless('a map of senders for one recipient at Postfix', lambda: saying(
        'rcpt', '554 5.7.1 You have been blacklisted by the recipient'), 'sender-rejected'),
    'sendmail-no-name': nameless('sendmail wants a name for our address', lambda: Sendmail(
        "FEATURE(`delay_checks`)\nFEATURE(`require_rdns')".replace('checks`', "checks'"))),
    'opensmtpd-no-name': nameless('OpenSMTPD wants a name for our address', lambda: OpenSmtpd(
        main='filter named phase connect match !rdns disconnect "550 no rDNS is so 80s"', listen={25: 'filter named'})),
    'opensmtpd-no-forward': nameless('OpenSMTPD wants a name that leads back', lambda: OpenSmtpd(
        main='filter named phase mail-from match !fcrdns reject "550 no FCrDNS is so 80s"', listen={25: 'filter named'})),
    'exim-no-name': nameless('Exim wants a name for our address', lambda: Exim(
        acls={'connect': '  deny message = Your mail server has no PTR record, go and get one\n       !verify = reverse_host_lookup'})),
    'exim-no-name-later': nameless('Exim puts off whoever has no name', lambda: Exim(
        rcpt='  defer message = could not look up the host name of [$sender_host_address], fix your reverse DNS\n       !verify = reverse_host_lookup')),
    'postfix-no-name-words': nameless('the words of a house for the same', lambda: saying(
        'connect', '554 5.7.1 Reverse DNS lookup of your IP failed, generic or missing hostname')),
    'exim-helo-address': nameless('Exim wants no address as a HELO name', lambda: Exim(
        acls={'helo': '  deny message = Sending an IP address as HELO is not RFC compliant here\n       condition = ${if match{$sender_helo_name}{\\N^\\[\\N}}'}), 'bad-helo'),
    'exim-helo-junk': nameless('Exim wants a HELO name without an underscore', Exim, 'bad-helo',
                               args=smtp('--helo', 'my_laptop', port=25)),
    'opensmtpd-helo': nameless('OpenSMTPD wants a HELO name of its own choice', lambda: OpenSmtpd(
        main='filter polite phase ehlo match helo regex "^laptop" reject "554 5.7.1 HELO rejected, use your real hostname"',
        listen={25: 'filter polite'}), 'bad-helo', args=smtp('--helo', 'laptop', port=25), verdict=('problem', 'warning')),
    'postfix-helo-map': nameless('a map of HELO names', lambda: saying(
        'helo', '550 5.7.1 Your EHLO argument does not resolve'), 'bad-helo'),
    'policy-connect-words': nameless('words about the past of our network', lambda: saying(
        'connect', '421 4.7.1 Too much junk from 192.168.77.0/24 lately, see https://abuse.example.net/why'), 'ip-bad-reputation'),
    'policy-rcpt-words': nameless('words about the past of our address, at RCPT', lambda: saying(
        'rcpt', '550 5.7.1 Mail from your IP is refused because of its poor sender reputation (code R13)'), 'ip-bad-reputation'),
    'policy-exim-words': nameless('words of a large provider', lambda: Exim(
        acls={'connect': '  defer message = 421 4.7.0 [TSS04] Messages from $sender_host_address temporarily deferred due to user complaints - https://postmaster.example.net/tss'}), 'ip-bad-reputation'),
}
