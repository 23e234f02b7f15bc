/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Host and port: who answers, and whether anybody does. */
#include "tl-kb.h"

/* Whoever answers a command is there, whatever the words of the answer are. */
#define IN_NO_DIALOGUE "!greeting|!ehlo|!auth|!mail|!rcpt|!data|!body"

static const TlCause causes[] = {
    {
        .id = "host-down",
        .spoken = "E-16",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("No computer answers at that address"),
        /* Translators: {host} is the name of the server. */
        .meaning = N_ ("The way to {host} works up to the last stretch, but nobody is there: the "
                       "computer is switched off, or the address belongs to no one."),
        .retry = N_ ("Try again in an hour. If the computer was only restarted, it comes back by "
                     "itself."),
        .retry_after_s = 3600,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"check-name", TL_ACTOR_USER,
             N_ ("Check whether {host} is spelled right and is still the server that your "
                 "provider names today.")},
            {"look-at-status", TL_ACTOR_USER,
             N_ ("Look at the status page of the provider, or ask another user of the same "
                 "server.")},
            {"power-on", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: check whether it is switched on, and whether its "
                 "address is the one in the DNS.")}, ),
        TL_KB_RULES (
            {0.86, "tcp.errno=EHOSTUNREACH tcp.connect_ms>2000 ports.open<1 ports.refused<1"},
            {0.7, "tcp.errno=EHOSTUNREACH tcp.connect_ms>2000 !ports.tried"},
            {0.86, "tcp.refused_by=nobody ports.open<1 ports.refused<1"},
            {0.8, "tcp.refused_by=nobody !ports.tried"},
            {0.62,
             "tcp.errno=EHOSTUNREACH tcp.connect_ms<2000 ports.unreachable>0 ports.open<1 ports.refused<1"},
            {0.42,
             "tcp.state=filtered|unknown ports.tried ports.open<1 ports.refused<1 ports.unreachable<1"}, ),
        TL_KB_CONTRARY ({0.6, "ports.open>0"}, {0.5, "ports.refused>0"}, {0.4, "host.echo=yes"},
                        {0.4, "tcp.icmp=prohibited"}, {0.6, "tcp.refused_by=no-gateway"},
                        {0.4, "local.route.host=none|prohibited|blackhole|unreachable"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88, .literal = "no route to host"},
            {.confidence = 0.9, .literal = "host is down"},
            {.confidence = 0.88, .literal = "host unreachable"},
            {.confidence = 0.88, .literal = "host is unreachable"},
            {.confidence = 0.88, .literal = "ehostunreach"},
            {.confidence = 0.88, .literal = "noroutetohostexception"},
            {.confidence = 0.85, .literal = "10065", .pattern = "\\b10065\\b"},
            {.confidence = 0.8, .literal = "нет маршрута до узла"},
            {.confidence = 0.8, .literal = "keine route zum zielrechner"},
            {.confidence = 0.8, .literal = "aucun chemin d'accès pour atteindre l'hôte"}, ),
        TL_KB_REFERENCES ("RFC 792", "RFC 4443 3.1"),
        TL_KB_EXAMPLES (
            {"curl: (7) Failed to connect to mail.example.net port 587: No route to host"},
            {"smtplib: [Errno 113] No route to host"}, ),
        .next_test = "other-network",
    },
    {
        .id = "service-not-running",
        .spoken = "E-17",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        /* Translators: {port} is a port number. */
        .title = N_ ("Nothing listens on this port"),
        /* Translators: {host} is the name of the server; {port} is a port number. */
        .meaning =
            N_ ("The computer {host} is there and answers at once, but on port {port} no "
                "program takes connections. Either the service is stopped, or it is on another "
                "port."),
        .retry = N_ ("Try again in a few minutes, in case the service is just being restarted."),
        .retry_after_s = 300,
        TL_KB_FIXES (
            /* Translators: {survey.recommended.port} is a port number, {recommended_security} is TLS or
             * STARTTLS. */
            {"use-what-works", TL_ACTOR_USER,
             N_ ("Set port {survey.recommended.port} with {recommended_security} in your program: this "
                 "test got through to the server that way."),
             "survey.recommended.port"},
            {"check-port", TL_ACTOR_USER,
             N_ ("Compare the port with what your provider publishes: 587 or 465 for sending "
                 "mail, 21 for file transfer.")},
            {"other-open-port", TL_ACTOR_USER,
             N_ ("If the test shows another port of the same server as open, choose that port "
                 "with its encryption."),
             "!survey.recommended.port"},
            {"start-service", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: check whether the service runs and on which "
                 "address and port it listens.")},
            /* Translators: {port} is a port number; {host} is the name of the server. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("If the port is right, tell the provider that port {port} of {host} refuses "
                 "connections.")}, ),
        /* A box on the way that resets the port looks just the same. */
        TL_KB_RULES ({0.76, "tcp.state=refused ports.open>0"},
                     {0.62, "tcp.state=refused ports.open<1 ports.refused>0 ports.silent<1"},
                     {0.6, "tcp.state=refused ports.open<1 ports.refused>0 ports.silent>0"},
                     {0.5, "tcp.state=refused !ports.tried"}, ),
        TL_KB_CONTRARY ({0.35, "local.firewall.rule"}, {0.4, "local.portal=yes"},
                        {0.35, "tcp.nearer=yes"}, {0.35, "tcp.icmp=port-unreachable"},
                        /* Other connections to the same port go on. */
                        {0.3, "job.protocol=ftp|smtp local.connections>0"},
                        {0.3, "local.vpn.beside=open"},
                        {0.3, "local.route.host=prohibited|blackhole|unreachable"},
                        {0.2, "tcp.port=25 port.587.state=open host.reference_port!=open"},
                        {0.2, "tcp.port=25 host.reference_port=refused|unreachable|silent"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.72,
             .literal = "connection refused",
             /* Who greets so is there, and refuses. */
             .stages = "!greeting",
             .pattern =
                 "^(?!.*(too many|abuse|reputation|polic(y|ies)|not accepted|blocked|blacklist|listed|dnsbl|rbl|spam|data conne"
                 "ction))"},
            {.confidence = 0.72, .literal = "econnrefused", .unless = "data connection"},
            {.confidence = 0.7, .literal = "actively refused"},
            {.confidence = 0.7, .literal = "10061", .pattern = "\\b10061\\b"},
            {.confidence = 0.7, .literal = "connection was refused"},
            {.confidence = 0.7, .literal = "connectexception: connection refused"},
            {.confidence = 0.7,
             .literal = "соединение отклонено",
             .stages = IN_NO_DIALOGUE,
             .pattern = "^(?!.*спам)"},
            {.confidence = 0.7, .literal = "в соединении отказано", .stages = IN_NO_DIALOGUE},
            {.confidence = 0.7, .literal = "verbindungsaufbau abgelehnt", .stages = IN_NO_DIALOGUE},
            {.confidence = 0.7, .literal = "verbindung verweigert", .stages = IN_NO_DIALOGUE},
            {.confidence = 0.7, .literal = "connexion refusée", .stages = IN_NO_DIALOGUE},
            {.confidence = 0.7, .literal = "conexión rechazada", .stages = IN_NO_DIALOGUE},
            {.confidence = 0.7, .literal = "conexión rehusada", .stages = IN_NO_DIALOGUE},
            {.confidence = 0.7, .literal = "接続を拒否", .stages = IN_NO_DIALOGUE},
            {.confidence = 0.7, .literal = "拒绝连接", .stages = IN_NO_DIALOGUE}, ),
        TL_KB_REFERENCES ("RFC 9293 3.5.2"),
        .next_test = "other-port",
    },
    {
        .id = "address-banned",
        .spoken = "E-18",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_WAIT,
        .title = N_ ("The server has shut your address out"),
        .meaning =
            N_ ("The server seems to ignore your internet address on every port, while others "
                "reach it. Servers do this for a while after several wrong passwords or very "
                "many connections."),
        .retry =
            N_ ("Wait at least an hour without any try. Then try once, with the right password."),
        .never = N_ ("Trying again and again keeps the ban alive."),
        .retry_after_s = 3600,
        TL_KB_FIXES (
            {"stop-programs", TL_ACTOR_USER,
             N_ ("Stop every program and phone that uses an old password for this server.")},
            {"wait-ban", TL_ACTOR_WAIT, N_ ("Wait one hour, better a day, without connecting.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test once over another network, such as a phone’s hotspot. If it works there, "
                 "your address is banned and not the server down.")},
            /* Translators: {host} is the name of the server. */
            {"unban", TL_ACTOR_ADMIN,
             N_ ("Ask whoever runs {host} to remove your address from the ban list (fail2ban or "
                 "the like).")}, ),
        TL_KB_RULES (
            {0.45,
             "tcp.state=filtered|unknown ports.tried ports.open<1 ports.refused<1 ports.unreachable<1 dns.outcome=ok"},
            /* The host lives, or all around it does, and nothing of it answers us. */
            {0.68,
             "tcp.state=filtered|unknown ports.tried ports.open<1 ports.refused<1 ports.unreachable<1 host.echo=yes"},
            {0.62,
             "tcp.state=filtered|unknown ports.tried ports.open<1 ports.refused<1 ports.unreachable<1 host.neighbour=answers"},
            {0.64,
             "tcp.state=filtered|unknown ports.tried ports.open<1 ports.refused<1 ports.unreachable<1 host.reference=answers"},
            /* A kernel without a listener resets; this message is a packet filter's. */
            {0.7,
             "tcp.refused_by=host tcp.icmp=port-unreachable|prohibited ports.tried ports.open<1 ports.silent<1"},
            {0.45, "tcp.refused_by=host tcp.icmp=port-unreachable|prohibited ports.open>0"},
            /* A packet filter of the host that refuses each port of mail, where the same port of another host is
             * open to us: nobody runs a server so. */
            {0.74, "tcp.refused_by=host tcp.icmp=port-unreachable ports.open>0 ports.refused>1 "
                   "port.25.state!=open port.465.state!=open port.587.state!=open "
                   "host.reference_port=open"},
            /* A watcher that shuts the ports of mail alone: they are silent, the rest of the host is not,
             * and the same port of another host is open to us. */
            {0.68, "tcp.state=filtered ports.silent>0 ports.open>0 host.reference_port=open"}, ),
        TL_KB_CONTRARY ({0.25, "local.firewall.rule"}, {0.3, "local.portal=yes"},
                        {0.15, "local.vpn.default_route=yes"}, {0.3, "local.proxy.connect=ok"},
                        {0.3, "host.ipv4=answers"},
                        /* There was no time to hear the other ports. */
                        {0.35, "tcp.state=filtered|unknown job.timeout<8"},
                        /* Where a proxy is set, it is likelier that nothing else gets out. */
                        {0.25, "local.proxy.script=yes"},
                        {0.25, "local.proxy!=no|not-known local.proxy"},
                        /* Perhaps only a proxy is to go out. */
                        {0.4, "http.proxy.outcome=not-known"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.92, .literal = "ip has been banned"},
            {.confidence = 0.92, .literal = "address has been banned"},
            {.confidence = 0.92, .literal = "ip address is banned"},
            {.confidence = 0.88,
             .literal = "banned",
             .pattern =
                 "\\b(host|client|address|ip|you)\\b.{0,60}\\b(is|are|been|was) .{0,20}banned",
             .codes = "421|5xx",
             .stages = "greeting",
             .unless = "spam|abuse|reputation|sending"},

            {.confidence = 0.9, .literal = "fail2ban"},
            {.confidence = 0.9, .literal = "your ip is banned"},
            {.confidence = 0.9, .literal = "you are banned"},
            {.confidence = 0.9, .literal = "you have been banned"},
            {.confidence = 0.9, .literal = "banned for", .unless = "spam|abuse|reputation|sending"},
            {.confidence = 0.78, .literal = "banned ip"},
            {.confidence = 0.9, .literal = "temporarily banned"},
            {.confidence = 0.78, .literal = "ip banned"},
            {.confidence = 0.88, .literal = "host is blocked", .pattern = "too many|login|fail"},
            {.confidence = 0.88,
             .literal = "blocked due to",
             .pattern = "(login|password|auth|brute)"},
            {.confidence = 0.88, .literal = "blocked after", .pattern = "login|password|failed"},
            {.confidence = 0.88,
             .literal = "your ip has been temporarily blocked",
             .pattern = "login|password|auth|connect|abuse"},
            {.confidence = 0.88,
             .literal = "address is temporarily blocked",
             .pattern = "login|password|auth"},
            {.confidence = 0.8, .literal = "ваш ip заблокирован", .pattern = "попыт|парол"}, ),
        TL_KB_REFERENCES ("fail2ban documentation"),
        TL_KB_EXAMPLES (
            {"421 Your IP address has been banned for 30 minutes after too many failed logins",
             NULL, "ftp"},
            {"550 Host is blocked after 5 failed login attempts", "greeting"},
            {"530 Host 192.0.2.7 has been banned", "greeting", "ftp"}, ),
        .next_test = "other-network",
    },
    {
        .id = "greeting-missing",
        .spoken = "E-19",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server accepts, but stays silent"),
        /* Translators: {port} is a port number; {host} is the name of the server. */
        .meaning =
            N_ ("The connection to port {port} of {host} opened, and then no greeting came. A "
                "mail or file server normally speaks first. The program behind the port hangs, "
                "or something on the way swallows the conversation."),
        .retry = N_ ("Try again in about 15 minutes."),
        .retry_after_s = 900,
        TL_KB_FIXES (
            {"retry-once", TL_ACTOR_WAIT,
             N_ ("Try once more in 15 minutes: an overloaded server can be this slow.")},
            {"other-port", TL_ACTOR_USER,
             N_ ("Test the other usual port: 465 with TLS and 587 with STARTTLS for mail, 990 "
                 "with TLS and 21 for file transfer.")},
            {"look-for-box", TL_ACTOR_NETWORK,
             N_ ("A virus scanner, firewall or proxy can take the connection and stay "
                 "silent. Test over another network to see whether this happens in yours.")},
            {"restart-service", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: check whether the service hangs, waits for slow "
                 "name look-ups, or has no free process.")}, ),
        TL_KB_RULES (
            /* Never firm: servers that are full, or let guests wait on purpose, may take minutes. */
            {0.72, "greeting.protocol=nothing step.failure=timeout pairing.works!=yes"},
            {0.6, "greeting.protocol=nothing !step.failure pairing.works!=yes"},
            {0.7, "greeting.protocol=nothing step.failure=timeout pairing.tried pairing.works=no"},
            {0.62, "tls.peeked=nothing tls.mode=implicit pairing.works!=yes"}, ),
        TL_KB_CONTRARY ({0.4, "detour.answered=yes"}, {0.7, "pairing.works=yes"},
                        {0.35, "local.firewall.redirect local.firewall.rule_sure=yes"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "did not receive greeting"},
            {.confidence = 0.85, .literal = "greeting never received"},
            {.confidence = 0.85, .literal = "greeting was not received"},
            {.confidence = 0.85, .literal = "initial server greeting", .unless = "lost connection"},
            {.confidence = 0.85, .literal = "no greeting"},
            {.confidence = 0.85, .literal = "greeting timeout"},
            {.confidence = 0.85, .literal = "initial connection wait"},
            {.confidence = 0.85, .literal = "timed out while receiving the initial"},
            {.confidence = 0.85, .literal = "timed out waiting for greeting"},
            {.confidence = 0.82,
             .literal = "welcome message",
             .pattern = "(time(d)? ?out|not rec)"}, ),
        TL_KB_REFERENCES ("RFC 5321 3.1", "RFC 5321 4.5.3.2.1"),
        TL_KB_EXAMPLES (
            {"conversation with mx.example.net[192.0.2.7] timed out while receiving the initial server greeting"},
            {"Error: Greeting never received"},
            {"421 example.org... Deferred: Connection timed out during initial connection wait"}, ),
        .next_test = "other-port",
    },
    {
        .id = "server-too-slow",
        .spoken = "E-20",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server answers too slowly"),
        .meaning = N_ ("The server sent something, but so slowly that the answer was not complete "
                       "within the time limit. It is overloaded, the line is very bad, or it slows "
                       "you down on purpose."),
        .retry = N_ ("Try again in about 30 minutes."),
        .retry_after_s = 1800,
        TL_KB_FIXES (
            {"wait-slow", TL_ACTOR_WAIT, N_ ("Try again in half an hour.")},
            {"check-line", TL_ACTOR_NETWORK,
             N_ ("Test over another network. If it is fast there, your own line or router slows "
                 "it down.")},
            {"check-load", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: look at its load and at limits that slow down unknown "
                 "clients.")}, ),
        TL_KB_RULES (
            {0.85, "step.failure=too-slow job.outcome=failed"},
            /* The way took all that was said: who looks the password up is slow, or hangs. */
            {0.66, "step:ftp.login=failed step.failure=timeout greeting.code !tcp.stalled"},
            {0.65, "step:http.request=failed step.failure=timeout"},
            {0.65, "step:http.auth=failed step.failure=timeout"},
            {0.7, "http.body_whole=no step.failure=timeout"}, ),
        TL_KB_CONTRARY ({0.9, "http.frames=http1|other"}, {0.6, "http.http1.status"},
                        {0.45, "tcp.stalled"}, {0.6, "path.small_packets=works|lossy"},
                        /* RFC 5321 4.5.3.2 gives a server minutes, and we usually half of one. */
                        {0.14, "step.failure=too-slow job.timeout<30"}, ),
        TL_KB_TEXTS ({.confidence = 0.35, .codes = "408", .protocols = "http"},
                     {.confidence = 0.7, .literal = "too slow"},
                     {.confidence = 0.7, .literal = "response took too long"}, ),
        TL_KB_REFERENCES ("RFC 5321 4.5.3.2"),
        TL_KB_EXAMPLES (
            {"Operation too slow. Less than 1 bytes/sec transferred the last 60 seconds"}, ),
        .next_test = "other-network",
    },
    {
        .id = "server-reply-invalid",
        .spoken = "E-21",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The answer is not a valid reply"),
        .meaning =
            N_ ("Something answered, but not in the form that a mail, file or web server must "
                "use: the lines were broken, endless or cut. It is perhaps another kind of "
                "service, a faulty program, or a box on the way that changes the text."),
        TL_KB_MEANINGS (
            /* Translators: HTTP/1.1 and HTTP/2 are versions of the language of web servers. */
            {"http.frames=ok|nothing http.http1.status",
             N_ ("Asked in HTTP/1.1 the server shows the page. Asked in HTTP/2, which it offers and "
                 "browsers prefer, it gives no answer that can be used. Browsers show an error then, "
                 "or wait in vain, while older programs get through.")}, ),
        .retry = N_ ("Trying again changes nothing unless the server was just being restarted."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-host", TL_ACTOR_USER,
             N_ ("Check the server name and port: perhaps another kind of service stands there.")},
            {"other-network", TL_ACTOR_NETWORK,
             N_ ("Test over another network. If the answer is right there, a device in your "
                 "own network changes it.")},
            /* Translators: {host} is the name of the server. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Send the first lines of the answer to whoever runs {host}.")},
            /* Translators: HAProxy and nginx are servers; ALPN, h2, "alpn http/1.1" and "listen … http2" are
             * words of TLS and of their settings and stay as they are. */
            {"offer-http1", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: encryption agrees on HTTP/2 (h2), but what stands behind "
                 "it does not speak it. Take h2 out of the ALPN list there, in HAProxy with "
                 "alpn http/1.1, or let the server behind it speak HTTP/2, in nginx with "
                 "listen … http2."),
             "http.frames=http1|other"},
            /* Translators: {http.http1.fields} is a list of words such as "upgrade"; nginx and Apache are
             * web servers; "proxy_hide_header Upgrade" and "Header unset Upgrade" are words of their
             * settings and stay as they are. */
            {"hide-field", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: HTTP/2 forbids fields such as {http.http1.fields} in an "
                 "answer. Take them out where requests are passed on: in nginx with "
                 "proxy_hide_header Upgrade, in an Apache behind it with Header unset Upgrade."),
             "http.http1.fields"},
            /* Translators: nginx, Apache and HAProxy are servers; what is written after their names are
             * words of their settings and stays as it is. */
            {"without-http2", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: until its HTTP/2 works, offer HTTP/1.1 alone: in nginx "
                 "listen without http2, in Apache Protocols http/1.1, in HAProxy alpn http/1.1."),
             "http.frames=ok|nothing http.http1.status"}, ),
        TL_KB_RULES (
            {0.85, "step.failure=invalid-reply job.outcome=failed"},
            {0.9, "http.frames=http1", "frames"}, {0.85, "http.frames=other", "frames"},
            {0.74, "http.frames=ok|nothing http.http1.status", "http2"},
            {0.88, "http.frames=ok http.http1.status http.http1.fields", "http2"},
            {0.88, "step.failure=line-too-long|reply-too-long job.outcome=failed"},
            {0.8, "smtp.auth.outcome=challenge-invalid"},
            /* Who has the password asks for it again (RFC 959 5.4 knows no such answer). */
            {0.62, "ftp.reply.stage=pass ftp.reply.code=331"},
            {0.4, "step.failure=closed-partway job.outcome=failed"}, ),
        TL_KB_CONTRARY ({0.1, "greeting.protocol=text|other"},
                        {0.5, "greeting.protocol=http|ssh|imap|pop3|sieve|vnc|rsync|xmpp|sip|tls"},
                        {0.5, "tls.peeked=smtp|ftp"}, {0.4, "tls.peeked=http|ssh"}, ),
        TL_KB_TEXTS ({.confidence = 0.85, .literal = "malformed reply"},
                     {.confidence = 0.85, .literal = "malformed response"},
                     {.confidence = 0.85, .literal = "invalid reply"},
                     {.confidence = 0.85, .literal = "invalid response"},
                     {.confidence = 0.85, .literal = "unexpected reply"},
                     {.confidence = 0.8, .literal = "unexpected response"},
                     {.confidence = 0.85, .literal = "bad response"},
                     {.confidence = 0.85, .literal = "could not parse server response"},
                     {.confidence = 0.8, .literal = "weird server reply"},
                     {.confidence = 0.8, .literal = "cannot parse response"},
                     {.confidence = 0.85, .literal = "malformed server response"},
                     {.confidence = 0.85, .literal = "non-smtp"},
                     {.confidence = 0.8, .literal = "got a invalid"},
                     {.confidence = 0.8, .literal = "invalid greeting"},
                     {.confidence = 0.88, .literal = "response was not rfc"}, ),
        TL_KB_REFERENCES ("RFC 5321 4.2", "RFC 959 4.2"),
        TL_KB_EXAMPLES ({"Error: Invalid greeting. response=hello"},
                        {"curl: (8) Weird server reply"},
                        {"warning: malformed response from server mx.example.net: hello there"}, ),
        .next_test = "other-network",
    },
    {
        .id = "name-points-here",
        .spoken = "E-22",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The name leads to this computer itself"),
        /* Translators: {host} is the name of the server. */
        .meaning = N_ ("The name {host} stands for the address of this very computer, so the "
                       "connection would lead back to your own computer. Some filters and some "
                       "wrong entries in the list of names do this."),
        .retry = N_ ("Test again after the name has been corrected."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"check-spelling", TL_ACTOR_USER,
             N_ ("Check the spelling of {host} against what your provider publishes.")},
            {"check-hosts-file", TL_ACTOR_USER,
             N_ ("Look into the file /etc/hosts of this computer for a line with that name, and "
                 "remove the line if you do not need it.")},
            {"check-filter", TL_ACTOR_NETWORK,
             N_ ("Ask whether a filter (parental control, advertising filter) in your router or "
                 "name server blocks this name: many answer with 0.0.0.0.")},
            {"fix-record", TL_ACTOR_ADMIN,
             N_ ("If the name is yours: its A or AAAA record holds a local address. Put the "
                 "public address there.")}, ),
        TL_KB_RULES (
            {0.92, "dns.points_here=yes dns.source=dns tcp.state!=open dns.name!=localhost"},
            {0.85, "dns.points_here=yes dns.source=dns tcp.state=open dns.name!=localhost"},
            {0.8, "dns.points_here=yes dns.source=system tcp.state!=open dns.name!=localhost"},
            /* One of several addresses does, and nobody is there. */
            {0.8, "dns.points_here=yes dns.address_kind=loopback tcp.ipv6=refused tcp.ipv4=open"},
            {0.9, "dns.address_kind=unspecified"}, ),
        TL_KB_CONTRARY ({0.9, "dns.source=literal|override"},
                        {0.6, "smtp.auth.outcome=ok tcp.ipv6!=refused"},
                        {0.6, "ftp.login.outcome=ok tcp.ipv6!=refused"}, ),
        TL_KB_TEXTS ({.confidence = 0.85,
                      .literal = "loops back to",
                      .pattern = "127\\.0\\.0\\.1|localhost"},
                     {.confidence = 0.85,
                      .literal = "mx points to",
                      .pattern = "127\\.0\\.0\\.1|0\\.0\\.0\\.0|localhost|loopback"},
                     {.confidence = 0.85,
                      .literal = "numeric domain name in resource data",
                      .pattern = "127|0\\.0"},
                     {.confidence = 0.85, .literal = "points to 127.0.0.1"},
                     {.confidence = 0.85, .literal = "points to loopback"},
                     {.confidence = 0.85, .literal = "resolves to 127.0.0"},
                     {.confidence = 0.85, .literal = "resolves to localhost"},
                     {.confidence = 0.85,
                      .literal = "all relevant mx records point to non-existent hosts",
                      .pattern = "127"}, ),
        TL_KB_REFERENCES ("RFC 1122 3.2.1.3", "RFC 6890"),
        TL_KB_EXAMPLES ({"550 5.1.8 MX of example.org points to loopback address"},
                        {"connect to mail.example.net: name resolves to 127.0.0.1"}, ),
        .next_test = "ask-other-resolver",
    },
    {
        .id = "closed-before-greeting",
        .spoken = "E-23",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server hung up before its greeting"),
        .meaning = N_ ("The connection opened and was closed at once, without a word. The server "
                       "wants no connection from your address, has no free place, or a device in "
                       "front of it has no working server behind."),
        TL_KB_MEANINGS (
            {"greeting.retry=works",
             N_ ("The first connection was closed at once, without a word, and one a moment later "
                 "was not. Several servers may share this name, one of them out of order, or the "
                 "server had no free place for a moment.")}, ),
        .retry = N_ ("Try again in about 15 minutes, once."),
        .never = N_ ("It has nothing to do with your password: none was asked for."),
        .retry_after_s = 900,
        TL_KB_FIXES (
            {"retry-once", TL_ACTOR_WAIT,
             N_ ("Wait 15 minutes and try once. A full server closes connections like this.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network. If it works there, the server refuses your address.")},
            {"other-port", TL_ACTOR_USER,
             N_ ("Test the other usual port with its encryption: perhaps this one expects TLS "
                 "from the first byte.")},
            {"check-access", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: look at its limit of processes, at tcp_wrappers or "
                 "address lists, and at the load balancer.")}, ),
        TL_KB_RULES (
            {0.85, "greeting.protocol=nothing step.failure=closed|reset"},
            {0.8, "tls.mode=implicit tls.peeked=closed|reset pairing.silent!=waits"},
            /* A reset that comes while we begin to speak. */
            {0.8, "tls.mode=implicit tls.state=failed step.failure=closed|reset !tls.peeked "
                  "pairing.silent!=waits"},
            {0.5,
             "tls.mode=implicit tls.state=failed step.failure=closed|reset pairing.silent=waits"},
            {0.4, "greeting.protocol=nothing step.failure=closed-partway"},
            /* One of several servers, or a full moment: the job may have gone through since. */
            {0.6, "greeting.retry=works job.outcome!=failed"}, {0.3, "greeting.retry=works"}, ),
        TL_KB_CONTRARY ({0.4, "detour.answered=yes"}, {0.7, "pairing.works=yes"},
                        {0.35, "local.firewall.redirect local.firewall.rule_sure=yes"},
                        /* Our own programs may hold the places. */
                        {0.3, "job.protocol=smtp local.connections>0"},
                        {0.5, "greeting.code greeting.retry!=works"},
                        {0.5, "greeting.code greeting.retry=works job.outcome=failed"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85,
             .literal = "lost connection with",
             .pattern = "receiving the initial server greeting"},
            {.confidence = 0.85, .literal = "closed before greeting"},
            {.confidence = 0.82,
             .literal = "closed the connection before",
             .pattern = "greet|banner|welcome"},
            {.confidence = 0.82,
             .literal = "remote host closed connection",
             .pattern = "greeting|banner|initial"},
            {.confidence = 0.82, .literal = "disconnected before", .pattern = "greet|banner"},
            {.confidence = 0.82, .literal = "during greeting"},
            {.confidence = 0.82, .literal = "in response to initial connection"},
            {.confidence = 0.8, .literal = "remote host closed connection in response to initial"},
            {.confidence = 0.8, .literal = "could not read from server", .pattern = "connected"},
            {.confidence = 0.55, .literal = "connection unexpectedly closed"}, ),
        TL_KB_REFERENCES ("RFC 5321 3.1"),
        TL_KB_EXAMPLES (
            {"lost connection with mx.example.net[192.0.2.7] while receiving the initial server greeting"},
            {"H=mx.example.net [192.0.2.7]: Remote host closed connection in response to initial connection"}, ),
        .next_test = "retry-later",
    },
    {
        .id = "greeting-delayed",
        .spoken = "E-24",
        .severity = TL_SEVERITY_NOTE,
        .actor = TL_ACTOR_WAIT,
        .title = N_ ("The greeting comes late on purpose"),
        .meaning = N_ ("The server waited some seconds before it greeted. Many servers do this to "
                       "annoy senders of spam, who do not wait. It is no fault."),
        .retry = N_ ("Nothing needs to be done."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"be-patient", TL_ACTOR_USER,
             N_ ("Set the time limit of your mail program to at least one minute, if it gives "
                 "up earlier.")},
            {"known-admin", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: the pause is set by postscreen_greet_wait (Postfix) "
                 "or a delay (Exim), or comes from slow name look-ups.")}, ),
        /* postscreen says a first line at once and the last one when it has waited. */
        TL_KB_RULES ({0.75, "greeting.ms>4500 greeting.code=220"},
                     {0.75, "greeting.ms<4501 greeting.complete_ms>4500 greeting.code=220"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.6, .literal = "protocol violation", .pattern = "talk|greet|before"}, ),
        TL_KB_REFERENCES ("RFC 5321 4.5.3.2.1", "Postfix postscreen_greet_wait"),
    },
    {
        .id = "wrong-service-on-port",
        .spoken = "E-25",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("Another kind of service answers there"),
        /* Translators: {port} is a port number; {host} is the name of the server; {greeting.protocol} is a value that was seen. */
        .meaning =
            N_ ("Port {port} of {host} is open, but what answers is no server of the kind that "
                "was expected. It spoke “{greeting.protocol}”."),
        .retry = N_ ("Test again at once with the right port."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"right-port", TL_ACTOR_USER,
             N_ ("Choose the right port: 587 or 465 for sending mail, 21 or 990 for file "
                 "transfer. 143, 993, 110 and 995 are for receiving mail only.")},
            {"right-host", TL_ACTOR_USER,
             N_ ("Check the server name: the server for sending often has another name than the "
                 "one for receiving or the website.")},
            {"ask-provider", TL_ACTOR_PROVIDER,
             N_ ("Ask the provider for the name and port of its server for sending mail, or for "
                 "file transfer.")}, ),
        TL_KB_RULES (
            {0.8, "greeting.text~esmtp|postfix|exim job.protocol=ftp job.outcome=failed"},
            {0.8,
             "greeting.text~ftp_server|ftpd|filezilla|(ftp) job.protocol=smtp job.outcome=failed"},
            {0.86, "greeting.protocol=smtp job.protocol=ftp job.outcome=failed"},
            {0.86, "greeting.protocol=ftp job.protocol=smtp job.outcome=failed"},
            {0.95, "greeting.protocol=ftp job.protocol=smtp smtp.ehlo=refused|helo-only"},
            {0.82, "job.protocol=smtp smtp.ehlo=refused smtp.reply.stage=ehlo smtp.reply.code=530 "
                   "smtp.reply.text!~tls"},
            {0.95, "greeting.protocol=ssh|imap|pop3"}, {0.93, "greeting.protocol=http"},
            {0.93, "greeting.protocol=sieve|vnc|rsync|xmpp|sip"},
            /* Its first words are no reply at all: whatever it is, it does not greet as these do. */
            {0.6, "greeting.protocol=text|other step.failure=invalid-reply job.outcome=failed"},
            {0.9, "step:smtp.greeting=failed greeting.protocol=ftp"},
            {0.9, "step:ftp.greeting=failed greeting.protocol=smtp"},
            {0.9, "greeting.protocol=smtp|ftp job.protocol=http job.outcome=failed"},
            {0.93, "tls.peeked=ssh"}, {0.93, "tls.peeked=http job.protocol!=http"},
            {0.93, "tls.peeked=smtp|ftp job.protocol=http"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.93, .literal = "ssh-2.0"}, {.confidence = 0.93, .literal = "ssh-1.99"},
            {.confidence = 0.9, .literal = "http/1.1 400"},
            {.confidence = 0.9, .literal = "http/1.0 400"},
            {.confidence = 0.85, .literal = "+ok", .pattern = "^\\W*\\+ok"},
            {.confidence = 0.88, .literal = "* ok", .pattern = "^\\W*\\* ok"},
            {.confidence = 0.88, .literal = "imap4rev1"},
            {.confidence = 0.85,
             .literal = "http/1.",
             .pattern = "^http/1\\.\\d \\d\\d\\d",
             .protocols = "smtp|ftp"},
            {.confidence = 0.85, .literal = "<!doctype html", .protocols = "smtp|ftp"},
            {.confidence = 0.9, .literal = "cannot establish ftp connection to an sftp server"}, ),
        TL_KB_REFERENCES ("RFC 6335 6"),
        TL_KB_EXAMPLES (
            {"SSH-2.0-OpenSSH_9.2p1 Debian-2"},
            {"* OK [CAPABILITY IMAP4rev1 LOGIN-REFERRALS] Dovecot ready."},
            {"Error: Cannot establish FTP connection to an SFTP server. Please select proper protocol.",
             NULL, "ftp"}, ),
    },
    {
        .id = "connection-lost",
        .spoken = "E-26",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The connection broke in the middle"),
        .meaning = N_ ("The conversation had begun and then stopped: the other side hung up, or "
                       "nothing came any more. The line, a router, a firewall or the server itself "
                       "can be the reason."),
        .retry = N_ ("Try again in a few minutes. If it breaks at the same place each time, it is "
                     "no accident."),
        .retry_after_s = 300,
        TL_KB_FIXES (
            {"retry-minutes", TL_ACTOR_WAIT, N_ ("Try again in a few minutes.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network, such as a phone’s hotspot. If the connection "
                 "holds there, look at your own router, Wi-Fi and firewall.")},
            {"small-message", TL_ACTOR_USER,
             N_ ("Try with a small message or file. If only large ones break, the line loses "
                 "large packets.")},
            /* Translators: {host} is the name of the server. */
            {"read-log", TL_ACTOR_ADMIN,
             N_ ("Ask whoever runs {host} what the server’s log says at exactly this time.")}, ),
        TL_KB_RULES ({0.6, "step.failure=closed-partway job.outcome=failed"},
                     {0.74, "step.failure=closed|reset greeting.code job.outcome=failed"},
                     {0.7, "step.failure=closed-partway greeting.code job.outcome=failed"},
                     {0.74, "step:http.request=failed step.failure=closed|reset"},
                     {0.78, "http.body_whole=no step.failure=closed-partway"},
                     {0.78, "http.head=cut job.outcome=failed"},
                     {0.62, "http.body_whole=no step.failure=timeout"},
                     {0.6, "step.failure=timeout greeting.code job.outcome=failed"},
                     {0.7, "ftp.control ftp.data.outcome=failed|cut"},
                     {0.55, "smtp.reply.enhanced=4.4.2"}, ),
        TL_KB_CONTRARY ({0.2, "text.report=delayed"}, {0.5, "greeting.protocol=nothing"},
                        {0.8, "http.frames=http1|other"}, {0.5, "pairing.works=yes"},
                        {0.35, "tls.state=failed"}, {0.1, "smtp.reply.code=421"},
                        {0.3, "ftp.reply.code=421"},
                        {0.4, "ftp.data.outcome=failed|cut !ftp.control"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "closed the connection"},
            {.confidence = 0.85, .literal = "hung up", .unless = "script"},
            {.confidence = 0.85, .literal = "bad connection"},
            {.confidence = 0.85, .literal = "connection was closed", .unless = "timeout|idle"},
            {.confidence = 0.85,
             .literal = "connection closed",
             .pattern = "(during|before|while|in the middle|unexpectedly|prematurely)"},

            {.confidence = 0.82, .literal = "is broken", .pattern = "connection"},
            {.confidence = 0.82, .literal = "broken connection"},

            {.confidence = 0.45, .enhanced = "5.4.2", .protocols = "smtp"},

            {.confidence = 0.85, .literal = "connection reset"},
            {.confidence = 0.85, .literal = "econnreset"},
            {.confidence = 0.8, .literal = "lost connection"},
            {.confidence = 0.8,
             .literal = "connection lost",
             .unless = "authentication server|saslauthd"},
            {.confidence = 0.82, .literal = "connection was lost"},
            {.confidence = 0.82, .literal = "connection closed unexpectedly"},
            {.confidence = 0.75, .literal = "connection unexpectedly closed"},
            {.confidence = 0.8, .literal = "connection dropped"},
            {.confidence = 0.8, .literal = "server closed connection"},
            {.confidence = 0.82,
             .literal = "remote host closed connection",
             .pattern = "^(?!.*initial connection)"},
            {.confidence = 0.82,
             .literal = "connection closed by",
             .pattern = "(remote|peer|server|foreign)"},
            {.confidence = 0.82, .literal = "broken pipe"},
            {.confidence = 0.82, .literal = "connection aborted"},
            {.confidence = 0.82, .literal = "software caused connection abort"},
            {.confidence = 0.82, .literal = "connection died"},
            {.confidence = 0.8,
             .literal = "connection terminated",
             .pattern = "^(?!.*(spam|blocked))"},
            {.confidence = 0.8, .literal = "connection broken"},
            {.confidence = 0.8, .literal = "connection interrupted"},
            {.confidence = 0.8,
             .literal = "timed out",
             .pattern = "conversation with|while (sending|receiving)|during (data|mail|rcpt"
                        "|ehlo|helo|end|result|user)"},
            {.confidence = 0.8, .literal = "server dropped connection"},
            {.confidence = 0.8, .literal = "10054", .pattern = "\\b10054\\b"},
            {.confidence = 0.8, .literal = "10053", .pattern = "\\b10053\\b"},
            {.confidence = 0.8, .literal = "unexpected eof"},
            {.confidence = 0.8, .literal = "empty response"},
            {.confidence = 0.78, .literal = "unexpectedly terminated the connection"},
            {.confidence = 0.8, .literal = "server unexpectedly"},
            {.confidence = 0.8, .literal = "socket closed"},
            {.confidence = 0.78, .literal = "soket hang up"},
            {.confidence = 0.8, .literal = "socket hang up"},
            {.confidence = 0.8, .literal = "server disconnected"},
            {.confidence = 0.78, .literal = "smtpserverdisconnected"},
            {.confidence = 0.8, .literal = "disconnected from server"},
            {.confidence = 0.8, .literal = "соединение сброшено"},
            {.confidence = 0.8, .literal = "соединение разорвано"},
            {.confidence = 0.8, .literal = "соединение прервано"},
            {.confidence = 0.8,
             .literal = "verbindung",
             .pattern = "(zurückgesetzt|unterbrochen|abgebrochen|getrennt)"},
            {.confidence = 0.8,
             .literal = "connexion",
             .pattern = "(réinitialisée|interrompue|perdue)"},
            {.confidence = 0.8,
             .literal = "conexión",
             .pattern = "(restablecida|interrumpida|perdida)"},
            {.confidence = 0.8, .literal = "接続がリセット"},
            {.confidence = 0.8, .literal = "连接被重置"},
            {.confidence = 0.8, .literal = "连接中断"},
            {.confidence = 0.88, .literal = "0x800ccc0f"},
            {.confidence = 0.82, .literal = "connection to the server was interrupted"},
            {.confidence = 0.7, .literal = "0x8004210b"}, ),
        TL_KB_REFERENCES ("RFC 5321 3.8", "RFC 3463 3.5"),
        TL_KB_EXAMPLES (
            {"lost connection with mx.example.net[192.0.2.7] while sending end of data -- message may be sent more than once"},
            {"ConnectionResetError: [Errno 104] Connection reset by peer"},
            {"Error: Connection closed by server", NULL, "ftp"}, ),
        .next_test = "other-network",
    },
};

const TlKbArea tl_kb_network = {"network", "smtp|ftp|http", TL_KB_LIST (causes)};
