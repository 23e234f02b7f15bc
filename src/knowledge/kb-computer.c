/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How what was seen of this computer bears on the step that failed: for each thing looked at the first
 * line whose condition holds. The most telling stand first; what holds for every test that went well
 * stands before what only a failure makes worth saying. A line that calls its thing the reason counts
 * as a mere possibility where the diagnosis does not say so, too. */
#include "tl-kb.h"

#define THROUGH "job.outcome=through job.kind!=environment"
/* Translators: the part of the computer that the row is about (VPN, proxy, clock …) has nothing to do
 * with the problem; so in all that begin like this. */
#define NOTHING_FAILED N_ ("Not related: the test went through.")
#define PORT_ANSWERED N_ ("Not related: port {port} answered.")
#define SERVER_ANSWERED                                                                            \
  N_ ("Not related: the server itself answered, and nothing got stuck on the way.")

#define REASON TL_BEARING_REASON
#define POSSIBLE TL_BEARING_POSSIBLE
#define UNRELATED TL_BEARING_UNRELATED
#define NOT_KNOWN TL_BEARING_NOT_KNOWN

static const TlKbBearing way_out[] = {
    {REASON, "local.gateway=silent tcp.state!=open",
     N_ ("Nobody answers at the first step of the way out, which is the router in most networks."),
     NULL},
    {REASON, "tcp.refused_by=no-gateway",
     N_ ("Nobody answers at the first step of the way out, which is the router in most networks."),
     NULL},
    {REASON, "local.names_gateway=silent !tcp.state",
     N_ ("Nobody answers at the first step of the way to the name server."), NULL},
    {REASON, "local.route.barred tcp.state!=open",
     N_ ("The way out is closed on purpose, on this computer."), NULL},
    {REASON, "local.route.ipv4=no local.route.ipv6=no tcp.state!=open",
     N_ ("Without a way out no server can be reached at all."), NULL},
    {REASON, "local.route.host=none tcp.state!=open",
     N_ ("This computer knows no way to this server."), NULL},
    {REASON, "local.route.host=prohibited|blackhole|unreachable tcp.state!=open",
     N_ ("The way to this server is closed on purpose, on this computer."), NULL},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "local.route.host=ok", N_ ("Not related: there is a way to the server."), NULL},
    {UNRELATED, "local.route.ipv4=yes", N_ ("Not related: there is a way out."), NULL},
    {UNRELATED, "local.route.ipv6=yes", N_ ("Not related: there is a way out."), NULL},
};

static const TlKbBearing firewall[] = {
    {REASON, "ftp.data.rule_here ftp.data.outcome=failed",
     N_ ("This rule stops the data connection, the very step that failed: {ftp.data.rule_here}"),
     "without-firewall-rule"},
    {REASON, "local.firewall.rule local.firewall.rule_sure=yes dns.outcome=silent !tcp.state",
     N_ ("It stops the question for the address of the name, the very step that failed."),
     "without-firewall-rule"},
    {POSSIBLE, "local.firewall.rule dns.outcome=silent|servfail !tcp.state",
     /* Translators: "it" is the rule of a firewall shown before. */
     N_ ("It may stop the question for the address of the name, the very step that failed."),
     "without-firewall-rule"},
    {REASON, "dns.errno=EPERM !tcp.state",
     N_ ("This computer itself kept the question for the address of the name from leaving, as a firewall "
         "does."),
     "without-firewall-rule"},
    {REASON, "local.firewall.rule local.firewall.rule_sure=yes tcp.state tcp.state!=open",
     /* Translators: {port} is a port number, "it" the rule of a firewall shown before. */
     N_ ("It stops connections to port {port}, the very port that did not answer."),
     "without-firewall-rule"},
    {POSSIBLE, "local.firewall.rule tcp.state tcp.state!=open",
     /* Translators: "it" is the rule of a firewall shown before. */
     N_ ("It may stop connections to port {port}, the very port that did not answer; a rule before it, "
         "which cannot be judged from here, might let them pass."),
     "without-firewall-rule"},
    {REASON, "tcp.unsent>1 tcp.state tcp.state!=open",
     N_ ("This computer itself kept packets to port {port} from leaving, as a firewall does."),
     "without-firewall-rule"},
    {REASON, "tcp.answered_here=yes tcp.state=refused|unreachable",
     N_ ("The refusal came from this computer itself, as a firewall sends it."),
     "without-firewall-rule"},
    {REASON,
     "user.firewall_off=yes tcp.state=open before:tcp.state=filtered|unknown|unreachable|refused",
     N_ ("With the firewall rule paused the port answered; before, it did not."), NULL},
    {UNRELATED,
     "user.firewall_off=yes tcp.state tcp.state!=open before:tcp.state=filtered|unknown|unreachable|refused",
     N_ ("Not related: with the firewall rule paused the port does not answer either."), NULL},
    {POSSIBLE, "local.firewall.perhaps tcp.state tcp.state!=open",
     /* Translators: {port} is a port number, {local.firewall.perhaps} a rule as its program writes it. */
     N_ ("A rule about port {port} has a condition that cannot be judged from here: "
         "{local.firewall.perhaps}"),
     "without-firewall-rule"},
    {POSSIBLE, "local.firewall.rule job.kind=environment",
     /* Translators: "it" is the rule of a firewall shown before. */
     N_ ("It would stop a connection to port {port} of this server."), NULL},
    {POSSIBLE, "local.firewall.program_rule",
     /* Translators: {local.firewall.program} is a program, {local.firewall.program_rule} a rule. */
     N_ ("A rule stops the program {local.firewall.program}, though not this test: "
         "{local.firewall.program_rule}"),
     "without-firewall-rule"},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {NOT_KNOWN, "ftp.data.outcome=failed",
     N_ ("Port {port} itself answered. Whether a firewall of this computer stops the data connection "
         "was not seen."),
     "without-firewall-rule"},
    {UNRELATED, "tcp.state=open", PORT_ANSWERED, NULL},
    {NOT_KNOWN, "local.sandbox.hides~links tcp.state tcp.state!=open",
     /* Translators: {local.sandbox} is the kind of a sandbox: flatpak, snap, container. */
     N_ ("The firewall of the computer around this sandbox ({local.sandbox}) cannot be seen from inside."),
     NULL},
    {NOT_KNOWN, "local.opensnitch=not-readable",
     /* Translators: OpenSnitch is the name of a program; {local.firewall.command} is a command. */
     N_ ("Whether OpenSnitch stops it cannot be seen without administrator rights; whoever has them can list "
         "its rules with “{local.firewall.command}”."),
     "without-firewall-rule"},
    {NOT_KNOWN, "local.opensnitch=readable tcp.state tcp.state!=open",
     N_ ("No rule in the files of OpenSnitch stops port {port}; what it was told only until a restart cannot "
         "be seen."),
     "without-firewall-rule"},
    {UNRELATED, "tcp.state tcp.state!=open tcp.unsent=0",
     N_ ("Not related: all packets left this computer."), NULL},
    {NOT_KNOWN, "local.sandbox.hides~rules",
     N_ ("The firewall of the computer around this sandbox ({local.sandbox}) cannot be seen from inside."),
     NULL},
    {NOT_KNOWN, "local.firewall.rules=not-readable local.firewall.command job.host",
     /* Translators: {port} is a port number, {local.firewall.command} a command. */
     N_ ("Whether a rule stops port {port} cannot be seen without administrator rights; whoever has them "
         "can list the rules with “{local.firewall.command}”."),
     "without-firewall-rule"},
    {NOT_KNOWN, "local.firewall=not-known job.kind!=environment",
     N_ ("So it cannot be told how it bears on this."), NULL},
    {UNRELATED, "local.firewall.rules=readable job.host",
     N_ ("Not related: all rules could be read, and none stops port {port}."), NULL},
    {UNRELATED, "local.firewall=none-seen",
     N_ ("Not related: nothing was seen that could stop a connection."), NULL},
};

static const TlKbBearing vpn[] = {
    {REASON, "local.route.barred tcp.state!=open",
     N_ ("The way out is closed on purpose, as VPN programs do while their tunnel is down."), NULL},
    {REASON, "local.route.names=prohibited|blackhole|unreachable dns.outcome=silent !tcp.state",
     N_ ("The way to the name servers is closed on purpose, as VPN programs do while their tunnel is down."),
     NULL},
    {REASON,
     "local.firewall.rule_scope=everything local.firewall.owner_kind=vpn dns.outcome=silent|servfail !tcp.state",
     N_ ("A VPN program has made a rule that stops everything: its emergency stop (kill switch) is on."),
     NULL},
    {REASON,
     "local.firewall.rule_scope=everything local.firewall.lets_out dns.outcome=silent|servfail !tcp.state",
     /* Translators: {local.firewall.lets_out} is a list of links, such as “tun0 wg0”. */
     N_ ("A rule lets nothing out but through {local.firewall.lets_out}, as the emergency stop of a VPN "
         "does."),
     NULL},
    {REASON, "local.vpn.stop local.vpn.stop.owner tcp.state!=open",
     N_ ("All leaves by “{local.vpn.stop}”, a link that {local.vpn.stop.owner} lays over the way out while "
         "its tunnel is down. It leads nowhere."),
     NULL},
    {POSSIBLE, "local.vpn.stop tcp.state!=open",
     N_ ("All leaves by “{local.vpn.stop}”, a link that leads nowhere. VPN programs lay such links over the "
         "way out while their tunnel is down, but somebody else may have done it, too."),
     NULL},
    {REASON, "local.route.host=prohibited|blackhole local.route.bars!=port tcp.state!=open",
     N_ ("The way to the server is closed on purpose, as VPN programs do while their tunnel is down."),
     NULL},
    {REASON,
     "local.firewall.rule_scope=everything local.firewall.owner_kind=vpn tcp.state tcp.state!=open",
     N_ ("A VPN program has made a rule that stops everything: its emergency stop (kill switch) is on."),
     NULL},
    {REASON,
     "local.firewall.rule_scope=everything local.firewall.lets_out tcp.state tcp.state!=open",
     /* Translators: {local.firewall.lets_out} is a list of links, such as “tun0 wg0”. */
     N_ ("A rule lets nothing out but through {local.firewall.lets_out}, as the emergency stop of a VPN "
         "does."),
     NULL},
    {REASON, "local.vpn.beside_names=open|refused dns.outcome=silent",
     N_ ("Without going through the VPN the name server can be reached: it is the VPN that stops it."),
     "without-vpn"},
    {POSSIBLE, "local.vpn.beside_names dns.outcome=silent",
     N_ ("The questions for names go through it, and no answer comes."), "without-vpn"},
    {REASON, "local.vpn.beside=open tcp.state tcp.state!=open",
     N_ ("Without going through the VPN the same port answers: it is the VPN that stops it."),
     "without-vpn"},
    {POSSIBLE,
     "user.vpn_off=yes tcp.state=open local.vpn.default_route=yes before:tcp.state=filtered|unknown|unreachable|refused",
     N_ ("The port answers now, but the way to the server still leads through the VPN."), NULL},
    {REASON,
     "user.vpn_off=yes tcp.state=open before:tcp.state=filtered|unknown|unreachable|refused",
     N_ ("With the VPN off the port answered; before, it did not."), NULL},
    {UNRELATED,
     "user.vpn_off=yes tcp.state tcp.state!=open before:tcp.state=filtered|unknown|unreachable|refused",
     N_ ("Not related: with the VPN off the port does not answer either."), NULL},
    {UNRELATED, "local.vpn.beside=refused|filtered|unreachable tcp.state tcp.state!=open",
     N_ ("Not related: without going through the VPN the port does not answer either."), NULL},
    {POSSIBLE, "local.vpn.default_route=yes tcp.state tcp.state!=open",
     /* Translators: "it" is the VPN. */
     N_ ("The way to the server leads through it, and its operator may block port {port}."),
     "without-vpn"},
    {POSSIBLE, "local.vpn.default_route=yes path.small_packets=works|lossy",
     /* Translators: "it" is the VPN. */
     N_ ("Large packets get lost on a way that leads through it."), "without-vpn"},
    {POSSIBLE, "local.vpn.default_route=yes tcp.stalled",
     N_ ("Large packets get lost on a way that leads through it."), "without-vpn"},
    {POSSIBLE, "dns.split=yes local.vpn!=no|not-known local.vpn",
     N_ ("The name servers disagree about the name, as they do where a VPN brings its own."),
     "without-vpn"},
    {POSSIBLE, "local.vpn.default_route=yes job.kind=environment",
     /* Translators: "it" is the VPN. */
     N_ ("Connections to the server lead through it. Many operators of VPNs block ports of mail."),
     NULL},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "local.vpn.default_route=yes tcp.state=open",
     N_ ("Not related: port {port} answered through the VPN."), NULL},
    {POSSIBLE, "local.vpn.connection local.vpn=no tcp.state tcp.state!=open",
     /* Translators: "it" is the VPN. */
     N_ ("Whether the way to the server leads through it cannot be seen."), "without-vpn"},
    {UNRELATED, "local.vpn.default_route=no local.vpn!=no|not-known local.vpn",
     /* Translators: "it" is the VPN. */
     N_ ("Not related: the way to the server does not lead through it."), NULL},
    {UNRELATED, "local.vpn=no !local.vpn.connection", N_ ("Not related."), NULL},
    {NOT_KNOWN, "local.vpn=not-known local.sandbox.hides~links",
     N_ ("The network links of the computer around this sandbox ({local.sandbox}) cannot be seen from "
         "inside."),
     NULL},
    {NOT_KNOWN, "local.vpn=not-known job.kind!=environment",
     N_ ("So it cannot be told how it bears on this."), NULL},
};

static const TlKbBearing antivirus[] = {
    {REASON, "tls.interceptor.kind=antivirus",
     /* Translators: {tls.interceptor} is the name of a product. */
     N_ ("The certificate that arrived was made by {tls.interceptor}, which stands between."),
     "without-antivirus"},
    {REASON, "detour.answered=yes detour.here=yes",
     N_ ("A program of this computer accepts the connections that are meant for the server."),
     "without-antivirus"},
    {REASON, "user.antivirus_off=yes job.outcome=through before:step.failure",
     /* Translators: the inspection of mail and web pages by an antivirus program. */
     N_ ("With the inspection paused the test went through; before, it failed."), NULL},
    {UNRELATED, "user.antivirus_off=yes step.failure step.failure={before:step.failure}",
     N_ ("Not related: with the inspection paused the test fails in the same way."), NULL},
    {REASON, "local.firewall.redirect local.firewall.rule_sure=yes greeting.protocol=nothing",
     N_ ("A rule leads connections to port {port} elsewhere: {local.firewall.redirect}"),
     "without-antivirus"},
    {REASON,
     "local.firewall.redirect local.firewall.rule_sure=yes step.failure=closed|reset|closed-partway",
     N_ ("A rule leads connections to port {port} elsewhere: {local.firewall.redirect}"),
     "without-antivirus"},
    {POSSIBLE, "local.firewall.redirect job.outcome=failed",
     /* Translators: {port} is a port number, {local.firewall.redirect} a rule as its program writes it. */
     N_ ("A rule leads connections to port {port} elsewhere: {local.firewall.redirect}"),
     "without-antivirus"},
    {REASON, "tls.anchor=added local.firewall.redirect",
     N_ ("A rule leads connections to port {port} elsewhere: {local.firewall.redirect}"),
     "without-antivirus"},
    {UNRELATED, "tls.anchor=added " THROUGH,
     N_ ("Not related: the test went through. The certificate that vouches for the server was added to this "
         "computer, as companies and inspecting programs do."),
     NULL},
    {POSSIBLE, "tls.anchor=added",
     N_ ("The certificate that vouches for the server was added to this computer, as inspecting programs "
         "do."),
     "without-antivirus"},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "tls.verify=ok",
     N_ ("Not related: the certificate is the server’s own, so nobody inspects the connection."),
     NULL},
    {POSSIBLE, "greeting.protocol=nothing local.antivirus!=none-seen|not-known local.antivirus",
     N_ ("The connection was accepted and nothing came; an inspection of mail can do that."),
     "without-antivirus"},
    {POSSIBLE,
     "tcp.state=open step.failure=closed|reset|tls local.antivirus!=none-seen|not-known local.antivirus",
     N_ ("The connection was accepted and then broke off; an inspection of mail can do that."),
     "without-antivirus"},
    {UNRELATED, "local.antivirus=none-seen", N_ ("Not related."), NULL},
    {NOT_KNOWN, "local.antivirus=not-known local.sandbox.hides~programs",
     N_ ("The programs of the computer around this sandbox ({local.sandbox}) cannot be seen from inside."),
     NULL},
    {NOT_KNOWN, "local.antivirus=not-known job.kind!=environment",
     N_ ("So it cannot be told how it bears on this."), NULL},
    {UNRELATED, "dns.outcome=no-such-name|no-address|servfail|silent|refused",
     /* Translators: "it" is an antivirus program. */
     N_ ("Not related: no connection was made that it could inspect."), NULL},
    {NOT_KNOWN, "local.antivirus job.outcome=failed",
     /* Translators: "it" is an antivirus program. */
     N_ ("Only a test without its inspection would show whether it has a part in this."),
     "without-antivirus"},
};

static const TlKbBearing portal[] = {
    {REASON, "local.portal=yes job.outcome=failed",
     N_ ("Until somebody signs in, the network lets nothing else through, or answers in the server’s place."),
     NULL},
    {POSSIBLE, "local.connectivity=portal local.portal!=no",
     /* Translators: "it" is the network. */
     N_ ("Until somebody signs in, it may let nothing else through."), NULL},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "local.portal=no", N_ ("Not related."), NULL},
    {UNRELATED, "tls.verify=ok",
     N_ ("Not related: the server itself answered, with its own certificate."), NULL},
    {NOT_KNOWN, "local.portal=silent|not-known job.kind!=environment",
     N_ ("The page to compare with did not come, so it cannot be told."), NULL},
    {UNRELATED, "local.connectivity=full", N_ ("Not related."), NULL},
};

static const TlKbBearing proxy[] = {
    {REASON, "local.proxy.connect=ok tcp.state tcp.state!=open",
     N_ ("Through the proxy the port can be reached, and not directly: this network wants the proxy to be "
         "used."),
     NULL},
    {REASON,
     "local.proxy.connect=refused|login-needed tcp.state tcp.state!=open|refused ports.open<1",
     N_ ("Direct connections get no answer here, and the proxy does not let port {port} through."),
     NULL},
    {REASON, "http.proxy.outcome=unreachable|no-address|no-answer|not-http",
     N_ ("The request had to go through the proxy, and the proxy does not answer."), NULL},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "local.proxy=no", N_ ("Not related."), NULL},
    {UNRELATED, "tcp.state=open", PORT_ANSWERED, NULL},
    {UNRELATED, "local.proxy.connect=failed|no-answer|not-http|not-socks tcp.state tcp.state!=open",
     N_ ("Not related: through the proxy the port cannot be reached either."), NULL},
    {POSSIBLE, "local.proxy.script=yes tcp.state tcp.state!=open",
     N_ ("The settings leave it to a script which proxy is used, and it could not be run from here. Where a "
         "proxy has to be used, direct connections are often stopped."),
     NULL},
    {POSSIBLE, "local.proxy!=no|not-known local.proxy tcp.state tcp.state!=open",
     N_ ("Where a proxy has to be used, direct connections are often stopped."), NULL},
    {POSSIBLE, "local.proxy!=no|not-known local.proxy job.kind=environment",
     N_ ("Where a proxy has to be used, direct connections are often stopped."), NULL},
    {NOT_KNOWN, "local.proxy=not-known job.kind!=environment",
     N_ ("So it cannot be told how it bears on this."), NULL},
};

static const TlKbBearing clocks[] = {
    {REASON, "local.clock_explains=yes local.clock_agreed=yes",
     N_ ("By the right time the certificate is valid: it is the clock that makes it look otherwise."),
     NULL},
    {REASON, "local.clock_before_program=yes tls.verify=not-yet-valid",
     N_ ("It is a day before this program was made, so the clock is wrong: that makes good certificates look "
         "not valid yet."),
     "check-clock"},
    {POSSIBLE, "local.clock_explains=yes",
     /* Translators: the time of day that another computer told. */
     N_ ("By the time that another computer told, the certificate is valid."), "check-clock"},
    {UNRELATED, "local.clock_explains=no",
     N_ ("Not related: by the right time the certificate is not valid either."), NULL},
    {POSSIBLE, "tls.verify=expired|not-yet-valid local.clock_synchronised!=yes",
     N_ ("A wrong clock makes good certificates look expired or not valid yet."), "check-clock"},
    {UNRELATED, "tls.verify=expired|not-yet-valid",
     N_ ("Hardly related: the clock is set over the network, so it should be right."), NULL},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "tls.verify tls.verify!=not-tested",
     N_ ("Not related: by this clock the certificate is neither too old nor too new."), NULL},
    {UNRELATED, "tcp.state", N_ ("Not related: the step that failed does not depend on the time."),
     NULL},
    {NOT_KNOWN,
     "job.kind=environment local.clock_synchronised!=yes local.clock_service=not-known local.sandbox.hides~programs",
     N_ ("Whether something sets the clock of the computer around this sandbox ({local.sandbox}) cannot be "
         "seen from inside. A wrong clock makes good certificates look expired or not valid yet."),
     NULL},
    {POSSIBLE, "job.kind=environment local.clock_synchronised=no local.clock_ntp_synchronised!=yes",
     N_ ("A wrong clock makes good certificates look expired or not valid yet."), NULL},
    {UNRELATED, "job.kind=environment local.clock_synchronised=yes", N_ ("Not related."), NULL},
};

static const TlKbBearing ipv6[] = {
    {REASON, "tcp.ipv6=filtered|unreachable|refused tcp.ipv4=open",
     N_ ("Over IPv6 the port does not answer, over IPv4 it does; what tries IPv6 first becomes slow or "
         "fails."),
     "other-family"},
    {REASON, "tcp.ipv4=filtered|unreachable|refused tcp.ipv6=open",
     N_ ("Over IPv4 the port does not answer, over IPv6 it does; what tries IPv4 first becomes slow or "
         "fails."),
     "other-family"},
    {REASON, "tcp.silent_family",
     /* Translators: the two are IPv4 and IPv6. */
     N_ ("Over one of the two the port stayed silent, over the other it answered."),
     "other-family"},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "tcp.state=open", PORT_ANSWERED, NULL},
    {UNRELATED, "tcp.ipv6=none tcp.state",
     /* Translators: "it" is IPv6. */
     N_ ("Not related: the server has no address for it."), NULL},
    {UNRELATED, "local.route.ipv6=no tcp.state",
     N_ ("Not related: what is not there is not tried either."), NULL},
    {UNRELATED,
     "tcp.ipv4=filtered|unreachable|refused|unknown tcp.ipv6=filtered|unreachable|refused|unknown",
     N_ ("Not related: over IPv4 the port fails as well."), NULL},
};

static const TlKbBearing packet_size[] = {
    {REASON, "path.small_text=works",
     N_ ("In small packets the same arrives: large ones get lost on the way."), NULL},
    {UNRELATED, "path.small_text=both",
     N_ ("Not related: a moment later large packets arrived, too."), NULL},
    {UNRELATED, "path.small_text=fails",
     N_ ("Not related: in small packets the same did not arrive either."), NULL},
    {REASON, "path.small_packets=works",
     N_ ("With small packets the same step came about: large ones get lost on the way."), NULL},
    {UNRELATED, "path.small_packets=fails",
     N_ ("Not related: with small packets it stalled as well."), NULL},
    {POSSIBLE, "path.small_packets=lossy", N_ ("With small packets the same step came about."),
     NULL},
    {POSSIBLE, "tcp.stalled", N_ ("The conversation stopped where the first large packet was due."),
     "other-network"},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "tcp.state tcp.state!=open",
     N_ ("Not related: no connection came about, and its first packets are small."), NULL},
    {UNRELATED, "step.failure=reply", SERVER_ANSWERED, NULL},
};

static const TlKbBearing loss[] = {
    {REASON, "path.again>2 path.lost_percent>6 job.outcome=failed",
     N_ ("Much of what is sent gets lost, and that makes steps break off."), "other-network"},
    {POSSIBLE, "path.again>2 path.lost_percent>4", N_ ("Some of what is sent gets lost."),
     "other-network"},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "path.again<3", N_ ("Not related: next to nothing had to be sent again."), NULL},
    {UNRELATED, "step.failure=reply", SERVER_ANSWERED, NULL},
    {UNRELATED, "tcp.state=refused", N_ ("Not related: the answer came, so nothing got lost."),
     NULL},
};

static const TlKbBearing name_servers[] = {
    {REASON, "dns.outcome=no-such-name|no-address|servfail|silent|refused job.kind!=environment",
     N_ ("Without an address for the name no connection can begin."), "ask-other-resolver"},
    {REASON, "dns.points_here=yes tcp.state tcp.state!=open",
     N_ ("The name leads to this computer itself, where nothing answers."), NULL},
    {POSSIBLE, "dns.outcome=rewritten job.outcome=failed",
     N_ ("So the address of this name may be invented, too."), "ask-other-resolver"},
    {POSSIBLE, "dns.split=yes job.outcome=failed",
     N_ ("The name servers of this computer disagree, so the name may lead to the wrong server."),
     "ask-other-resolver"},
    {POSSIBLE, "dns.own_list tcp.state tcp.state!=open",
     N_ ("The address comes from a list on this computer, which may be out of date."), NULL},
    {POSSIBLE, "dns.address_kind=private dns.address_near=no tcp.state tcp.state!=open",
     N_ ("The address belongs to a private network in which this computer is not."),
     "ask-other-resolver"},
    {UNRELATED, THROUGH, NOTHING_FAILED, NULL},
    {UNRELATED, "dns.source=literal", N_ ("Not related."), NULL},
    {UNRELATED, "dns.outcome=ok", N_ ("Not related: the name leads to an address."), NULL},
};

static const TlKbBearing sandbox[] = {
    {NOT_KNOWN, "local.sandbox.hides",
     N_ ("What cannot be seen from inside is said with each thing. The same test outside of it shows more."),
     NULL},
};

/* In the order shown. */
static const TlKbSight sights[] = {
    {"way-out", N_ ("Way out"), "local.route.host local.route.ipv4", "offline vpn-kill-switch",
     TL_KB_LIST (way_out)},
    {"firewall", N_ ("Firewall"), "local.firewall.rule local.firewall",
     "local-firewall-blocks vpn-kill-switch", TL_KB_LIST (firewall)},
    {"vpn", N_ ("VPN"), "local.vpn.connection local.vpn", "vpn-blocks-port vpn-kill-switch",
     TL_KB_LIST (vpn)},
    {"antivirus", N_ ("Antivirus"), "local.antivirus", "local-antivirus-intercepts",
     TL_KB_LIST (antivirus)},
    {"portal", N_ ("Sign-in page of the network"), "local.portal local.connectivity",
     "captive-portal", TL_KB_LIST (portal)},
    {"proxy", N_ ("Proxy"), "local.proxy", "proxy-required proxy-unreachable", TL_KB_LIST (proxy)},
    {"clock", N_ ("Clock"), "local.clock_offset_s local.clock_synchronised", "clock-wrong",
     TL_KB_LIST (clocks)},
    {"ipv6", N_ ("IPv6 beside IPv4"), "local.route.ipv6", "ipv6-broken", TL_KB_LIST (ipv6)},
    {"packet-size", N_ ("Size of packets"), "path.small_packets path.small_text",
     "path-mtu-black-hole", TL_KB_LIST (packet_size)},
    {"loss", N_ ("Loss on the line"), "path.again", "network-lossy", TL_KB_LIST (loss)},
    {"names", N_ ("Name servers"), "dns.outcome dns.nowhere",
     "dns-resolver-unreachable dns-failure domain-not-found dns-no-address dns-answers-rewritten "
     "dns-split-view name-points-here",
     TL_KB_LIST (name_servers)},
    {"sandbox", N_ ("Sandbox"), "local.sandbox.hides", "", TL_KB_LIST (sandbox)},
};

const TlKbSight *
tl_kb_get_sights (gsize *n)
{
  *n = G_N_ELEMENTS (sights);
  return sights;
}
