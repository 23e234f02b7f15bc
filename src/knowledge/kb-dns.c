/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names and addresses. */
#include "tl-kb.h"

static const TlCause causes[] = {
    {
        .id = "dns-resolver-unreachable",
        .spoken = "D-01",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The name service does not answer"),
        /* Translators: {host} is the name of the server. */
        .meaning =
            N_ ("Names such as {host} are turned into addresses by a name server, usually in "
                "your router or at your provider. That name server did not answer at all."),
        .retry = N_ ("Try again in a minute, after restarting the router."),
        .retry_after_s = 60,
        TL_KB_FIXES (
            {"check-connection", TL_ACTOR_USER,
             N_ ("Check whether web pages open. If nothing works, the connection itself is "
                 "the trouble.")},
            {"restart-router", TL_ACTOR_USER,
             N_ ("Restart the router, and wait until it is online again.")},
            {"other-resolver", TL_ACTOR_USER,
             N_ ("Enter another name server in the network settings of this computer (your "
                 "provider’s, or a public one), and test again.")},
            {"check-vpn", TL_ACTOR_USER,
             N_ ("If a VPN is on: disconnect it for one test and connect it again. Some VPNs "
                 "leave a dead name server behind.")}, ),
        TL_KB_RULES (
            {0.88, "dns.outcome=silent dns.answers_others!=yes"}, {0.8, "domain.mx.outcome=silent"},
            {0.8,
             "dns.system=EAI_AGAIN dns.outcome!=servfail dns.outcome!=refused dns.outcome!=other "
             "dns.outcome!=ok dns.answers_others!=yes"},
            {0.5, "dns.outcome=refused"}, {0.8, "dns.nowhere=silent"}, ),
        TL_KB_CONTRARY ({0.5, "local.route.ipv4=no local.route.ipv6=no"},
                        /* One of the two questions was answered. */
                        {0.4, "dns.outcome=silent dns.a=no-address"},
                        {0.4, "dns.outcome=silent dns.aaaa=no-address"},
                        /* Nothing comes further than this computer's own network. */
                        {0.6, "local.gateway=silent"},
                        {0.4, "local.names_gateway=silent local.gateway!=silent"},
                        {0.5, "local.vpn.stop"}, {0.5, "local.firewall.rule dns.outcome=silent"},
                        /* Nothing was asked: this computer let no question out. */
                        {0.6, "dns.errno=EPERM|EACCES|EINVAL"}, {0.5, "local.route.barred"},
                        {0.5, "local.route.names=prohibited|blackhole|unreachable"},
                        {0.9, "tcp.state=open dns.outcome=ok"},
                        /* Perhaps the VPN that the questions go through is broken. */
                        {0.15, "local.vpn.beside_names"},
                        {0.4, "local.vpn.beside_names=open|refused"}, ),
        TL_KB_TEXTS ({.confidence = 0.88, .literal = "temporary failure in name resolution"},
                     {.confidence = 0.85, .literal = "eai_again"},
                     {.confidence = 0.85, .literal = "dns server not responding"},
                     {.confidence = 0.85,
                      .literal = "name server",
                      .pattern = "not respond|no response|timed? ?out|unreachable"},
                     {.confidence = 0.85, .literal = "dns timeout"},
                     {.confidence = 0.85, .literal = "dns query timed out"},
                     {.confidence = 0.82,
                      .literal = "host name lookup failure",
                      .pattern = "timed? ?out"}, ),
        TL_KB_REFERENCES ("RFC 1035 7"),
        TL_KB_EXAMPLES ({"Temporary failure in name resolution"},
                        {"Error: getaddrinfo EAI_AGAIN mail.example.net"}, ),
        .next_test = "ask-other-resolver",
    },
    {
        .id = "dns-failure",
        .spoken = "D-02",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The name look-up failed"),
        .meaning =
            N_ ("The name server of your network works, but it could not find out the address "
                "or the mail route. The entries of the domain are broken, unsigned where "
                "they must be signed, or the name servers of the domain are down."),
        .retry = N_ ("Try again in an hour. Wrong entries stay wrong until somebody mends them."),
        .retry_after_s = 3600,
        TL_KB_FIXES (
            {"ask-other-resolver", TL_ACTOR_USER,
             N_ ("Test with another name server. If it knows the answer, the one of your "
                 "network is at fault.")},
            /* Translators: {host} is the name of the server. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell the people who run {host}: the name servers of their domain give an "
                 "error (SERVFAIL)."),
             "dns.outcome!=silent !dns.nowhere"},
            /* Translators: {host} is the name of the server. */
            {"tell-admin-silent", TL_ACTOR_ADMIN,
             N_ ("Tell the people who run {host}: the name servers of their domain do not answer."),
             "dns.outcome=silent"},
            {"check-dnssec", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: look at the name servers, the MX record and the "
                 "DNSSEC signatures. Expired signatures are a frequent reason."),
             "!dns.nowhere"},
            /* Translators: {host} is the name of the server. */
            {"resign-zone", TL_ACTOR_ADMIN,
             N_ ("The signatures (DNSSEC) of {host} are wrong: let the name server sign the domain "
                 "again, and compare the DS record at the registry with the key in use."),
             "dns.dnssec=bogus"}, ),
        TL_KB_RULES (
            {0.88, "dns.outcome=servfail"},
            {0.95, "dns.outcome=servfail dns.dnssec=bogus", "dnssec"},
            {0.84, "dns.outcome=silent dns.answers_others=yes", "silent"},
            {0.85, "domain.mx.outcome=servfail"}, {0.62, "domain.mx.outcome=refused|other"},
            {0.6, "dns.system=EAI_FAIL"}, {0.62, "dns.outcome=refused"}, {0.8, "dns.outcome=other"},
            {0.62, "dns.nowhere=servfail|refused|other"}, {0.65, "smtp.reply.enhanced=4.4.3|5.4.3"},
            {0.6, "smtp.reply.enhanced=4.4.4|5.4.4"}, ),
        /* OpenSnitch can keep back the question for one name alone. */
        TL_KB_CONTRARY ({0.5, "local.firewall.rule dns.outcome=silent"},
                        {0.4, "local.firewall.rule_about=names dns.outcome=servfail"},
                        {0.5, "local.route.barred dns.outcome=servfail|silent"},
                        {0.2, "local.opensnitch=not-readable dns.outcome=silent"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "find any mx"},
            {.confidence = 0.82, .literal = "lowest-numbered mx"},

            {.confidence = 0.88,
             .literal = "name resolution",
             .pattern = "(temporary|temporar|fail|error)",
             .unless = "sender|errno|getaddrinfo"},

            {.confidence = 0.92, .literal = "dns soft error"},
            {.confidence = 0.92, .literal = "resolver error"},
            {.confidence = 0.9,
             .literal = "nameserver",
             .pattern = "(unable|could not|cannot|fail|timeout|timed out|unreach|no respons"
                        "e|servfail|error)",
             .unless = "local dns|your dns"},
            {.confidence = 0.9, .literal = "dns query failed"},
            {.confidence = 0.9, .literal = "temporary dns"},
            {.confidence = 0.9, .literal = "dns temporary"},
            {.confidence = 0.9, .literal = "dns timeout"},
            {.confidence = 0.9,
             .literal = "dns lookup",
             .pattern = "(fail|error|timed out|timeout|temporar)",
             .unless = "sender|ptr|reverse|your ip"},
            {.confidence = 0.88,
             .literal = "looked up",
             .pattern = "(mx|records?|host|domain).{0,40}(could not|cannot|not) be looked up",
             .unless = "hostname of your"},

            {.confidence = 0.9, .literal = "name server timeout", .protocols = "smtp"},

            {.confidence = 0.88, .literal = "servfail"},
            {.confidence = 0.88, .literal = "server failure", .pattern = "dns|name|lookup"},
            {.confidence = 0.85, .literal = "name server failure"},
            {.confidence = 0.88,
             .literal = "name service error",
             .pattern = "^(?!.*host not found$)(?!.*type=a+: host not found)"},
            {.confidence = 0.86, .literal = "malformed or unexpected name server reply"},
            {.confidence = 0.85, .literal = "dns lookup failure", .pattern = "^(?!.*not found)"},
            {.confidence = 0.85, .literal = "dns lookup failed"},
            {.confidence = 0.85, .literal = "dns failure"},
            {.confidence = 0.82, .literal = "dns error", .pattern = "^(?!.*(nxdomain|not found))"},
            {.confidence = 0.85, .literal = "host name lookup failure"},
            {.confidence = 0.85, .literal = "host lookup failed"},
            {.confidence = 0.85, .literal = "lookup failed", .pattern = "dns|host|mx|name"},
            {.confidence = 0.85, .literal = "host lookup did not complete"},
            {.confidence = 0.85, .literal = "temporarily unable to resolve"},
            {.confidence = 0.8, .literal = "unable to lookup dns"},
            {.confidence = 0.85, .literal = "dns problem"},
            {.confidence = 0.85, .literal = "dnssec"},
            {.confidence = 0.82, .literal = "couldn't find any host", .pattern = "temporar"},
            {.confidence = 0.82, .literal = "cname lookup failed"},
            {.confidence = 0.85, .literal = "unresolvable", .pattern = "(mx|route|mail)"},
            {.confidence = 0.85, .literal = "invalid mx", .unless = "sender|mail from"},
            {.confidence = 0.85, .literal = "lowest numbered mx"},
            {.confidence = 0.8, .literal = "network error on destination mxs"},
            {.confidence = 0.82, .literal = "all relevant mx records point to non-existent"},
            {.confidence = 0.82,
             .literal = "mx record",
             .pattern = "(bad|invalid|illegal|broken|unusable|ip address)"},
            {.confidence = 0.8, .literal = "numeric domain name in resource data"},
            {.confidence = 0.8, .literal = "unable to route", .pattern = "^(?!.*address)"},
            {.confidence = 0.8,
             .literal = "no route",
             .pattern = "mail|mx",
             .unless = "no route to host"},
            {.confidence = 0.75, .literal = "bad destination host", .pattern = "dns"}, ),
        TL_KB_REFERENCES ("RFC 1035 4.1.1", "RFC 3463 3.5"),
        TL_KB_EXAMPLES (
            {"Host or domain name not found. Name service error for name=example.org type=MX: Host not found, try again"},
            {"451 4.4.3 Temporary DNS failure"}, {"DNS lookup failed: SERVFAIL for example.org"}, ),
        .next_test = "ask-other-resolver",
    },
    {
        .id = "domain-not-found",
        .spoken = "D-03",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("That name does not exist"),
        /* Translators: {host} is the name of the server. */
        .meaning = N_ ("The name {host} is not known anywhere on the internet. Most often a letter "
                       "is wrong, or the domain is no longer in use."),
        .retry = N_ ("Test again at once with the corrected name."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {dns.near_name} is a value that was seen. */
            {"use-near-name", TL_ACTOR_USER,
             N_ ("Did you mean {dns.near_name}? If so, write that name."), "dns.near_name"},
            {"check-spelling", TL_ACTOR_USER,
             N_ ("Compare the name letter by letter with the one that your provider "
                 "publishes, above all its ending.")},
            {"check-domain", TL_ACTOR_USER,
             N_ ("If it is the part after the @ of an address, ask the recipient whether it is "
                 "right.")},
            {"renew-domain", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: check whether it has expired, and whether its "
                 "entries are there.")}, ),
        TL_KB_RULES ({0.93, "dns.outcome=no-such-name dns.source!=override"},
                     /* A search list made another name of it, where nothing answers. */
                     {0.8,
                      "dns.source=system dns.a=no-such-name dns.aaaa=no-such-name !dns.own_list "
                      "dns.name~. dns.name!~.local dns.address_kind=public "
                      "tcp.state=refused|filtered|unreachable"},
                     {0.93, "domain.mx.outcome=no-such-name"}, {0.6, "smtp.reply.enhanced=5.1.2"},
                     {0.4, "smtp.reply.enhanced=4.1.2"}, {0.6, "smtp.reply.enhanced=5.4.310"}, ),
        TL_KB_CONTRARY ({0.3, "local.vpn.default_route=yes"},
                        /* It may be another name that the server misses: that of a recipient. */
                        {0.9, "tcp.state=open smtp.reply.stage!=rcpt"},
                        /* Exim says so of its own mailboxes, too. */
                        {0.3, "tcp.state=open smtp.reply.text~unrouteable|unroutable"},
                        /* One of the name servers knows it. */
                        {0.4, "dns.split=yes"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9, .literal = "domain lookup failed"},
            {.confidence = 0.88,
             .literal = "invalid domain name",
             .pattern = "domain not found|not exist"},
            {.confidence = 0.88, .literal = "domain name could not be resolved"},
            {.confidence = 0.88,
             .literal = "could not be resolved",
             .pattern = "(domain|host).{0,40}could not be resolved",
             .unless = "sender|mail from|temporar|return address"},

            {.confidence = 0.88,
             .literal = "domain",
             .pattern = "\\bdomain (name )?(<?[a-z0-9.-]+\\.[a-z]+>? )?(does not|doesn't|co"
                        "uld not be|couldn't be|cannot be|was not|is not|not) (exist|found|"
                        "resolved|located|registered)|no such domain|unknown domain|domain "
                        "(is )?unknown|non-?existent domain",
             .unless = "sender|mail from|your address|from domain|not found in|user|mailbo"
                       "x|account|recipient|reverse|virtual|ptr|e2110|valid|your domain|fa"
                       "stly|service"},

            {.confidence = 0.86, .literal = "no route found to domain"},

            {.confidence = 0.93, .literal = "nxdomain"},
            {.confidence = 0.93, .literal = "domain name not found", .unless = "try again|sender"},
            {.confidence = 0.93, .literal = "domain not found", .pattern = "^(?!.*sender)"},
            {.confidence = 0.93,
             .literal = "domain does not exist",
             .pattern = "^(?!.*(sender|mail from))"},
            {.confidence = 0.93,
             .literal = "host not found",
             .pattern = "^(?!.*(try again|sender|client|cannot find your))"},
            {.confidence = 0.93, .literal = "host unknown"},
            {.confidence = 0.93, .literal = "unknown host"},
            {.confidence = 0.92, .literal = "no such domain"},
            {.confidence = 0.92, .literal = "no such host"},
            {.confidence = 0.92,
             .literal = "host or domain name not found",
             .pattern = "^(?!.*(type=mx: malformed|try again|sender))"},
            {.confidence = 0.92, .literal = "name or service not known"},
            {.confidence = 0.92, .literal = "nodename nor servname provided"},
            {.confidence = 0.92, .literal = "enotfound"},
            {.confidence = 0.92, .literal = "could not resolve host"},
            {.confidence = 0.92, .literal = "couldn't resolve host"},
            {.confidence = 0.9, .literal = "cannot resolve", .pattern = "host|name|address"},
            {.confidence = 0.9, .literal = "unknownhostexception"},
            {.confidence = 0.9, .literal = "getaddrinfo failed"},
            {.confidence = 0.9, .literal = "couldn't find any host"},
            {.confidence = 0.78, .literal = "unrouteable address", .protocols = "smtp"},
            {.confidence = 0.88, .literal = "unrouteable mail domain"},
            {.confidence = 0.88, .literal = "unroutable mail domain"},
            {.confidence = 0.78, .literal = "unroutable address", .protocols = "smtp"},
            {.confidence = 0.88, .literal = "bad destination system"},
            {.confidence = 0.88, .literal = "dns lookup failure", .pattern = "not found"},
            {.confidence = 0.88, .literal = "domain is not reachable"},
            {.confidence = 0.88, .literal = "domain is invalid", .pattern = "^(?!.*sender)"},
            {.confidence = 0.88,
             .literal = "invalid domain",
             .pattern = "^(?!.*(sender|helo|from))",
             .codes = "!501"},
            {.confidence = 0.92,
             .literal = "does not exist",
             .pattern = "dns domain \\S+ does not exist",
             .unless = "sender|mail from"},
            {.confidence = 0.93, .literal = "infodomainnonexistent"},
            {.confidence = 0.88, .literal = "unknown domain", .unless = "sender|fastly|cdn|edge"},
            {.confidence = 0.88, .literal = "domain unknown"},
            {.confidence = 0.88, .literal = "recipient's domain", .pattern = "not exist|not found"},
            {.confidence = 0.88, .literal = "domain of recipient"},
            {.confidence = 0.88,
             .literal = "recipient domain",
             .pattern = "(not found|unknown|not exist|does not exist|invalid)"},
            {.confidence = 0.88, .literal = "server not found", .pattern = "^(?!.*http)"},
            {.confidence = 0.88, .literal = "host name is invalid"},
            {.confidence = 0.88, .literal = "no dns entry"},
            {.confidence = 0.86, .literal = "no a record"},
            {.confidence = 0.88, .literal = "the domain you sent"},
            {.confidence = 0.88, .literal = "11001", .pattern = "\\b11001\\b"},
            {.confidence = 0.85, .literal = "домен не найден"},
            {.confidence = 0.85, .literal = "домен не существует"},
            {.confidence = 0.85, .literal = "узел не найден"},
            {.confidence = 0.85, .literal = "unbekannter host"},
            {.confidence = 0.85, .literal = "domain existiert nicht"},
            {.confidence = 0.85, .literal = "nom ou service inconnu"},
            {.confidence = 0.85, .literal = "domaine inconnu"},
            {.confidence = 0.85, .literal = "nombre o servicio desconocido"},
            {.confidence = 0.85, .literal = "dominio desconocido"},
            {.confidence = 0.85, .literal = "域名不存在"},
            {.confidence = 0.88, .literal = "0x800ccc0d"},
            {.confidence = 0.85, .literal = "unable to find the e-mail server"},
            {.confidence = 0.85, .literal = "unable to find the email server"}, ),
        TL_KB_REFERENCES ("RFC 1035 4.1.1", "RFC 3463 3.2"),
        TL_KB_EXAMPLES (
            {"Host or domain name not found. Name service error for name=exmaple.org type=A: Host not found"},
            {"[Errno -2] Name or service not known"}, {"getaddrinfo ENOTFOUND smtp.exmaple.org"},
            {"550 5.1.2 user@exmaple.org... Host unknown (Name server: exmaple.org: host not found)"}, ),
    },
    {
        .id = "dns-no-address",
        .spoken = "D-04",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The name exists but has no address"),
        /* Translators: {host} is the name of the server. */
        .meaning =
            N_ ("The name {host} is known, but no server address is entered for it. Often it "
                "is a domain for mail addresses only, and the server has a longer name."),
        .retry = N_ ("Test again at once with the right server name."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"try-longer-name", TL_ACTOR_USER,
             N_ ("Use the server’s own name from the provider, such as smtp.{host} or "
                 "mail.{host}.")},
            {"read-published", TL_ACTOR_USER,
             N_ ("Look up the server name that your provider publishes for sending mail or for "
                 "file transfer.")},
            {"add-record", TL_ACTOR_ADMIN,
             N_ ("If the name is yours: add an A or AAAA record for it.")}, ),
        TL_KB_RULES ({0.9, "dns.outcome=no-address"},
                     {0.92, "dns.outcome=no-address dns.mx=yes"}, ),
        TL_KB_CONTRARY ({0.9, "tcp.state=open"}, {0.45, "job.family=ipv4|ipv6"}, ),
        TL_KB_TEXTS ({.confidence = 0.85, .literal = "has no mx, a"},
                     {.confidence = 0.85, .literal = "no mx or a record"},
                     {.confidence = 0.9, .literal = "no address associated with hostname"},
                     {.confidence = 0.9, .literal = "no address associated with name"},
                     {.confidence = 0.9, .literal = "enodata"},
                     {.confidence = 0.9, .literal = "eai_nodata"},
                     {.confidence = 0.88, .literal = "no ip address"},
                     {.confidence = 0.85, .literal = "valid name, no data record"},
                     {.confidence = 0.85, .literal = "no data record of requested type"},
                     {.confidence = 0.85, .literal = "11004", .pattern = "\\b11004\\b"},
                     {.confidence = 0.8, .literal = "no suitable address"}, ),
        TL_KB_REFERENCES ("RFC 2308 2.2"),
        TL_KB_EXAMPLES ({"[Errno -5] No address associated with hostname"},
                        {"queryA ENODATA mail.example.net"}, ),
        .next_test = "ask-other-resolver",
    },
    {
        .id = "dns-answers-rewritten",
        .spoken = "D-05",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("Your name server invents answers"),
        /* Translators: {host} is the name of the server. */
        .meaning = N_ ("Names that do not exist get an address here all the same. A provider, a "
                       "sign-in page or a filter puts its own address into the answer. The address "
                       "that was found for {host} is then perhaps not its own."),
        .retry = N_ ("Test again after changing the name server."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"other-resolver", TL_ACTOR_USER,
             N_ ("Enter another name server in the network settings, and test again.")},
            {"sign-in-page", TL_ACTOR_USER,
             N_ ("In a hotel or a public Wi-Fi: open a web page first and accept the terms.")},
            {"ask-provider", TL_ACTOR_NETWORK,
             N_ ("Ask your provider how to switch off the “help” page for wrong names.")}, ),
        TL_KB_RULES ({0.92, "dns.outcome=rewritten"}, {0.45, "dns.invents=yes"},
                     {0.88, "dns.nowhere=ok"}, ),
        /* A sign-in page may do the same until somebody signs in. */
        TL_KB_CONTRARY ({0.5, "greeting.code tls.verify=ok"},
                        {0.4, "local.portal=yes local.portal.invented!=yes"},
                        {0.3, "local.portal=yes local.portal.invented=yes local.portal.url"},
                        {0.3, "local.portal=yes local.portal.invented=yes "
                              "local.portal.asks_password=yes !local.portal.url"}, ),
        TL_KB_REFERENCES ("RFC 8499 2"),
        .next_test = "ask-other-resolver",
    },
    {
        .id = "dns-split-view",
        .spoken = "D-06",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("Different name servers give different answers"),
        /* Translators: {host} is the name of the server. */
        .meaning =
            N_ ("For {host} one name server gives another address than the other, or a private "
                "address for a public name. That is normal inside a company or a VPN, and "
                "wrong outside."),
        .retry = N_ ("Test again with the VPN on, or off, as your workplace requires."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"match-vpn", TL_ACTOR_USER,
             N_ ("If the server belongs to your company, connect its VPN. If not, disconnect "
                 "the VPN for one test and connect it again.")},
            /* Translators: {host} is the name of the server. */
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("Ask the administrator of your network which name server answers for {host}.")},
            /* Translators: {host} is the name of the server, {dns.own_list} an address. */
            {"remove-own-entry", TL_ACTOR_USER,
             N_ ("Programs on this computer take {dns.own_list} for {host}, because it stands in the "
                 "file /etc/hosts; the name servers give another address. Take that line out, "
                 "unless somebody put it there on purpose."),
             "dns.own_list"},
            /* Translators: {host} is the name of the server; the file’s name and “dns” stay as they are. */
            {"system-lookup", TL_ACTOR_USER,
             N_ ("The name servers know {host}, but the system’s own look-up, which other programs use, does "
                 "not find it. See whether the line “hosts:” of the file /etc/nsswitch.conf names “dns” "
                 "(or “resolve”)."),
             "dns.system=EAI_NONAME dns.source=dns"},
            {"flush-cache", TL_ACTOR_USER,
             N_ ("Disconnect this computer from the network and connect it again, so that "
                 "old answers are forgotten.")}, ),
        TL_KB_RULES (
            /* The server that both mean may be down as well: no address but the first was tried. */
            {0.78, "dns.split=yes tcp.state!=open"}, {0.5, "dns.split=yes"},
            {0.66, "dns.outcome=ok dns.address_kind=private dns.source=dns dns.address_near=no "
                   "tcp.state=filtered|unreachable|unknown"},
            {0.4, "dns.outcome=ok dns.address_kind=private dns.source=dns "
                  "tcp.state=filtered|unreachable|unknown"},
            {0.78, "dns.own_list dns.source=system dns.a=ok tcp.state!=open", "own-list"},
            {0.78, "dns.own_list dns.source=system dns.aaaa=ok tcp.state!=open", "own-list"},
            {0.5, "dns.own_list dns.source=system dns.a=ok tls.verify!=ok", "own-list"},
            /* Other programs, which ask the system, get nothing at all. */
            {0.7, "dns.system=EAI_NONAME dns.source=dns dns.outcome=ok dns.a=ok", "system"},
            {0.35, "dns.outcome=no-such-name local.vpn.default_route=yes"},
            {0.6, "http.redirect.outcome=private-address tls.mode=implicit"}, ),
        /* A line that leads to this computer says more than that there is one. */
        TL_KB_CONTRARY ({0.4, "dns.points_here=yes dns.own_list"}, ),
        TL_KB_REFERENCES ("RFC 6950 4", "RFC 8499 6"),
        .next_test = "without-vpn",
    },
};

const TlKbArea tl_kb_dns = {"dns", "smtp|ftp|http", TL_KB_LIST (causes)};
