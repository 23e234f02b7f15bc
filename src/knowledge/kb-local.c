/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* This computer and the way out. */
#include "tl-kb.h"

static const TlCause causes[] = {
    {
        .id = "offline",
        .spoken = "E-01",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("This computer has no way to the internet"),
        .meaning =
            N_ ("This computer has no working connection at all, or only to its nearest "
                "neighbours. Nothing is wrong with the server or the account, as far as that "
                "can be seen from here."),
        .retry = N_ ("Test again as soon as web pages open."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-link", TL_ACTOR_USER,
             N_ ("Check whether the cable is plugged in, the Wi-Fi is on and connected, and "
                 "flight mode is off.")},
            {"restart-router", TL_ACTOR_USER,
             N_ ("Switch the router off, wait half a minute, and switch it on again.")},
            {"open-web-page", TL_ACTOR_USER,
             N_ ("Open any web page. If a sign-in page comes, sign in there first.")},
            {"ask-line", TL_ACTOR_NETWORK,
             N_ ("If the router itself is offline, ask your provider about a fault of the line.")}, ),
        TL_KB_RULES (
            {0.93, "local.route.ipv4=no local.route.ipv6=no tcp.state!=open !local.route.barred"},
            {0.8, "local.route.host=none tcp.state!=open"},
            {0.6, "local.connectivity=none tcp.state!=open tcp.state"},
            /* There is a route, and nobody at its first step. */
            {0.9, "local.gateway=silent dns.outcome=silent !tcp.state"},
            {0.8, "local.names_gateway=silent dns.outcome=silent !tcp.state"},
            {0.86, "tcp.refused_by=no-gateway"}, {0.72, "tcp.errno=ENETUNREACH tcp.at_once=yes"},
            {0.6, "tcp.errno=ENETUNREACH !ports.tried"}, {0.4, "tcp.errno=ENETUNREACH"}, ),
        TL_KB_CONTRARY (
            {0.9, "tcp.state=open"}, {0.6, "ports.open>0"}, {0.5, "ports.refused>0"},
            {0.4, "local.route.ipv4=yes local.route.host!=none local.gateway!=silent "
                  "tcp.refused_by!=no-gateway local.names_gateway!=silent"},
            {0.9, "tcp.ipv4=open"}, {0.9, "tcp.ipv6=open"},
            /* It is only that the server has no address of the kind that works here. */
            {0.6, "local.route.ipv4=yes local.route.ipv6=no tcp.ipv4=none"},
            {0.6, "local.route.ipv6=yes local.route.ipv4=no tcp.ipv6=none"},
            /* A rule of routing that calls everything unreachable looks as if there were no way. */
            {0.6, "local.route.bars local.route.beneath=yes"},
            {0.6, "local.route.bars local.route.marked=yes"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "network is unreachable"},
                     {.confidence = 0.9, .literal = "network unreachable"},
                     {.confidence = 0.88, .literal = "enetunreach"},
                     {.confidence = 0.88, .literal = "network is down"},
                     {.confidence = 0.88, .literal = "no internet connection"},
                     {.confidence = 0.88, .literal = "you are not connected to the internet"},
                     {.confidence = 0.88, .literal = "you are offline"},
                     {.confidence = 0.88, .literal = "working offline"},
                     {.confidence = 0.88, .literal = "no network connection"},
                     {.confidence = 0.85, .literal = "10051", .pattern = "\\b10051\\b"},
                     {.confidence = 0.85, .literal = "сеть недоступна"},
                     {.confidence = 0.85, .literal = "нет подключения к интернету"},
                     {.confidence = 0.85, .literal = "das netzwerk ist nicht erreichbar"},
                     {.confidence = 0.85, .literal = "keine internetverbindung"},
                     {.confidence = 0.85, .literal = "le réseau n'est pas accessible"},
                     {.confidence = 0.85, .literal = "la red es inaccesible"},
                     {.confidence = 0.8, .literal = "0x800ccc13"}, ),
        TL_KB_REFERENCES ("RFC 1122 3.3.1", "RFC 792"),
        TL_KB_EXAMPLES ({"OSError: [Errno 101] Network is unreachable"}, ),
        .next_test = "other-network",
    },
    {
        .id = "connection-failed",
        .spoken = "E-02",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("No connection could be made"),
        /* Translators: {host} is the name of the server; {port} is a port number. */
        .meaning = N_ ("No connection to {host} on port {port} could be made, and nothing was seen "
                       "that says more exactly why. The server, the network between, or this "
                       "computer can be the reason."),
        .retry = N_ ("Try again in about 15 minutes."),
        .retry_after_s = 900,
        TL_KB_FIXES (
            {"retry-quarter", TL_ACTOR_WAIT,
             N_ ("Try again in 15 minutes: if it works then, the server was only away for a "
                 "short time.")},
            {"check-name-port", TL_ACTOR_USER,
             N_ ("Compare server name and port with what your provider publishes.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network, such as a phone’s hotspot. If it works there, your "
                 "own network or provider is in the way.")},
            {"other-port", TL_ACTOR_USER,
             N_ ("Test another usual port of the same server: 587, 465 or 2525 for mail, 21 or "
                 "990 for file transfer.")}, ),
        TL_KB_RULES ({0.6, "smtp.reply.enhanced=5.4.1 !smtp.reply.code"},
                     {0.52, "tcp.state=filtered|unreachable|unknown"}, {0.5, "tcp.state=refused"},
                     {0.6, "tcp.state=filtered|unknown ports.tried ports.open<1 ports.refused<1"},
                     {0.5, "tcp.state=unreachable !ports.tried"},
                     {0.6, "smtp.reply.enhanced=4.4.1 !smtp.reply.stage"}, ),
        TL_KB_CONTRARY ({0.2, "text.report=delayed"}, {0.9, "tcp.state=open"},
                        {0.2, "ports.open>0"}, {0.3, "local.route.ipv4=no local.route.ipv6=no"},
                        {0.2, "local.route.host=none|prohibited|blackhole|unreachable"},
                        {0.2, "local.portal=yes"}, {0.2, "local.vpn.beside=open"},
                        {0.2, "local.proxy.connect=ok|refused|login-needed"},
                        {0.12, "host.echo=yes"}, {0.12, "host.neighbour=answers"},
                        {0.12, "host.reference=answers"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88,
             .literal = "did not respond",
             .pattern = "(server|host|connection|port)",
             .unless = "greeting|dns|nameserver|name server"},
            {.confidence = 0.85,
             .literal = "not responding",
             .pattern = "(server|host)",
             .unless = "dns|nameserver|name server|kept|retried|backend"},
            {.confidence = 0.85, .literal = "failed: operation timed out"},
            {.confidence = 0.85, .literal = "operation timed out", .pattern = "connect|port|host"},

            {.confidence = 0.9, .literal = "could not initiate smtp"},
            {.confidence = 0.85, .literal = "could not connect to any"},
            {.confidence = 0.9,
             .literal = "no route to host",
             .protocols = "smtp",
             .pattern = "connect to [^ ]+\\[[0-9a-f.:]+\\]|\\bh=[^ ]+ \\["},
            {.confidence = 0.93,
             .literal = "network is unreachable",
             .pattern = "connect to [^ ]+\\[[0-9a-f.:]+\\]",
             .protocols = "smtp"},

            {.confidence = 0.35, .enhanced = "x.4.0", .protocols = "smtp"},

            {.confidence = 0.85,
             .literal = "connection timed out",
             .unless = "conversation|while|during (mail|rcpt|data|ehlo|helo|greet|result|e"
                       "nd)|(data|control) connection|initial connection wait|message expired"},
            {.confidence = 0.85, .literal = "connect timed out"},
            {.confidence = 0.85, .literal = "connection timeout"},
            {.confidence = 0.85,
             .literal = "timed out",
             .pattern = "(connect|connecting|connection|socket|7720).{0,80}timed out|timed "
                        "out.{0,40}connect",
             .unless = "initial connection wait|data connection|conversation with|greeting"},
            {.confidence = 0.85, .literal = "etimedout", .unless = "data connection"},
            {.confidence = 0.85, .literal = "timed out waiting to connect"},
            {.confidence = 0.85,
             .literal = "connection attempt failed",
             .unless = "data connection"},
            {.confidence = 0.85,
             .literal = "could not connect",
             .unless = "data connection|saslauthd|database|sql|socket.{0,20}(milter|policy|auth)"},
            {.confidence = 0.85, .literal = "couldn't connect"},
            {.confidence = 0.85, .literal = "cannot connect"},
            {.confidence = 0.85, .literal = "can't connect"},
            {.confidence = 0.85, .literal = "unable to connect"},
            {.confidence = 0.85, .literal = "failed to connect"},
            {.confidence = 0.85, .literal = "failure to connect"},
            {.confidence = 0.85, .literal = "connection failed"},
            {.confidence = 0.85,
             .literal = "connection could not be established",
             .unless = "data connection"},
            {.confidence = 0.85,
             .literal = "unable to establish",
             .unless = "starttls|secure link"},
            {.confidence = 0.85, .literal = "establish an smtp connection"},
            {.confidence = 0.85, .literal = "did not accept our requests to connect"},
            {.confidence = 0.82,
             .literal = "no smtp connection got far enough",
             .pattern = "^(?!.*said:)"},
            {.confidence = 0.85, .literal = "socket error", .unless = "data connection"},
            {.confidence = 0.82, .literal = "server is not responding"},
            {.confidence = 0.88, .literal = "connecting to outgoing server", .pattern = "failed"},
            {.confidence = 0.85, .literal = "refusing smtp connections"},
            {.confidence = 0.82, .literal = "server not responding"},
            {.confidence = 0.82, .literal = "not responding", .pattern = "host|server"},
            {.confidence = 0.82,
             .literal = "destination server",
             .pattern = "(not respond|unreachable|unavailable)"},
            {.confidence = 0.82, .literal = "no answer from host"},
            {.confidence = 0.85, .literal = "remote host not answering"},
            {.confidence = 0.85,
             .literal = "connection refused",
             .stages = "!greeting",
             .unless = "too many|blocked|blacklist|listed|dnsbl|rbl|spam|data connection"},
            {.confidence = 0.82, .literal = "mxs unreachable"},
            {.confidence = 0.82,
             .literal = "all hosts",
             .pattern = "(unreachable|failing|failed|refused)"},
            {.confidence = 0.82, .literal = "all hosts for"},
            {.confidence = 0.82, .literal = "unable to reach"},
            {.confidence = 0.82, .literal = "unable to relay", .pattern = "connect|reach"},
            {.confidence = 0.82,
             .literal = "unreachable",
             .pattern = "(host|server|mx|mail|destination).{0,40}unreachable",
             .protocols = "smtp|ftp"},
            {.confidence = 0.82, .literal = "10060", .pattern = "\\b10060\\b"},
            {.confidence = 0.82, .literal = "failed to open connection"},
            {.confidence = 0.82, .literal = "fsockopen"},
            {.confidence = 0.82, .literal = "smtp connect() failed"},
            {.confidence = 0.82, .literal = "mailconnectexception"},
            {.confidence = 0.85, .literal = "время ожидания", .pattern = "соединени|подключени"},
            {.confidence = 0.85,
             .literal = "не удалось",
             .pattern = "(подключиться|соединиться|установить соединение)"},
            {.confidence = 0.85,
             .literal = "verbindung",
             .pattern = "(fehlgeschlagen|zeitüberschreitung|nicht möglich|nicht hergestellt"
                        "|konnte nicht)"},
            {.confidence = 0.85, .literal = "zeitüberschreitung", .pattern = "verbind"},
            {.confidence = 0.85,
             .literal = "connexion",
             .pattern = "(impossible|expiré|échou|délai)"},
            {.confidence = 0.85, .literal = "tiempo de espera", .pattern = "conexi"},
            {.confidence = 0.85, .literal = "no se pudo conectar"},
            {.confidence = 0.82, .literal = "接続できません"},
            {.confidence = 0.82, .literal = "接続がタイムアウト"},
            {.confidence = 0.82, .literal = "连接超时"},
            {.confidence = 0.82, .literal = "无法连接"},
            {.confidence = 0.85, .literal = "невозможно подключиться"},
            {.confidence = 0.88, .literal = "0x800ccc0e"},
            {.confidence = 0.85, .literal = "0x800ccc15"},
            {.confidence = 0.85, .literal = "0x80042109"},
            {.confidence = 0.85, .literal = "0x80042108"},
            {.confidence = 0.7, .literal = "0x800ccc19"},
            {.confidence = 0.82, .literal = "the connection to the server failed"}, ),
        TL_KB_REFERENCES ("RFC 5321 4.5.4.1", "RFC 3463 3.5"),
        TL_KB_EXAMPLES (
            {"connect to mx.example.net[192.0.2.7]:25: Connection timed out"},
            {"SMTP connect() failed."},
            {"Error: Connection timed out after 20 seconds of inactivity. Could not connect to server",
             NULL, "ftp"}, ),
        .next_test = "other-port",
        .yields_to = "idle-timeout",
    },
    {
        .id = "local-firewall-blocks",
        .spoken = "E-03",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        /* Translators: {port} is a port number. */
        .title = N_ ("This computer’s firewall blocks the port"),
        .meaning =
            N_ ("A firewall on this computer itself keeps programs from connecting: to this port, "
                "to this server, or to anything that it was not told to allow."),
        .retry = N_ ("Test again at once after changing the rule."),
        .never = N_ ("Do not switch the whole firewall off: one rule for one port is enough."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {local.firewall.rule} is a value that was seen. */
            {"show-rule", TL_ACTOR_USER,
             N_ ("Look at this rule in the firewall of this computer: {local.firewall.rule}"),
             "local.firewall.rule"},
            /* Translators: “ip rule” is a command; {port} is a port number. */
            {"show-routing-rule", TL_ACTOR_USER,
             N_ ("Look at the routing rules of this computer (“ip rule”): one of them closes the way for "
                 "port {port} alone."),
             "local.route.bars=port"},
            /* Translators: {ftp.data.rule_here} is a value that was seen. */
            {"show-data-rule", TL_ACTOR_USER,
             N_ ("Look at this rule in the firewall of this computer: {ftp.data.rule_here}"),
             "ftp.data.rule_here"},
            /* Translators: {host} is the name of the server, {ftp.passive.port} a port number. */
            {"allow-data-ports", TL_ACTOR_USER,
             N_ ("Port {port} itself is open; lists and files need further ports. Allow your file "
                 "program to connect to the high ports of {host}, this time {ftp.passive.port}, and "
                 "leave everything else as it is."),
             "ftp.data.rule_here"},
            /* Translators: {local.firewall.owner} is the name of a program, such as ufw. */
            {"show-owner", TL_ACTOR_USER,
             N_ ("{local.firewall.owner} has made this rule: change it there, not by hand."),
             "local.firewall.owner"},
            /* Translators: {local.firewall.command} is a command, such as “ufw status numbered”; sudo and
             * pkexec are names of programs. */
            {"read-rules", TL_ACTOR_USER,
             N_ ("The rules cannot be read without administrator rights. Whoever has them can list them "
                 "with this command: “sudo {local.firewall.command}” (in a desktop without sudo: “pkexec "
                 "{local.firewall.command}”). It changes nothing."),
             "local.firewall.command"},
            /* Translators: {port} is a port number; {local.firewall} is a value that was seen. */
            {"allow-port", TL_ACTOR_USER,
             N_ ("Allow outgoing connections to port {port} in the firewall program "
                 "({local.firewall}), and leave everything else as it is."),
             "!ftp.data.rule_here !local.firewall.program_rule local.firewall.rule_about!=names "
             "dns.errno!=EPERM local.firewall.rule_way!=in local.route.bars!=port"},
            /* Translators: a “name server” is also called “DNS server”. */
            {"allow-names", TL_ACTOR_USER,
             N_ ("Allow questions to name servers (port 53, UDP and TCP) in the firewall program, and leave "
                 "everything else as it is."),
             "dns.outcome=silent|servfail !tcp.state"},
            /* Translators: {local.firewall} is a value that was seen. */
            {"allow-answers", TL_ACTOR_USER,
             N_ ("Let in the answers to connections that this computer has made (“established”) in the firewall program ({local.firewall}), and leave everything else as it is."),
             "local.firewall.rule_way=in"},
            /* Translators: {local.firewall.program} is the name of a program, such as thunderbird, and
             * {local.firewall.program_rule} a rule as OpenSnitch writes it. */
            {"allow-program", TL_ACTOR_USER,
             N_ ("This test got through, but your program {local.firewall.program} would not: OpenSnitch "
                 "has a rule against it. Change this rule in its window: {local.firewall.program_rule}"),
             "local.firewall.program_rule"},
            {"ask-owner", TL_ACTOR_ADMIN,
             N_ ("If the computer belongs to your workplace, ask its administrator to allow the "
                 "port.")}, ),
        TL_KB_RULES (
            {0.95,
             "local.firewall.rule_sure=yes local.firewall.rule tcp.state=refused|filtered|unreachable|unknown"},
            /* OpenSnitch keeps back the question for the name of a host that may not be visited. */
            {0.93,
             "local.firewall.rule local.firewall.rule_sure=yes dns.outcome=silent !tcp.state"},
            {0.85, "local.firewall.rule tcp.state=refused|filtered|unreachable|unknown"},
            /* A rule of routing about the port: the rest of the server has a way. */
            {0.9, "local.route.host=prohibited|blackhole|unreachable local.route.bars=port "
                  "tcp.state!=open tcp.state"},
            /* The rule keeps the name servers from being asked, and no connection could be tried. */
            {0.85, "local.firewall.rule dns.outcome=silent !tcp.state"},
            {0.72,
             "local.firewall.rule local.firewall.rule_about=names dns.outcome=servfail !tcp.state"},
            /* A datagram that does not leave is refused to the program that sends it. */
            {0.86, "dns.errno=EPERM !tcp.state"},
            {0.92, "ftp.data.rule_here ftp.data.outcome=failed"}, {0.82, "tcp.errno=EPERM"},
            /* Without rights the rules cannot be read, but what they do can be counted. */
            {0.86,
             "tcp.unsent>1 tcp.state=filtered local.firewall!=none-seen|not-known local.firewall"},
            {0.78, "tcp.unsent>1 tcp.state=filtered|unknown"},
            {0.82,
             "tcp.answered_here=yes ports.open>0 local.firewall!=none-seen|not-known local.firewall"},
            {0.78, "tcp.answered_here=yes ports.open>0"}, {0.7, "tcp.answered_here=yes"},
            {0.62, "local.firewall.perhaps tcp.state=refused|filtered|unreachable|unknown"},
            {0.85, "tcp.refused_by=here"},
            /* The same test with the rule paused; then with it again. */
            {0.92,
             "user.firewall_off=yes tcp.state=open before:tcp.state=filtered|unknown|unreachable|refused before:local.firewall.rule "
             "!local.firewall.rule"},
            {0.78,
             "user.firewall_off=yes tcp.state=open before:tcp.state=filtered|unknown|unreachable|refused"},
            {0.9, "!user.firewall_off before:user.firewall_off=yes before:tcp.state=open "
                  "tcp.state=filtered|unknown|unreachable|refused"},
            /* It decides for each program by itself. */
            {0.72, "local.firewall.program_rule job.outcome=through"},
            {0.5, "local.opensnitch=not-readable tcp.state=filtered ports.open>0"},
            {0.35, "tcp.at_once=yes tcp.state=refused|unreachable dns.address_kind=public"},
            {0.4, "tcp.at_once=yes tcp.state=unreachable ports.open>0"},
            {0.3,
             "tcp.state=refused|filtered|unreachable ports.open>0 local.firewall!=none-seen|not-known local.firewall"}, ),
        TL_KB_CONTRARY (
            {0.9, "tcp.state=open !ftp.data.rule_here !local.firewall.program_rule "
                  "user.firewall_off!=yes"},
            {0.6,
             "user.firewall_off=yes !local.firewall.rule tcp.state=filtered|unknown|unreachable|refused "
             "before:tcp.state=filtered|unknown|unreachable|refused"},
            {0.5, "local.firewall.rule_packets=0 local.firewall.rule"},
            /* What is dropped here is silent: somebody else has answered. */
            {0.5, "local.firewall.rule~:_drop tcp.state=refused|unreachable"},
            {0.4, "local.firewall.rule_scope=everything local.firewall.lets_out"},
            {0.4, "local.firewall.rule_scope=everything local.firewall.owner_kind=vpn"},
            {0.3, "local.route.host=prohibited|blackhole|unreachable"}, ),
        TL_KB_TEXTS ({.confidence = 0.85, .literal = "10013", .pattern = "\\b10013\\b"},
                     {.confidence = 0.82,
                      .literal = "blocked by",
                      .pattern = "(local|your|windows|personal) firewall"},
                     {.confidence = 0.8,
                      .literal = "operation not permitted",
                      .pattern = "connect",
                      .unless = "data connection"},
                     {.confidence = 0.8, .literal = "eacces", .pattern = "connect"},
                     {.confidence = 0.8, .literal = "wsaeacces"},
                     {.confidence = 0.8, .literal = "forbidden by its access permissions"}, ),
        TL_KB_REFERENCES ("nftables wiki", "ufw manual"),
        TL_KB_EXAMPLES (
            {"An attempt was made to access a socket in a way forbidden by its access permissions (10013)"},
            {"connect: Operation not permitted (connect to port 587)"}, ),
        .next_test = "other-host",
    },
    {
        .id = "port-blocked-by-network",
        .spoken = "E-04",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        /* Translators: {port} is a port number. */
        .title = N_ ("The network blocks this port"),
        /* Translators: {port} is a port number; {host} is the name of the server. */
        .meaning = N_ ("Port {port} of {host} cannot be reached, but other ports of the same "
                       "server answer. So the server is there. A router, a provider, a workplace "
                       "network or the server’s own firewall does not let this one port through."),
        .retry = N_ ("Trying again on the same port and network changes nothing."),
        .never = N_ ("A new password or reinstalling the mail program does not open a port."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {survey.recommended.port} is a port number, {recommended_security} is TLS or
             * STARTTLS. */
            {"use-what-works", TL_ACTOR_USER,
             N_ ("Set port {survey.recommended.port} with {recommended_security} in your program: this "
                 "test got through to the server that way."),
             "survey.recommended.port"},
            {"use-open-port", TL_ACTOR_USER,
             N_ ("Choose a port of the same server that answered in this test, with its usual "
                 "encryption: 587 with STARTTLS, 465 with TLS, 2525."),
             "!survey.recommended.port"},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network, such as a phone’s hotspot. If the port works "
                 "there, your network blocks it.")},
            /* Translators: {host} is the name of the server. */
            {"check-router", TL_ACTOR_NETWORK,
             N_ ("Look in the router for a rule or a list of safe mail servers (some routers of "
                 "providers have one), and add {host}.")},
            /* Translators: {port} is a port number; {host} is the name of the server. */
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs the network or your provider to open port {port} to {host}.")}, ),
        TL_KB_RULES (
            {0.76, "tcp.state=filtered ports.open>0"},
            {0.62, "tcp.state=filtered ports.open<1 ports.refused>0"},
            {0.86, "tcp.state=unreachable ports.open>0"},
            {0.8, "tcp.state=unreachable ports.refused>0"}, {0.4, "tcp.state=refused ports.open>0"},
            {0.76, "tcp.state=refused tcp.nearer=yes ports.open>0"},
            {0.88, "tcp.state=refused tcp.refused_by=way ports.open>0"},
            {0.7, "tcp.state=refused tcp.refused_by=host tcp.icmp=port-unreachable ports.open>0"},
            {0.6,
             "tcp.state=unreachable tcp.icmp=prohibited tcp.refused_by=way ports.open<1 ports.refused<1"},
            {0.6, "tcp.state=unreachable tcp.refused_by=way host.echo=yes"},
            {0.3,
             "tcp.errno=EHOSTUNREACH ports.tried ports.open<1 ports.refused<1 tcp.connect_ms<2000"},
            {0.5, "tcp.errno=EACCES tcp.at_once!=yes"},
            /* Over another network it answered; a server that bans the first one's address looks the same. */
            {0.7,
             "user.other_network=yes tcp.state=open before:tcp.state=filtered|unknown|unreachable "
             "before:local.portal!=yes"}, ),
        /* An answer at once may come from this computer itself, which looks just the same. */
        TL_KB_CONTRARY ({0.9, "tcp.state=open user.other_network!=yes"},
                        {0.5, "user.other_network=yes tcp.state=filtered|unknown|unreachable "
                              "before:tcp.state=filtered|unknown|unreachable"},
                        {0.3, "local.firewall.rule"}, {0.3, "tcp.unsent>1"},
                        {0.3, "tcp.answered_here=yes"}, {0.2, "local.opensnitch=not-readable"},
                        {0.12, "tcp.state=unreachable tcp.at_once=yes"}, {0.22, "tcp.port=25"},
                        /* The same network lets this port through to another host. */
                        {0.3, "tcp.state=filtered host.reference_port=open"},
                        {0.18, "local.vpn.default_route=yes"}, {0.4, "local.vpn.beside=open"},
                        {0.35, "local.portal=yes"}, {0.35, "local.proxy.connect=ok"},
                        {0.35, "local.route.host=none|prohibited|blackhole|unreachable"}, ),
        TL_KB_TEXTS ({.confidence = 0.82,
                      .literal = "port",
                      .pattern = "port \\d+ (is |was )?(blocked|closed|filtered)"},
                     {.confidence = 0.8,
                      .literal = "blocked by",
                      .pattern = "(your )?(network|provider|isp|firewall)",
                      .codes = "!55x|!571",
                      .unless = "mail from|messages? from"},
                     {.confidence = 0.8, .literal = "communication prohibited"},
                     {.confidence = 0.8, .literal = "administratively prohibited"},
                     {.confidence = 0.8, .literal = "admin prohibited"}, ),
        TL_KB_REFERENCES ("RFC 1812 5.2.7.1", "RFC 4443 3.1"),
        TL_KB_EXAMPLES ({"connect to mail.example.net port 587: port 587 is blocked"},
                        {"ping: communication administratively prohibited"}, ),
        .next_test = "other-network",
    },
    {
        .id = "port-25-blocked",
        .spoken = "E-05",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("Port 25 is closed on your line"),
        .meaning = N_ ("Nearly every provider of home lines closes port 25, because malware sends "
                       "spam over it. It is meant for mail servers among themselves. For your own "
                       "mail there are other ports of the same server."),
        .retry = N_ ("Trying again on port 25 changes nothing."),
        .never = N_ ("Asking the mail provider does not help: the block is at your line."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {survey.recommended.port} is a port number, {recommended_security} is TLS or
             * STARTTLS. */
            {"use-what-works", TL_ACTOR_USER,
             N_ ("Set port {survey.recommended.port} with {recommended_security} in your program: this "
                 "test got through to the server that way."),
             "survey.recommended.port"},
            {"use-587", TL_ACTOR_USER,
             N_ ("Choose port 587 with STARTTLS in the account settings, with user name and "
                 "password.")},
            {"use-465", TL_ACTOR_USER, N_ ("Or choose port 465 with TLS.")},
            {"own-server", TL_ACTOR_ADMIN,
             N_ ("If you run a mail server on this line: send through your provider’s mail "
                 "server (a “smarthost” on port 587), or ask the provider to open port 25.")}, ),
        TL_KB_RULES ({0.9, "tcp.port=25 tcp.state=filtered|unreachable port.587.state=open"},
                     {0.9, "tcp.port=25 tcp.state=filtered|unreachable port.465.state=open"},
                     {0.6, "tcp.port=25 tcp.state=filtered|unreachable ports.open>0"},
                     {0.42, "tcp.port=25 tcp.state=refused port.587.state=open"},
                     {0.82, "tcp.port=25 tcp.state=refused tcp.nearer=yes ports.open>0"},
                     /* Not this host alone. */
                     {0.84, "tcp.port=25 tcp.state!=open ports.open>0 "
                            "host.reference_port=refused|unreachable|silent"},
                     {0.88, "tcp.port=25 tcp.state=refused tcp.refused_by=way ports.open>0"},
                     {0.45, "tcp.port=25 tcp.state=filtered|unknown"}, ),
        TL_KB_CONTRARY ({0.9, "tcp.state=open"}, {0.3, "local.firewall.rule"},
                        {0.4, "host.reference_port=open"}, ),
        TL_KB_TEXTS ({.confidence = 0.88,
                      .literal = "port 25",
                      .pattern = "(block|filter|closed|not (allowed|permitted)|disabled|restrict)",
                      .unless = "vpn"},
                     {.confidence = 0.88, .literal = "outbound port 25"}, ),
        TL_KB_REFERENCES ("RFC 5068 3.1", "RFC 6409 3.1"),
        TL_KB_EXAMPLES ({"Outbound port 25 is blocked by your provider"},
                        {"Connections to port 25 are blocked from this network; use port 587"}, ),
        .next_test = "other-port-587",
    },
    {
        .id = "vpn-blocks-port",
        .spoken = "E-06",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The VPN blocks this port"),
        /* Translators: {local.vpn} is a value that was seen. */
        .meaning = N_ ("Your internet traffic runs through a VPN ({local.vpn}), and the operator "
                       "of the VPN does not let this port through. Many do this against spam. Or "
                       "the VPN itself passes nothing on."),
        .retry = N_ ("Test again at once after the change."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"test-without-vpn", TL_ACTOR_USER,
             N_ ("Disconnect the VPN, run this test once, and connect the VPN again. If it "
                 "works without, the VPN is the reason.")},
            {"use-other-port", TL_ACTOR_USER,
             N_ ("Choose another port of the same server: 587 or 465 are open in most VPNs, 25 "
                 "is not.")},
            {"except-mail", TL_ACTOR_USER,
             N_ ("Set the VPN so that the mail program goes around it (“split tunnelling”), if "
                 "your VPN can do that.")},
            {"ask-vpn", TL_ACTOR_PROVIDER,
             N_ ("Ask the operator of the VPN to open the port, or choose another of its "
                 "servers.")}, ),
        TL_KB_RULES (
            {0.93, "local.vpn.beside=open tcp.state!=open"},
            /* Not even names are answered through it. */
            {0.88, "local.vpn.beside_names=open|refused dns.outcome=silent !tcp.state"},
            {0.5, "local.vpn.beside_names dns.outcome=silent !tcp.state"},
            {0.72, "local.vpn.default_route=yes tcp.state=filtered|unreachable ports.open>0"},
            {0.5, "local.vpn.default_route=yes tcp.state=filtered|unreachable|unknown"},
            {0.45, "local.vpn.default_route=yes tcp.state=refused"},
            /* Tunnels of IPsec are no link that a way could be seen to lead through. */
            {0.45, "local.vpn.connection local.vpn=no tcp.state=filtered|unreachable ports.open>0"},
            /* The same test with the VPN off, where one was seen before and is gone; then with it again. */
            {0.9,
             "user.vpn_off=yes tcp.state=open before:tcp.state=filtered|unknown|unreachable|refused "
             "before:local.vpn.default_route=yes local.vpn.default_route!=yes"},
            {0.7,
             "user.vpn_off=yes tcp.state=open before:tcp.state=filtered|unknown|unreachable|refused"},
            {0.9, "!user.vpn_off before:user.vpn_off=yes before:tcp.state=open "
                  "tcp.state=filtered|unknown|unreachable|refused local.vpn.default_route=yes"}, ),
        TL_KB_CONTRARY (
            {0.9, "tcp.state=open user.vpn_off!=yes"}, {0.5, "local.vpn.beside=refused|filtered"},
            {0.5, "local.vpn.stop"}, {0.3, "user.vpn_off=yes local.vpn.default_route=yes"},
            {0.6,
             "user.vpn_off=yes local.vpn.default_route!=yes tcp.state=filtered|unknown|unreachable|refused "
             "before:tcp.state=filtered|unknown|unreachable|refused"}, ),
        TL_KB_TEXTS ({.confidence = 0.8,
                      .literal = "vpn",
                      .pattern =
                          "(block|not allow|disallow|prevent).{0,60}(port|smtp|mail)|(port|sm"
                          "tp|mail).{0,60}(block|not allow|disallow)"}, ),
        TL_KB_REFERENCES ("RFC 5068 3.1"),
        TL_KB_EXAMPLES ({"Your VPN provider blocks outgoing mail on port 25"},
                        {"VPN: connections to port 587 are not allowed"}, ),
        .next_test = "without-vpn",
    },
    {
        .id = "vpn-kill-switch",
        .spoken = "E-07",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("A VPN’s emergency stop blocks everything"),
        .meaning = N_ ("A VPN program has closed the way to the internet because its tunnel is not "
                       "up. It does this on purpose, so that nothing leaves outside the tunnel."),
        .retry = N_ ("Test again as soon as the VPN is connected."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"connect-vpn", TL_ACTOR_USER,
             N_ ("Connect the VPN again, and wait until it says that it is connected.")},
            {"settings-kill-switch", TL_ACTOR_USER,
             N_ ("If you do not want to use the VPN now: quit it properly in its own window. "
                 "Look for “kill switch” or “always-on” in its settings.")},
            {"restart", TL_ACTOR_USER,
             N_ ("If it stays so after the VPN program was removed, restart the computer: old "
                 "block rules then go away.")}, ),
        TL_KB_RULES (
            {0.92, "local.route.host=prohibited|blackhole local.route.bars!=some|port"},
            {0.9, "local.vpn.stop local.vpn.stop.owner tcp.state!=open tcp.state"},
            {0.9, "local.vpn.stop local.vpn.stop.owner dns.outcome=silent !tcp.state"},
            /* Such a link can be an administrator's own. */
            {0.72, "local.vpn.stop !local.vpn.stop.owner tcp.state!=open tcp.state"},
            {0.72, "local.vpn.stop !local.vpn.stop.owner dns.outcome=silent !tcp.state"},
            /* An administrator shuts a single network out in the same way. */
            {0.74, "local.route.host=prohibited|blackhole"},
            {0.92, "local.route.barred=prohibited|blackhole tcp.state!=open"},
            /* What stops this test lets through what carries the mark of some program. */
            {0.93, "local.route.host=prohibited|blackhole|unreachable local.route.marked=yes "
                   "local.route.bars=everything tcp.state!=open"},
            {0.93, "local.route.names=prohibited|blackhole|unreachable local.route.marked=yes "
                   "local.route.bars=everything dns.outcome=silent|servfail !tcp.state"},
            /* The network has a way, and something that stands above it says that there is none. */
            {0.88,
             "local.route.host=unreachable local.route.beneath=yes local.route.bars=everything "
             "tcp.state!=open"},
            {0.88,
             "local.route.names=unreachable local.route.beneath=yes local.route.bars=everything "
             "dns.outcome=silent|servfail !tcp.state"},
            {0.6, "local.route.barred=unreachable tcp.state!=open"},
            /* The name servers cannot be asked. */
            {0.92,
             "local.route.names=prohibited|blackhole local.route.bars!=some dns.outcome=silent "
             "!tcp.state"},
            {0.7,
             "local.route.names=prohibited|blackhole|unreachable dns.outcome=silent !tcp.state"},
            {0.75, "dns.errno=EACCES|EINVAL !tcp.state"},
            {0.92, "local.firewall.rule_scope=everything local.firewall.owner_kind=vpn "
                   "dns.outcome=silent|servfail !tcp.state"},
            {0.88, "local.firewall.rule_scope=everything local.firewall.lets_out "
                   "dns.outcome=silent|servfail !tcp.state"},
            {0.92,
             "local.firewall.rule_scope=everything local.firewall.owner_kind=vpn tcp.state!=open tcp.state"},
            {0.88,
             "local.firewall.rule_scope=everything local.firewall.lets_out tcp.state!=open tcp.state"},
            {0.7, "tcp.errno=EACCES tcp.at_once=yes"}, {0.75, "tcp.errno=EINVAL tcp.at_once=yes"},
            {0.7, "local.route.host=unreachable tcp.errno=EHOSTUNREACH tcp.at_once=yes"},
            {0.5, "local.route.host=unreachable"}, ),
        TL_KB_CONTRARY (
            {0.9, "tcp.state=open"}, {0.5, "ports.open>0"},
            {0.12, "local.route.bars=some tcp.state!=open"}, {0.6, "local.route.bars=port"},
            {0.12,
             "local.route.host=unreachable local.route.beneath=no local.route.marked!=yes"}, ),
        TL_KB_TEXTS ({.confidence = 0.85, .literal = "kill switch"},
                     {.confidence = 0.85, .literal = "killswitch"},
                     {.confidence = 0.85, .literal = "kill-switch"}, ),
        TL_KB_REFERENCES ("ip-route(8) prohibit, blackhole"),
        TL_KB_EXAMPLES ({"VPN kill switch is active: network access is blocked"},
                        {"The connection was blocked by the kill-switch"}, ),
    },
    {
        .id = "captive-portal",
        .spoken = "E-08",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The network wants a sign-in first"),
        .meaning =
            N_ ("This Wi-Fi or line lets nothing through until you have signed in on its web "
                "page. Until then every server seems to be dead, or another one answers."),
        .retry = N_ ("Test again at once after signing in."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"open-page", TL_ACTOR_USER,
             N_ ("Open a web page, such as http://example.com, and sign in or accept the terms "
                 "on the page that comes.")},
            {"reconnect", TL_ACTOR_USER,
             N_ ("If no page comes, disconnect from the Wi-Fi and connect again.")},
            {"use-phone", TL_ACTOR_USER, N_ ("Use a phone’s hotspot instead.")}, ),
        TL_KB_RULES (
            {0.9, "local.portal=yes tcp.state=refused|unreachable"},
            {0.85, "local.portal=yes tcp.state=filtered|unknown"},
            {0.85, "local.portal=yes !tcp.state"},
            {0.93, "local.portal=yes tls.verify!=ok|not-tested tls.verify"},
            {0.88, "local.portal=yes http.redirect.outcome=other-site|private-address"},
            {0.9, "local.portal=yes local.portal.same_page=yes tls.mode=none http.status"},
            /* It may let some sites through. */
            {0.6, "local.portal=yes tls.mode=none http.status local.portal.same_page!=yes"},
            {0.78, "local.connectivity=portal !local.portal tcp.state!=open tcp.state"},
            {0.72, "local.connectivity=portal local.portal=silent|not-known tcp.state!=open"},
            {0.78, "local.connectivity=portal tls.verify!=ok|not-tested tls.verify"},
            {0.9, "http.status=511"}, {0.35, "dns.outcome=rewritten"},
            {0.85, "http.redirect.outcome=private-address tls.mode=none"},
            {0.6,
             "http.redirect.outcome=other-site tls.mode=none http.redirect.location~captive|hotspot|wlan|portal."}, ),
        TL_KB_CONTRARY (
            {0.5, "local.portal=no"},
            /* The names of the page and of the host got the address that wrong names get: a help
             * page for those looks alike. */
            {0.35, "local.portal.invented=yes !local.portal.url local.portal.asks_password!=yes"},
            {0.12, "local.portal.invented=yes"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "captive portal"},
                     {.confidence = 0.9, .literal = "network authentication required"},
                     {.confidence = 0.88, .literal = "sign in to network"},
                     {.confidence = 0.88, .literal = "sign in to this network"},
                     {.confidence = 0.85, .literal = "hotspot login"},
                     {.confidence = 0.85, .literal = "wi-fi login"}, ),
        TL_KB_REFERENCES ("RFC 8908", "RFC 6585 6"),
        TL_KB_EXAMPLES (
            {"511 Network Authentication Required", NULL, "http"},
            {"You must sign in to this network before you can access the Internet. Sign in to network (captive portal)"}, ),
    },
    {
        .id = "proxy-unreachable",
        .spoken = "E-27",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The proxy of this computer does not answer"),
        /* Translators: {http.proxy} is the address of a proxy. */
        .meaning = N_ ("This computer is told to visit web pages through a helper computer, the "
                       "proxy {http.proxy}, and that one does not answer. Every browser that "
                       "obeys the same setting fails in the same way, whatever the site."),
        TL_KB_MEANINGS (
            /* Translators: {http.proxy.passed_over} is the address of a proxy. */
            {"http.proxy.passed_over !http.proxy",
             N_ ("This computer is told to visit web pages through a helper computer, the proxy "
                 "{http.proxy.passed_over}, and without it only where that is dead. It is dead, and the "
                 "way without it is closed, so that every browser that obeys the same setting fails in "
                 "the same way.")}, ),
        .retry = N_ ("Try again when the proxy works, or when the setting is mended."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-proxy-setting", TL_ACTOR_USER,
             N_ ("Look at the proxy in the network settings of this computer and in the variables "
                 "https_proxy, http_proxy and all_proxy: is it the one of the network in which "
                 "you are now?")},
            /* Translators: {http.proxy} is the address of a proxy; http:// and https:// stay as they are. */
            {"proxy-scheme", TL_ACTOR_USER,
             N_ ("Something answers at {http.proxy}, but without encryption: write http:// in place "
                 "of https:// in that setting, if whoever runs the network says so."),
             "http.proxy.outcome=tls-failed"},
            {"proxy-kind", TL_ACTOR_USER,
             N_ ("It may be a proxy of another kind: an HTTP proxy is entered as http://, a SOCKS "
                 "proxy as socks5://."),
             "http.proxy.outcome=not-socks|not-http"},
            {"no-proxy-here", TL_ACTOR_USER,
             N_ ("Without the proxy the site can be reached from here: in this network, switch it "
                 "off in those settings, and on again where it is needed."),
             "http.proxy.direct=open"},
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs the network for the right proxy, and whether it works.")}, ),
        TL_KB_RULES (
            {0.88,
             "http.proxy.outcome=unreachable|no-address|no-answer|not-http|not-socks|tls-failed"},
            {0.93,
             "http.proxy.outcome=unreachable|no-address|no-answer|not-http|not-socks|tls-failed "
             "http.proxy.direct=open",
             "direct-works"},
            /* The settings' next choice was to go without it, and that is closed. */
            {0.7, "http.proxy.passed_over tcp.state tcp.state!=open"},
            /* Around it, nothing answers either. */
            {0.72,
             "local.proxy.connect=no-answer|not-http|not-socks|failed tcp.state!=open tcp.state "
             "ports.tried ports.open<1 ports.refused<1"}, ),
        TL_KB_TEXTS ({.confidence = 0.88, .literal = "err_proxy_connection_failed"},
                     {.confidence = 0.88, .literal = "could not resolve proxy"},
                     {.confidence = 0.85, .literal = "proxy server is refusing connections"},
                     {.confidence = 0.85,
                      .literal = "unable to connect to the proxy",
                      .unless = "407|authentication"}, ),
        TL_KB_REFERENCES ("RFC 9110 3.7"),
        TL_KB_EXAMPLES ({"curl: (5) Could not resolve proxy: proxy.example.org", NULL, "http"},
                        {"net::ERR_PROXY_CONNECTION_FAILED", NULL, "http"},
                        {"The proxy server is refusing connections", NULL, "http"}, ),
        .next_test = "other-network",
    },
    {
        .id = "proxy-not-trusted",
        .spoken = "E-28",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The proxy cannot prove who it is"),
        /* Translators: {http.proxy} is the address of a proxy. */
        .meaning = N_ (
            "This computer is told to visit web pages through the encrypted proxy {http.proxy}. "
            "Its certificate (proof of identity) does not hold, so Throughline told it "
            "nothing. Browsers refuse such a proxy, too, whatever the site."),
        .retry =
            N_ ("Trying again changes nothing until the certificate or the setting is mended."),
        .never = N_ ("Do not switch to the same proxy without encryption to get through."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-proxy-name", TL_ACTOR_USER,
             N_ ("Look at the proxy in the network settings of this computer: it must be written "
                 "with the name that its certificate has, not with its address."),
             "http.proxy.verify=name-mismatch"},
            {"check-proxy-clock", TL_ACTOR_USER,
             N_ ("Look at date and time of this computer: if they are wrong, certificates seem "
                 "expired."),
             "http.proxy.verify=expired|not-yet-valid"},
            {"mend-proxy-certificate", TL_ACTOR_NETWORK,
             N_ ("Tell whoever runs the network that the certificate of the proxy {http.proxy} does "
                 "not hold.")},
            {"no-proxy-here", TL_ACTOR_USER,
             N_ ("Without the proxy the site can be reached from here: in this network, switch it "
                 "off in those settings, and on again where it is needed."),
             "http.proxy.direct=open"}, ),
        TL_KB_RULES ({0.93, "http.proxy.outcome=not-trusted"}, ),
        TL_KB_TEXTS ({.confidence = 0.85, .literal = "err_proxy_certificate_invalid"},
                     {.confidence = 0.8,
                      .literal = "proxy",
                      .pattern = "ssl certificate problem.{0,60}proxy|proxy.{0,40}certificate "
                                 "(is|was) (invalid|not trusted|expired)"}, ),
        TL_KB_REFERENCES ("RFC 9110 4.3.4"),
        TL_KB_EXAMPLES ({"net::ERR_PROXY_CERTIFICATE_INVALID", NULL, "http"}, ),
    },
    {
        .id = "proxy-required",
        .spoken = "E-09",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("This network works through a proxy only"),
        /* Translators: {local.proxy} is a value that was seen. */
        .meaning =
            N_ ("Direct connections do not get out of this network; web traffic has to go "
                "through a helper computer, the proxy ({local.proxy}). Mail and file transfer "
                "often do not get through a proxy at all."),
        .retry = N_ ("Trying again without the proxy changes nothing."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {port} is a port number. */
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs the network how mail or file transfer is to be sent from "
                 "here, or whether port {port} can be opened.")},
            {"set-proxy", TL_ACTOR_USER,
             N_ ("If your program can use the proxy, enter it in the program’s connection "
                 "settings.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Use another network, such as a phone’s hotspot.")}, ),
        TL_KB_RULES (
            {0.93, "local.proxy.connect=ok tcp.state!=open ports.open<1"},
            {0.7, "local.proxy.connect=ok tcp.state!=open"},
            {0.9,
             "local.proxy.connect=refused|login-needed tcp.state!=open|refused ports.open<1 ports.refused<1"},
            {0.6,
             "local.proxy!=no|not-known local.proxy ports.tried ports.open<1 tcp.state=filtered|refused|unreachable|unknown"},
            {0.4, "local.proxy!=no|not-known local.proxy tcp.state=filtered|refused|unreachable"},
            /* Which proxy, a script of the network would say. */
            {0.62, "local.proxy.script=yes ports.tried ports.open<1 ports.refused<1 "
                   "tcp.state=filtered|unreachable|unknown"}, ),
        TL_KB_CONTRARY ({0.9, "tcp.state=open"},
                        {0.5, "local.proxy.connect=no-answer|not-http|not-socks|failed"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88, .literal = "proxy required"},
            {.confidence = 0.85, .literal = "use proxy"},
            {.confidence = 0.85, .literal = "must use a proxy"},
            {.confidence = 0.85, .literal = "through a proxy"},
            {.confidence = 0.85,
             .literal = "proxy",
             .pattern = "(connect|tunnel).{0,40}(forbidden|refused|denied|403|not allowed)"},
            {.confidence = 0.85,
             .literal = "from proxy after connect",
             .unless = "407|authentication required"}, ),
        TL_KB_REFERENCES ("RFC 9110 9.3.6"),
        TL_KB_EXAMPLES ({"Direct connections are not allowed; you must use a proxy"},
                        {"Received HTTP code 403 from proxy after CONNECT"}, ),
        .next_test = "other-network",
    },
    {
        .id = "network-redirects-smtp",
        .spoken = "E-10",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("Another server answers in its place"),
        .meaning = N_ ("On this port another mail server answers than the one that was called: the "
                       "network leads all mail connections to a server of its own. Your login does "
                       "not work there."),
        .retry = N_ ("Trying again on the same port changes nothing."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-other-port", TL_ACTOR_USER,
             N_ ("Choose port 587 with STARTTLS or 465 with TLS: they are rarely redirected.")},
            {"other-network", TL_ACTOR_USER, N_ ("Test over another network.")},
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs the network about the redirection of port 25.")}, ),
        /* A box that only passes on has nobody to greet for there. */
        TL_KB_RULES (
            {0.9, "detour.answered=yes detour.here=no detour.greeted=yes"},
            {0.7, "detour.answered=yes detour.here=no detour.greeted=no greeting.protocol=nothing"},
            {0.5, "detour.answered=yes detour.here=no"},
            /* What is refused there was never refused by the server that was meant. */
            {0.97, "detour.answered=yes detour.here=no detour.greeted=yes smtp.reply.code>399"}, ),
        TL_KB_TEXTS ({.confidence = 0.85, .literal = "transparent proxy", .pattern = "smtp|mail"},
                     {.confidence = 0.85, .literal = "transparent smtp", .codes = "2xx|5xx"},
                     {.confidence = 0.85, .literal = "smtp redirect"},
                     {.confidence = 0.8,
                      .literal = "use the smtp server of",
                      .pattern = "network|hotel|wlan"}, ),
        TL_KB_REFERENCES ("RFC 5068 3.1"),
        TL_KB_EXAMPLES ({"This network uses a transparent SMTP proxy"},
                        {"220 hotel-gw Transparent SMTP relay ready"}, ),
        .next_test = "other-port-587",
    },
    {
        .id = "local-antivirus-intercepts",
        .spoken = "E-11",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("A protection program inspects the connection"),
        .meaning =
            N_ ("A program on this computer, mostly a virus scanner, puts itself between your "
                "mail program and the server and may show a certificate of its own. That is "
                "often intended, but it is a frequent reason for failures."),
        .retry = N_ ("Test again at once after a change."),
        .never = N_ ("Do not remove the protection altogether."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"pause-mail-shield", TL_ACTOR_USER,
             N_ ("Pause only the mail inspection (“mail shield”, “e-mail scanner”) for one "
                 "test, and switch it on again right after it.")},
            /* Translators: {host} is the name of the server. */
            {"except-server", TL_ACTOR_USER,
             N_ ("If that was the reason: add {host} to the exceptions of the mail inspection, "
                 "and leave the rest of the protection on.")},
            {"update-antivirus", TL_ACTOR_USER, N_ ("Bring the protection program up to date.")}, ),
        TL_KB_RULES (
            {0.9, "tls.interceptor.kind=antivirus"},
            {0.85,
             "local.firewall.redirect tls.verify=untrusted-issuer|self-signed|chain-incomplete"},
            {0.7, "local.firewall.redirect greeting.protocol=nothing"},
            {0.7, "local.firewall.redirect step.failure=closed|reset|closed-partway"},
            /* A rule that certainly takes this connection away: what accepted it is not the server. */
            {0.84,
             "local.firewall.redirect local.firewall.rule_sure=yes greeting.protocol=nothing"},
            {0.84, "local.firewall.redirect local.firewall.rule_sure=yes "
                   "step.failure=closed|reset|closed-partway"},
            {0.9, "detour.answered=yes detour.here=yes"},
            /* Nobody but who rules this computer puts a certificate among those that it trusts. */
            {0.82, "tls.anchor=added local.firewall.redirect"},
            {0.4, "tls.anchor=added dns.address_kind=public"},
            /* The same test with its inspection paused. */
            {0.84, "user.antivirus_off=yes job.outcome=through before:tcp.state=open "
                   "before:step.failure=closed|closed-partway|reset|tls|timeout|too-slow"},
            {0.35,
             "tls.peeked=closed|reset local.antivirus!=none-seen|not-known local.antivirus"}, ),
        /* Somebody on the way may be of the same maker. */
        TL_KB_CONTRARY ({0.45, "detour.answered=yes detour.here=no"},
                        {0.5, "user.antivirus_off=yes job.outcome=failed step.failure "
                              "step.failure={before:step.failure}"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9,
             .literal = "avast",
             .pattern = "(ssl|tls|certificate|mail (shield|scanner))"},
            {.confidence = 0.9,
             .literal = "kaspersky",
             .pattern = "(ssl|tls|certificate|anti-virus personal root)"},
            {.confidence = 0.9, .literal = "eset ssl filter"},
            {.confidence = 0.9,
             .literal = "bitdefender",
             .pattern = "(ssl|tls|certificate|personal ca)"},
            {.confidence = 0.88, .literal = "dr.web", .pattern = "ssl|certificate"},
            {.confidence = 0.88, .literal = "mail shield"},
            {.confidence = 0.85,
             .literal = "antivirus",
             .pattern =
                 "(ssl|tls|certificate|intercept|scan).{0,60}(mail|certificate|connection)"}, ),
        TL_KB_REFERENCES ("RFC 5280 6"),
        TL_KB_EXAMPLES (
            {"Certificate issued by: avast! Web/Mail Shield Root"},
            {"issuer: CN=Kaspersky Anti-Virus Personal Root Certificate; certificate verify failed"}, ),
        .next_test = "without-antivirus",
    },
    {
        .id = "ipv6-broken",
        .spoken = "E-12",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("One of two internet protocols does not work"),
        .meaning =
            N_ ("There are two ways through the internet, the newer IPv6 and the older IPv4. Over "
                "one of them this server cannot be reached from here. Programs that try the "
                "broken one first become slow or fail; where the server has no other address, "
                "nothing gets through to it."),
        .retry = N_ ("Test again after a change of the network or of the server."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"force-ipv4", TL_ACTOR_USER,
             N_ ("Set the program to IPv4 only, if it has such a setting."),
             "tcp.ipv6!=open local.route.ipv4!=no"},
            {"force-ipv6", TL_ACTOR_USER,
             N_ ("Set the program to IPv6 only, if it has such a setting."), "tcp.ipv6=open"},
            {"restart-router", TL_ACTOR_USER,
             N_ ("Restart the router; broken IPv6 often comes from there."),
             "tcp.ipv6!=open local.route.ipv4!=no"},
            /* Translators: {host} is the name of the server. */
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("Tell your provider that IPv6 (or IPv4) to {host} does not work, while the "
                 "other does.")},
            {"fix-server", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: its AAAA record points to an address on which the "
                 "service does not listen, or that its firewall closes.")}, ),
        TL_KB_RULES (
            {0.8, "tcp.ipv6=filtered tcp.ipv4=open", "ipv6"},
            {0.8, "tcp.silent_family=ipv6", "ipv6"},
            {0.6, "tcp.ipv6=unreachable tcp.ipv4=open local.route.ipv6=yes", "ipv6"},
            {0.55, "tcp.ipv6=refused tcp.ipv4=open", "ipv6"},
            {0.72,
             "job.family=ipv6 tcp.state=filtered|unknown|unreachable ports.open<1 host.ipv4=answers",
             "ipv6"},
            {0.5,
             "job.family=ipv4 tcp.state=filtered|unknown|unreachable ports.open<1 host.ipv6=answers",
             "ipv4"},
            /* The server has no other address. */
            {0.86,
             "local.route.ipv6=no local.route.ipv4=yes tcp.ipv4=none tcp.ipv6=unreachable|unknown",
             "ipv6"},
            {0.86,
             "local.route.ipv4=no local.route.ipv6=yes tcp.ipv6=none tcp.ipv4=unreachable|unknown",
             "ipv4"},
            {0.8, "tcp.ipv4=filtered tcp.ipv6=open", "ipv4"},
            {0.8, "tcp.silent_family=ipv4", "ipv4"},
            {0.6, "tcp.ipv4=unreachable tcp.ipv6=open local.route.ipv4=yes", "ipv4"},
            {0.55, "tcp.ipv4=refused tcp.ipv6=open", "ipv4"}, ),
        TL_KB_CONTRARY (
            {0.6, "local.route.ipv6=no tcp.ipv4!=none"},
            /* This computer itself has closed the way. */
            {0.4, "local.route.host=prohibited|blackhole|unreachable tcp.state!=open"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.75,
             .literal = "network is unreachable",
             .pattern =
                 "[0-9a-f]{1,4}:[0-9a-f:]+:[0-9a-f]{1,4}\\]?.{0,10}network is unreachable"}, ),
        TL_KB_REFERENCES ("RFC 8305 3", "RFC 6555"),
        .next_test = "other-family",
    },
    {
        .id = "path-mtu-black-hole",
        .spoken = "E-13",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("Large packets get lost on the way"),
        .meaning = N_ ("Small messages pass, but the first large one stalls. A device on the way "
                       "drops large packets without saying so. VPNs and some lines do that."),
        .retry = N_ ("Trying again changes nothing until the size is lowered."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"lower-mtu", TL_ACTOR_USER,
             N_ ("Set the MTU (the largest packet) of the network connection of this computer "
                 "to 1280, and test. Note the old value, so that you can go back.")},
            {"test-without-vpn", TL_ACTOR_USER,
             N_ ("Disconnect the VPN for one test and connect it again.")},
            {"fix-icmp", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs the network or VPN to let the message “packet too big” "
                 "(ICMP) through, or to lower the segment size.")}, ),
        TL_KB_RULES (
            {0.78, "tcp.stalled=sending tcp.lost_percent<60"},
            /* This computer itself did not let it out. */
            {0.64, "tcp.stalled=sending !tcp.lost_percent"},
            {0.76, "tcp.stalled=receiving !tcp.retransmits"}, {0.4, "tcp.stalled=receiving"},
            {0.4, "step.failure=timeout smtp.reply.stage=body greeting.code"},
            {0.3, "tls.state=failed step.failure=timeout tls.peeked=nothing greeting.code"},
            /* The same handshake comes about at once where no packet is large. */
            {0.55, "path.small_packets=lossy"}, {0.86, "path.small_packets=works"},
            {0.93, "path.small_packets=works !path.again"},
            {0.9, "path.small_packets=works|lossy tcp.stalled=sending"},
            {0.93, "path.small_text=works tcp.stalled=sending"},
            {0.84, "path.small_text=lossy tcp.stalled=sending"}, ),
        /* Where small packets get lost, too, the large one that did not arrive may have been one of many;
         * but what was sent again may have been that one alone. */
        TL_KB_CONTRARY ({0.4, "path.small_packets=fails"}, {0.4, "path.small_text=fails|both"},
                        /* Hardly any greeting fills a packet. */
                        {0.3, "tcp.stalled=receiving greeting.protocol=nothing"},
                        {0.2, "path.again>2 path.lost_percent>9 tcp.stalled!=sending"},
                        {0.2, "path.again>2 path.lost_percent>9 tcp.stalled=sending "
                              "path.again!={tcp.retransmits}"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88, .literal = "path mtu"},
            {.confidence = 0.88, .literal = "mtu black hole"},
            {.confidence = 0.85, .literal = "message too long", .pattern = "emsgsize|errno 90|mtu"},
            {.confidence = 0.8, .literal = "packet too big"},
            {.confidence = 0.75,
             .literal = "while sending message body",
             .pattern = "timed out"}, ),
        TL_KB_REFERENCES ("RFC 2923 2.1", "RFC 8899"),
        TL_KB_EXAMPLES ({"warning: possible path MTU black hole on the way to mx.example.net"}, ),
        .next_test = "other-network",
    },
    {
        .id = "network-lossy",
        .spoken = "E-14",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The line loses much of what is sent"),
        .meaning =
            N_ ("The connection works now and then and breaks at ever different places: parts "
                "of what is sent get lost on the way. Weak Wi-Fi and overloaded lines do that."),
        .retry = N_ ("Try again when the line is less busy, or over another line."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"closer-wifi", TL_ACTOR_USER, N_ ("Go nearer to the Wi-Fi router, or use a cable.")},
            {"stop-downloads", TL_ACTOR_USER,
             N_ ("Stop large downloads and video calls for the test.")},
            {"ask-line", TL_ACTOR_NETWORK,
             N_ ("If it stays so with a cable, ask your provider to measure the line.")}, ),
        TL_KB_RULES (
            {0.72,
             "tcp.retransmits>2 tcp.lost_percent>14 step.failure=timeout|too-slow|reset|closed tcp.stalled!=sending"},
            {0.4, "tcp.retransmits>2 tcp.lost_percent>14 step.failure"},
            {0.6, "path.again>2 path.lost_percent>4 tcp.stalled!=sending"},
            {0.74, "path.again>2 path.lost_percent>6 tcp.stalled!=sending"},
            {0.8, "path.again>4 path.lost_percent>9 tcp.stalled!=sending"}, ),
        TL_KB_CONTRARY ({0.4, "path.small_packets=works"}, {0.4, "path.small_text=works"}, ),
        TL_KB_TEXTS ({.confidence = 0.85, .literal = "packet loss"},
                     {.confidence = 0.8,
                      .literal = "retransmission",
                      .pattern = "(tcp|too many|excessive)"}, ),
        TL_KB_REFERENCES ("RFC 9293 3.8"),
        TL_KB_EXAMPLES ({"40% packet loss on the way to mail.example.net"},
                        {"Connection unstable: high packet loss"}, ),
        .next_test = "other-network",
    },
    {
        .id = "clock-wrong",
        .spoken = "E-15",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The clock of this computer is wrong"),
        /* Translators: {local.clock_offset_s} is a value that was seen. */
        .meaning =
            N_ ("Date or time of this computer are wrong, by {local.clock_offset_s} seconds. "
                "Certificates have a first and a last day, and with a wrong clock good ones "
                "look expired or not yet valid."),
        .retry = N_ ("Test again at once after the clock is right."),
        .never = N_ ("Do not accept certificates to get around it."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"set-clock", TL_ACTOR_USER,
             N_ ("Switch on “set date and time automatically” in the settings of this computer.")},
            {"check-zone", TL_ACTOR_USER, N_ ("Check whether the time zone is right, too.")},
            {"check-battery", TL_ACTOR_USER,
             N_ ("If the clock is wrong again after switching off, the small battery on the "
                 "mainboard is empty.")}, ),
        /* One server alone may have the wrong clock itself. */
        TL_KB_RULES ({0.95, "local.clock_explains=yes local.clock_agreed=yes"},
                     {0.74, "local.clock_explains=yes local.clock_agreed!=no"},
                     {0.85, "local.clock_offset_s>86400 local.clock_agreed=yes"},
                     {0.85, "local.clock_offset_s<-86400 local.clock_agreed=yes"},
                     {0.45, "local.clock_offset_s>86400"}, {0.45, "local.clock_offset_s<-86400"},
                     {0.4, "tls.verify=not-yet-valid local.clock_synchronised=no"},
                     {0.45, "tls.verify=not-yet-valid local.clock_synchronised=no "
                            "local.clock_service=none-seen"},
                     /* It was not written yet. */
                     {0.88, "local.clock_before_program=yes tls.verify=not-yet-valid"},
                     {0.45, "local.clock_before_program=yes"}, {0.25, "tls.verify=not-yet-valid"},
                     {0.25, "tls.verify=expired local.clock_synchronised=no"}, ),
        TL_KB_CONTRARY ({0.35, "local.clock_synchronised=yes local.clock_agreed!=yes"},
                        {0.15,
                         "local.clock_synchronised=yes local.clock_service!=none-seen|not-known "
                         "local.clock_service local.clock_agreed!=yes"},
                        {0.6, "local.clock_explains=no"},
                        {0.6, "local.clock_offset_s<600 local.clock_offset_s>-600"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9, .literal = "clock skew"},
            {.confidence = 0.9, .literal = "clock is wrong"},
            {.confidence = 0.9, .literal = "your clock is"},
            {.confidence = 0.88, .literal = "net::err_cert_date_invalid"},
            {.confidence = 0.88, .literal = "system clock"},
            {.confidence = 0.88, .literal = "system time", .pattern = "wrong|incorrect|sync"},
            {.confidence = 0.88, .literal = "computer's date"}, ),
        TL_KB_REFERENCES ("RFC 5280 6.1.3", "RFC 5905"),
        TL_KB_EXAMPLES ({"Clock skew too great"},
                        {"Your clock is ahead: the certificate seems to be expired"}, ),
        .next_test = "check-clock",
    },
    {
        .id = "test-disturbed",
        .spoken = "E-29",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("Something changed while the test ran"),
        .meaning =
            N_ ("This computer changed its network, slept or stood still while the test ran. What "
                "was seen before and after does not fit together, so nothing follows from it."),
        TL_KB_MEANINGS (
            {"local.network_changed",
             N_ ("The network of this computer changed while the test ran. What was seen before and "
                 "after does not fit together, so nothing follows from it.")},
            {"local.stopped_ms",
             N_ ("This computer slept, or this program stood still, while the test ran. The server "
                 "may have hung up meanwhile, so nothing follows from what was seen.")}, ),
        .retry = N_ ("Test again at once, when the network stays as it is."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"test-again", TL_ACTOR_USER,
             N_ ("Wait until the network stands, and run the same test again.")},
            {"steady-network", TL_ACTOR_USER,
             N_ ("If it happens each time: look at why the network changes (weak Wi-Fi, a VPN that "
                 "connects by itself, a loose cable)."),
             "local.network_changed"}, ),
        /* What a server said stands, whatever happens around it. */
        TL_KB_RULES (
            {0.49,
             "local.network_changed job.outcome=failed "
             "step.failure=timeout|too-slow|closed|closed-partway|reset|network|refused|filtered|"
             "unreachable|name"},
            {0.49, "local.stopped_ms !local.network_changed job.outcome=failed "
                   "step.failure=timeout|too-slow|closed|closed-partway|reset|network|filtered|"
                   "unreachable|name"}, ),
        TL_KB_REFERENCES ("RFC 9293 3.8"),
        .next_test = "same-again",
        .unsettles = TRUE,
    },
};

const TlKbArea tl_kb_local = {"local", "smtp|ftp|http", TL_KB_LIST (causes)};
