# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of this computer's own firewall, as its programs and the people who run it write them."""

from lablib.accounts import ALICE, CAROL, ftp, smtp
from lablib.firewalls import Firewalld, Iptables, OpenSnitch, Ufw
from lablib.network import HOST
from lablib.postfix import Postfix
from lablib.scenario import Scenario
from lablib.vsftpd import Vsftpd

SURE = {'local.firewall.rule_sure': 'yes'}
SOME = SURE | {'local.firewall.rule_scope': 'some'}
BLOCKS = {'cause': 'local-firewall-blocks', 'verdict': 'problem', 'computer': {'firewall': 'reason'}}


def play(title, *firewall, port=587, server=Postfix, **more):
    args, user = (ftp(port=port), CAROL) if server is Vsftpd else (smtp(port=port), ALICE if port != 25 else None)
    return Scenario(title=title, servers=lambda: [server(), *(make() for make in firewall)], args=args,
                    **({'user': user} | BLOCKS | more))


def ufw(title, *commands, **more):
    return play(title, lambda: Ufw(*commands), **more)


def iptables(title, *commands, kind='nft', **more):
    return play(title, lambda: Iptables(*commands, kind=kind), **more)


def firewalld(title, *commands, **more):
    return play(title, lambda: Firewalld(*commands), **more)


def chain(text, hook='output', policy='accept', more=''):
    """A table of the client's with one chain of a hook."""
    return lambda lab: lab.network.client.nft(
        f'table inet desk {{\n{more}\nchain way {{ type filter hook {hook} priority 0; policy {policy};\n{text}\n}}\n}}\n')


def nft(title, text, before=None, after=None, **more):
    rules = {key: more.pop(key) for key in ('hook', 'policy', 'more') if key in more}

    def prepare(lab):
        if before:
            before(lab)
        chain(text, **rules)(lab)
        if after:
            after(lab)
    return play(title, before=prepare, **more)


PROFILE = ("printf '[Our mail]\\ntitle=Mail\\ndescription=Sending of mail\\nports=465,587/tcp\\n' "
           '>/etc/ufw/applications.d/mail')
AFTER = ("sed -i 's/^COMMIT/-A ufw-after-output -p tcp --dport 25 -m owner ! --uid-owner 901 -j REJECT\\nCOMMIT/' "
         '/etc/ufw/after.rules && ufw reload')
POLICY = ('firewall-cmd --permanent --new-policy quiet', 'firewall-cmd --permanent --policy quiet --add-ingress-zone HOST',
          'firewall-cmd --permanent --policy quiet --add-egress-zone ANY')
LISTED = ('iptables -A OUTPUT -o lo -j ACCEPT', 'iptables -A OUTPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
          'iptables -A OUTPUT -p udp --dport 53 -j ACCEPT', 'iptables -A OUTPUT -p icmp -j ACCEPT',
          'iptables -A OUTPUT -p tcp -m multiport --dports 80,443,993,995 -j ACCEPT', 'iptables -P OUTPUT DROP')
OWN_CHAIN = ('iptables -N MAILOUT', 'iptables -A MAILOUT -m owner --uid-owner 1000 -j RETURN',
             'iptables -A MAILOUT -m limit --limit 5/min -j LOG --log-prefix "mail: "',
             'iptables -A MAILOUT -j REJECT --reject-with icmp-admin-prohibited',
             'iptables -A OUTPUT -p tcp -m tcp --dport 25 -m conntrack --ctstate NEW -j MAILOUT')


def letting(*ports):
    """Rules of OpenSnitch that let out what goes to these ports."""
    return {f'port_{port}': ('allow', {'operand': 'dest.port', 'data': str(port)}) for port in ports}


SCENARIOS = {
    # ufw
    'ufw-profile': ufw('ufw rejects what an application profile lists', PROFILE,
                       'ufw reject out "Our mail"', port=465,
                       facts=SOME | {'local.firewall.owner': 'ufw'}),
    'ufw-interface': ufw('ufw lets mail out by the VPN alone', 'ufw allow out on tun0 to any port 587 proto tcp',
                         'ufw deny out on eth0 to any port 587 proto tcp',
                         facts=SOME | {'local.firewall.owner': 'ufw'}),
    'ufw-owner': ufw('none but the mail server’s own user may use 25, in after.rules', AFTER, port=25, facts=SOME),
    'ufw-inbound': ufw('ufw denies 587 coming in, and the server does not run', 'ufw default deny incoming',
                       'ufw deny 587/tcp', server=lambda: Postfix(ports={25: {}}), cause='service-not-running',
                       # The lab looks like a container, whose surroundings have rules of their own.
                       facts={'local.firewall.rule': None}, computer={'firewall': ('unrelated', 'not-known')}),
    # firewalld
    'firewalld-service': firewalld('a policy of firewalld drops the service smtps', *POLICY,
                                   "firewall-cmd --permanent --policy quiet --add-rich-rule "
                                   "'rule family=\"ipv4\" service name=\"smtps\" drop'", 'firewall-cmd --reload',
                                   port=465, facts=SOME | {'local.firewall.owner': 'firewalld'}),
    'firewalld-target': firewalld('a policy of firewalld rejects all but names and the web', *POLICY,
                                  'firewall-cmd --permanent --policy quiet --set-target REJECT',
                                  *(f'firewall-cmd --permanent --policy quiet --add-service {name}'
                                    for name in ('dns', 'http', 'https')), 'firewall-cmd --reload', facts=SURE),
    'firewalld-direct': firewalld('a direct rule of firewalld rejects 21', 'firewall-cmd --direct --add-rule ipv4 '
                                  'filter OUTPUT 0 -p tcp --dport 21 -j REJECT --reject-with icmp-port-unreachable',
                                  port=21, server=Vsftpd, facts=SOME),
    'firewalld-panic': firewalld('firewalld is in panic mode', 'firewall-cmd --panic-on'),
    # iptables
    'legacy-list': iptables('old iptables let a list of ports out, and 21 is not on it', *LISTED, kind='legacy',
                            port=21, server=Vsftpd, facts=SURE),
    'legacy-chain': iptables('a chain of its own with an owner, a log and a refusal', *OWN_CHAIN, kind='legacy',
                             port=25),
    'nft-chain': iptables('the same in new iptables', *OWN_CHAIN, port=25, facts=SURE),
    # nftables by hand
    'vmap': nft('a verdict map sends the mail ports to a chain that refuses', 'tcp dport vmap { 25 : jump nomail, '
                '465 : goto nomail, 587 : jump nomail }', port=465, facts=SOME,
                more='chain nomail { counter reject with icmpx type port-unreachable\n}'),
    'named-set': nft('a named set of ranges, new connections, all users but one',
                     'ct state new meta skuid != 901 tcp dport @mail counter drop', facts=SOME,
                     more='set mail { type inet_service; flags interval; elements = { 25, 465-587 } }'),
    'by-address': nft('the network of the server is in a set of the unwanted', 'ip daddr @unwanted drop', port=465,
                      more='set unwanted { type ipv4_addr; flags interval; elements = { 44.128.9.0/27 } }', facts=SURE),
    'quota': nft('a quota for mail is used up', 'tcp dport 587 quota over 1 bytes drop'),
    'rate': nft('one connection an hour is enough', 'tcp dport 587 ct state new limit rate over 1/hour burst 1 packets '
                'drop', after=lambda lab: lab.visit(HOST, 587, 1)),
    'classid': nft('what is not in the class of a split tunnel may not use 587',
                   'meta cgroup 0x4d9f41 accept\ntcp dport 587 reject with tcp reset', facts=SOME),
    'another-user': nft('a rule drops 587 for another user; the network resets it for everybody',
                        'meta skuid 1000 tcp dport 587 drop', cause=('service-not-running', 'port-blocked-by-network'), at_most=0.8,
                        before=lambda lab: lab.network.block([587], 'reject with tcp reset'),
                        facts={'local.firewall.rule': None}, computer={'firewall': ('unrelated', 'not-known')}),
    # OpenSnitch
    'snitch-list': play('OpenSnitch lets out names and the web, and denies the rest',
                        lambda: OpenSnitch('deny', **letting(53, 80, 443))),
    'snitch-host': play('OpenSnitch rejects hosts whose name begins with mail', lambda: OpenSnitch(no_mail=(
        'reject', {'type': 'regexp', 'operand': 'dest.host', 'data': '^mail\\.'})), port=465),
    # The names are in its way.
    'names-shut': iptables('the firewall lets no question out to name servers', 'iptables -A OUTPUT -p udp --dport 53 -j DROP',
                           'iptables -A OUTPUT -p tcp --dport 53 -j DROP'),
    'names-refused': nft('the same, refused at once, and the server has a literal address elsewhere',
                         'meta l4proto { tcp, udp } th dport 53 reject'),
}
