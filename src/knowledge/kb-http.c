/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Web addresses. */
#include "tl-kb.h"

static const TlCause causes[] = {
    {
        .id = "http-misdirected",
        .spoken = "H-01",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The request went over the wrong connection"),
        .meaning =
            N_ ("The server got a request for a site for which this connection was not made. "
                "Browsers share one connection among several names of the same server; here "
                "that does not work. A fresh connection usually gets through."),
        .retry = N_ ("Try again at once, over a fresh connection."),
        .never =
            N_ ("A new password does not help, nor another way to ask: neither is the reason."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"fresh-connection", TL_ACTOR_USER,
             N_ ("Close all windows of the site, or the whole browser, and open the address "
                 "again.")},
            {"other-client", TL_ACTOR_USER,
             N_ ("Test with another browser or program, to see whether only connection sharing "
                 "is the reason.")},
            /* Translators: {http.proxy} is the address of a proxy. */
            {"ask-proxy", TL_ACTOR_NETWORK,
             N_ ("Without the proxy {http.proxy} the site answers: ask whoever runs the network to "
                 "mend it, or to let this site pass it by."),
             "http.direct.status http.direct.status!=421"},
            {"fix-coalescing", TL_ACTOR_ADMIN,
             N_ ("If the site is yours: give names that need different settings (client "
                 "certificates, TLS versions) an address or certificate of their own, or answer "
                 "for every name in the certificate.")},
            /* Translators: nginx and Apache are web servers; what is written together (ssl_protocols,
             * VirtualHost) are words of their settings and stay as they are. */
            {"same-settings", TL_ACTOR_ADMIN,
             N_ ("Or give all names of that address the same settings: in nginx the same "
                 "ssl_protocols, ssl_ciphers and ssl_verify_client in every server block, in "
                 "Apache the same SSLProtocol, SSLCipherSuite and SSLVerifyClient in every "
                 "VirtualHost.")},
            {"split-upstream", TL_ACTOR_ADMIN,
             N_ ("If a reverse proxy is yours and keeps connections open: it must not use one "
                 "connection for several names. In nginx, write one upstream block with keepalive "
                 "for each name, and proxy_ssl_session_reuse off.")}, ),
        TL_KB_RULES (
            {0.75, "http.status=421 !http.fresh.status"},
            {0.9, "http.status=421 http.fresh.status http.fresh.status!=421 http.version=HTTP/2",
             "http2"},
            {0.9, "http.status=421 http.fresh.status http.fresh.status!=421 http.version!=HTTP/2",
             "fresh"},
            {0.85, "http.first_status=421 http.status http.status!=421", "repeated"},
            {0.7, "http.shared.status=421 http.status!=421", "shared"},
            {0.9, "http.status=421 http.direct.status http.direct.status!=421", "proxy"}, ),
        TL_KB_CONTRARY ({0.85, "http.fresh.status=421 http.direct.status=421"},
                        {0.85, "http.fresh.status=421 !http.direct.status"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9, .literal = "misdirected request"},
            {.confidence = 0.85,
             .literal = "requested host was not",
             .pattern = "configured|found"},
            {.confidence = 0.88, .literal = "not configured to produce a response"},
            {.confidence = 0.85, .literal = "client needs a new connection for this request"},
            {.confidence = 0.85, .literal = "misdirected"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.5.20", "RFC 9113 9.1.1"),
        TL_KB_EXAMPLES (
            {"421 Misdirected Request"},
            {"The client needs a new connection for this request as the requested host name does not match the Server Name Indication (SNI) in use for this connection."}, ),
        .next_test = "retry-later",
        .yields_to = "http-misdirected-permanent http-sni-mismatch",
    },
    {
        .id = "http-sni-mismatch",
        .spoken = "H-02",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("Names in encryption and in request differ"),
        .meaning = N_ ("The name given when the encryption began (or none) is not the name in the "
                       "request. A proxy in front of the server often causes this. The server "
                       "refuses such requests."),
        .retry = N_ ("Trying again changes nothing until proxy or server is mended."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"direct", TL_ACTOR_USER, N_ ("Test without the proxy, if one is set.")},
            /* Translators: nginx and Apache are web servers; what is written together, with its value
             * (proxy_ssl_name $host), are settings of theirs and stay as they are. */
            {"pass-sni", TL_ACTOR_ADMIN,
             N_ ("If an nginx in front of the server is yours: where it passes requests on, set "
                 "proxy_ssl_server_name on, proxy_ssl_name $host and proxy_set_header Host $host, "
                 "so that both names are the visitor’s.")},
            {"pass-sni-apache", TL_ACTOR_ADMIN,
             N_ ("If an Apache in front of the server is yours: set SSLProxyEngine on and "
                 "ProxyPreserveHost on, and name the server in ProxyPass by its name, never by "
                 "its address.")},
            /* Translators: Apache is a web server, AH02032 a code in its log, SSLProtocol a setting. */
            {"since-update", TL_ACTOR_ADMIN,
             N_ ("If it began with an update: Apache refuses such requests more strictly since "
                 "2.4.64. Its error log has AH02032 with both names; they must be the same, or "
                 "their VirtualHosts must have the same SSLProtocol, SSLCipherSuite and "
                 "SSLVerifyClient.")},
            {"add-host", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: set the name up on it, in nginx with server_name, in "
                 "Apache with ServerName or ServerAlias in the VirtualHost.")}, ),
        TL_KB_RULES (
            {0.4, "http.status=421 !http.fresh.status"},
            {0.88,
             "http.fresh.status=421 http.reply.text~server_name_indication|via_sni|needs_a_new_connection",
             "proxy"},
            {0.65,
             "http.fresh.status=421 http.unknown.status http.unknown.status!=421 tls.mode=implicit",
             "proxy"},
            {0.45, "http.fresh.status=421 tls.mode=implicit"},
            {0.5, "job.protocol=http tls.alert=unrecognized_name"}, ),
        TL_KB_CONTRARY ({0.5, "http.fresh.status http.fresh.status!=421"},
                        {0.6, "http.direct.status http.direct.status!=421"}, ),
        TL_KB_TEXTS ({.confidence = 0.9,
                      .literal = "server name indication",
                      .pattern = "(not match|mismatch|differ|no |missing|via)",
                      .unless = "needs a new connection"},
                     {.confidence = 0.9, .literal = "via sni"},
                     {.confidence = 0.9,
                      .literal = "sni",
                      .pattern = "\\bsni\\b.{0,60}(mismatch|not match|differ|unknown|missing|host)",
                      .unless = "needs a new connection"},
                     {.confidence = 0.85, .literal = "no hostname was provided"},
                     {.confidence = 0.85, .literal = "hostname provided via"},
                     {.confidence = 0.85, .literal = "unrecognized_name"},
                     {.confidence = 0.85, .literal = "unrecognized name"}, ),
        TL_KB_REFERENCES ("RFC 6066 3", "RFC 9110 7.4"),
        TL_KB_EXAMPLES (
            {"AH02032: Hostname default.example provided via SNI and hostname www.example.org provided via HTTP have no compatible SSL setup"},
            {"421 Hostname www.example.org provided via SNI, but no hostname was provided in HTTP request"}, ),
    },
    {
        .id = "http-misdirected-permanent",
        .spoken = "H-03",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server does not know this site"),
        .meaning =
            N_ ("Even over a fresh connection with the right name the server says that the "
                "request does not belong to it. So the site is not set up there, or its name "
                "leads to the wrong server."),
        .retry = N_ ("Trying again changes nothing until the site or its name entry is mended."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"tell-owner", TL_ACTOR_USER,
             N_ ("Tell whoever runs {host} that the server answers 421 to every request for "
                 "this name."),
             "tls.alert!=unrecognized_name"},
            {"check-dns", TL_ACTOR_ADMIN,
             N_ ("If the site is yours: check whether its A and AAAA records lead to the "
                 "right server, and whether the server or content network (CDN) knows the "
                 "name.")},
            /* Translators: nginx and Apache are web servers; what is written together are settings of
             * theirs and stay as they are. */
            {"set-up-name", TL_ACTOR_ADMIN,
             N_ ("Then set the name up where requests arrive: in nginx with server_name in the "
                 "server block, in Apache with ServerName or ServerAlias in the VirtualHost.")},
            {"check-proxy", TL_ACTOR_ADMIN,
             N_ ("If a reverse proxy is yours: let it pass on the visitor’s name, in nginx with "
                 "proxy_ssl_server_name on, proxy_ssl_name $host and proxy_set_header Host $host, "
                 "in Apache with ProxyPreserveHost on.")},
            {"mend-address", TL_ACTOR_ADMIN,
             /* Translators: {http.address.works} is an IP address. */
             N_ ("At {http.address.works} the same name works: set it up alike on all servers "
                 "of this name."),
             "http.address.works"},
            {"crawlers", TL_ACTOR_ADMIN,
             N_ ("Do not let it last: search engines take a lasting 421 for a page that is gone "
                 "and drop it, while a 421 that a fresh connection cures does no harm. After the "
                 "repair, let them visit the page again.")}, ),
        TL_KB_RULES (/* It says so before any request (RFC 6066 3). */
                     {0.78, "job.protocol=http tls.alert=unrecognized_name"},
                     {0.6, "http.fresh.status=421 http.unknown.status!=421 tls.mode=implicit"},
                     {0.75, "http.fresh.status=421 tls.mode!=implicit"},
                     {0.75, "http.fresh.status=421 http.unknown.status=421"},
                     {0.78, "http.fresh.status=421 http.address.works", "one-address"}, ),
        TL_KB_CONTRARY (
            {0.6,
             "http.fresh.status=421 http.reply.text~server_name_indication|via_sni|needs_a_new_connection"},
            {0.6, "http.direct.status http.direct.status!=421"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "domain is not configured"},
            {.confidence = 0.85, .literal = "unknown domain", .pattern = "cdn|edge|service|fastly"},
            {.confidence = 0.85, .literal = "site not configured"},
            {.confidence = 0.85, .literal = "no configured site"},
            {.confidence = 0.85, .literal = "host is not configured"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.5.20", "RFC 7838"),
        TL_KB_EXAMPLES (
            {"Fastly error: unknown domain: www.example.org. Please check that this domain has been added to a service."},
            {"421 Misdirected Request: this domain is not configured on this edge"}, ),
    },
    {
        .id = "http-authentication-required",
        .spoken = "H-04",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The page wants a login first"),
        .meaning = N_ ("The server shows this address only to people who have signed in."),
        .retry = N_ ("Try again at once with user name and password."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"sign-in", TL_ACTOR_USER, N_ ("Enter user name and password for this address.")},
            {"check-right", TL_ACTOR_USER,
             N_ ("If you have none, ask whoever runs the site for access.")}, ),
        TL_KB_RULES ({0.85, "http.status=401 http.auth.outcome!=rejected"}, ),
        /* It was given, and no answer to it came: that one is wanted is not what stands in the way. */
        TL_KB_CONTRARY ({0.85, "http.auth.outcome=rejected"},
                        {0.5, "http.auth.outcome=failed step:http.auth=failed"},
                        {0.4, "http.auth.outcome=not-known"}, ),
        TL_KB_TEXTS ({.confidence = 0.88, .literal = "401 unauthorized"},
                     {.confidence = 0.88, .literal = "authorization required"},
                     {.confidence = 0.85, .literal = "www-authenticate"},
                     {.confidence = 0.85, .literal = "unauthorized", .codes = "401"},
                     {.confidence = 0.85, .literal = "authentication required", .codes = "401"},
                     {.confidence = 0.85, .literal = "login required", .codes = "401"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.5.2"),
        TL_KB_EXAMPLES ({"401 Unauthorized"}, {"HTTP/1.1 401 Authorization Required"}, ),
    },
    {
        .id = "http-forbidden",
        .spoken = "H-05",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server refuses this page"),
        .meaning =
            N_ ("The server understood the request and does not want to answer it: you have no "
                "right to this page, your address is shut out, or the page is protected by "
                "mistake."),
        .retry = N_ ("Trying again changes nothing until the rights change."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-address", TL_ACTOR_USER,
             N_ ("Check whether the address is complete and right.")},
            {"sign-in", TL_ACTOR_USER, N_ ("Sign in, if the site has a login.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network: some sites shut out addresses of VPNs or whole "
                 "countries.")},
            /* Translators: {http.proxy} is the address of a proxy. */
            {"ask-proxy", TL_ACTOR_NETWORK,
             N_ ("It was the proxy {http.proxy} that refused, not the site: ask whoever runs the "
                 "network whether the site may be visited from there."),
             "http.proxy.outcome=refused|rejected"},
            {"fix-rights", TL_ACTOR_ADMIN,
             N_ ("If the site is yours: look at file rights, access rules and the web firewall.")}, ),
        TL_KB_RULES ({0.9, "http.status=403"}, {0.8, "http.status=451", "law"},
                     {0.78, "http.proxy.outcome=refused", "proxy"},
                     {0.5, "http.proxy.outcome=rejected", "proxy"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "403 forbidden"},
                     {.confidence = 0.88, .literal = "forbidden", .codes = "403"},
                     {.confidence = 0.88, .literal = "access denied", .codes = "403"},
                     {.confidence = 0.85, .literal = "access forbidden"},
                     {.confidence = 0.85, .literal = "you don't have permission to access"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.5.4"),
        TL_KB_EXAMPLES ({"403 Forbidden"},
                        {"You don't have permission to access this resource."}, ),
    },
    {
        .id = "http-not-found",
        .spoken = "H-06",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("There is no such page"),
        .meaning =
            N_ ("The server works, but it has nothing under this address. A letter is wrong, "
                "or the page was moved or deleted."),
        .retry = N_ ("Trying again changes nothing with the same address."),
        .retry_after_s = -1,
        TL_KB_FIXES ({"check-address", TL_ACTOR_USER,
                      N_ ("Compare the address letter by letter; capital letters count.")},
                     {"start-page", TL_ACTOR_USER,
                      N_ ("Begin at the start page of the site and look for the page there.")},
                     {"redirect", TL_ACTOR_ADMIN,
                      N_ ("If the site is yours: redirect the old address to the new one.")}, ),
        TL_KB_RULES ({0.92, "http.status=404"}, {0.92, "http.status=410"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "404 not found"},
                     {.confidence = 0.9, .literal = "410 gone"},
                     {.confidence = 0.88, .literal = "not found", .codes = "404"},
                     {.confidence = 0.88, .literal = "page not found"},
                     {.confidence = 0.85, .literal = "the requested url", .pattern = "not found"},
                     {.confidence = 0.85, .literal = "no longer exists", .codes = "410"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.5.5", "RFC 9110 15.5.11"),
        TL_KB_EXAMPLES ({"404 Not Found"}, {"410 Gone"}, ),
    },
    {
        .id = "http-proxy-authentication",
        .spoken = "H-07",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The proxy wants a login"),
        .meaning = N_ ("Between you and the web there is a helper computer (a proxy), and it wants "
                       "user name and password first. The site itself was not reached."),
        .retry = N_ ("Try again at once with the login for the proxy."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {http.proxy} is the address of a proxy. */
            {"which-proxy", TL_ACTOR_USER,
             N_ ("It is the proxy {http.proxy}. Throughline never gives a proxy a password."),
             "http.proxy"},
            {"enter-proxy-login", TL_ACTOR_USER,
             N_ ("Enter user name and password of the proxy in the network settings of this "
                 "computer or program.")},
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("If you have none, ask whoever runs the network.")}, ),
        TL_KB_RULES ({0.93, "http.status=407"}, {0.94, "http.proxy.outcome=login-needed"}, ),
        TL_KB_TEXTS ({.confidence = 0.92, .literal = "proxy authentication required"},
                     {.confidence = 0.9, .literal = "407 proxy"},
                     {.confidence = 0.88, .literal = "proxy-authenticate"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.5.8"),
        TL_KB_EXAMPLES (
            {"407 Proxy Authentication Required"},
            {"Received HTTP code 407 from proxy after CONNECT: Proxy Authentication Required"}, ),
    },
    {
        .id = "http-gateway-failure",
        .spoken = "H-08",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("A back-end server failed"),
        .meaning =
            N_ ("The server that you reached asked another one behind it, and got no answer or "
                "a broken one. Only the people who run the site can mend this."),
        .retry = N_ ("Try again in about 10 minutes."),
        .retry_after_s = 600,
        TL_KB_FIXES (
            {"wait-ten", TL_ACTOR_WAIT, N_ ("Wait ten minutes and try again.")},
            /* Translators: {http.proxy} is the address of a proxy. */
            {"ask-proxy", TL_ACTOR_NETWORK,
             N_ ("Here it was the proxy {http.proxy} that did not reach the site: ask "
                 "whoever runs the network, too."),
             "http.proxy.outcome=failed"},
            /* Translators: {host} is the name of the server. */
            {"tell-owner", TL_ACTOR_USER,
             N_ ("Tell whoever runs {host}, with the time of the attempt.")},
            {"check-backend", TL_ACTOR_ADMIN,
             N_ ("If the site is yours: check whether the program behind the web server "
                 "runs, and look at its time limits."),
             "http.status!=400"},
            /* Translators: nginx and HAProxy are web servers; proxy_pass, ssl and server are
                      * words of their settings and stay as they are. */
            {"speak-tls-behind", TL_ACTOR_ADMIN,
             N_ ("If the site is yours: what stands in front passes requests on unencrypted "
                 "to a port that expects encryption. Let it encrypt them: in nginx with "
                 "https:// in proxy_pass, in HAProxy with ssl in the server line."),
             "http.status=400"}, ),
        /* 520 to 530: what content networks say of the server behind them. */
        TL_KB_RULES ({0.92, "http.status=502|504"},
                     {0.8,
                      "job.protocol=http tls.state=ok http.status=400 "
                      "http.reply.text~plain_http_request|speaking_plain_http",
                      "plain-behind"},
                     /* Apache says 500 for it over HTTP/2. */
                     {0.9, "http.status=500 http.fresh.status=502|504"},
                     {0.85, "http.status>519 http.status<531", "edge"},
                     {0.6, "http.status=598|599"}, {0.78, "http.proxy.outcome=failed", "proxy"},
                     {0.5, "http.proxy.outcome=rejected", "proxy"},
                     {0.4,
                      "http.proxy.outcome=rejected http.proxy.direct=refused|filtered|unreachable",
                      "proxy"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.92, .literal = "504 gateway"},
            {.confidence = 0.9, .literal = "bad gateway"},
            {.confidence = 0.9, .literal = "gateway timeout"},
            {.confidence = 0.9, .literal = "gateway time-out"},
            {.confidence = 0.85,
             .literal = "upstream",
             .pattern = "(timed out|prematurely closed|connect error|no live|unavailable)"},
            {.confidence = 0.85, .literal = "no healthy upstream"},
            {.confidence = 0.85, .literal = "backend fetch failed"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.6.3", "RFC 9110 15.6.5"),
        TL_KB_EXAMPLES ({"502 Bad Gateway"}, {"504 Gateway Time-out"}, ),
    },
    {
        .id = "http-rate-limited",
        .spoken = "H-09",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_WAIT,
        .title = N_ ("Too many requests in a short time"),
        .meaning = N_ ("You, or somebody who shares your internet address, asked too often in a "
                       "short time. The server wants a pause."),
        .retry = N_ ("Try again in about a minute, and then more slowly."),
        .retry_after_s = 60,
        TL_KB_FIXES (
            {"wait-minute", TL_ACTOR_WAIT, N_ ("Wait a minute, and try once.")},
            {"slow-script", TL_ACTOR_USER,
             N_ ("If a program of yours asks, let it ask less often and obey the Retry-After "
                 "header.")}, ),
        TL_KB_RULES ({0.93, "http.status=429"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "too many requests"},
                     {.confidence = 0.85, .literal = "rate limit"}, ),
        TL_KB_REFERENCES ("RFC 6585 4"),
        TL_KB_EXAMPLES ({"429 Too Many Requests"}, {"You are being rate limited"}, ),
    },
    {
        .id = "http-downgrade",
        .spoken = "H-10",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The site leads to an unencrypted page"),
        .meaning =
            N_ ("The protected address (https) sends you on to an unprotected one (http). "
                "Throughline does not follow: what you type there could be read on the way."),
        .retry = N_ ("Trying again changes nothing until the site is mended."),
        .never = N_ ("Do not type a password on the unprotected page."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"tell-owner", TL_ACTOR_USER,
             N_ ("Tell whoever runs {host} that https leads to http.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network: a device on the way may be doing this.")}, ),
        TL_KB_RULES ({0.93, "http.redirect.outcome=downgrade"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "redirected from https to http"},
            {.confidence = 0.85, .literal = "https to http", .pattern = "redirect|downgrade"}, ),
        TL_KB_REFERENCES ("RFC 9110 4.2.2", "RFC 6797"),
        TL_KB_EXAMPLES ({"Refused: redirected from https to http"}, ),
    },
    {
        .id = "http-redirect-loop",
        .spoken = "H-11",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The site sends you round in circles"),
        .meaning = N_ ("One address leads to another and that back to the first, without end. The "
                       "site, or a content network in front of it, is set up wrongly."),
        .retry = N_ ("Trying again rarely helps."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"delete-cookies", TL_ACTOR_USER,
             N_ ("Delete the cookies of this one site and try again.")},
            {"fix-redirects", TL_ACTOR_ADMIN,
             N_ ("If the site is yours: look at the rules for http to https, with and without "
                 "www; a content network (CDN) that speaks http to your server is a frequent "
                 "reason.")}, ),
        TL_KB_RULES ({0.93, "http.redirect.outcome=loop"},
                     {0.85, "http.redirect.outcome=too-many"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.92, .literal = "too many redirects"},
            {.confidence = 0.92, .literal = "err_too_many_redirects"},
            {.confidence = 0.9, .literal = "redirect loop"},
            {.confidence = 0.9, .literal = "redirected you too many times"},
            {.confidence = 0.9, .literal = "redirecting in a way that will never complete"},
            {.confidence = 0.88, .literal = "maximum redirects"},
            {.confidence = 0.88, .literal = "maximum (50) redirects followed"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.4"),
        TL_KB_EXAMPLES (
            {"curl: (47) Maximum (50) redirects followed"},
            {"www.example.org redirected you too many times. ERR_TOO_MANY_REDIRECTS"}, ),
    },
    {
        .id = "http-redirect-elsewhere",
        .spoken = "H-12",
        .severity = TL_SEVERITY_NOTE,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The page is at another site"),
        /* Translators: {http.redirect.location} is a web address. */
        .meaning =
            N_ ("The server answers properly, but only to send you on to another site: "
                "{http.redirect.location}. Throughline asks nobody whom you did not name, so "
                "whether the page is shown there was not tested."),
        .retry = N_ ("Trying again changes nothing: this is what the site was told to do."),
        .never = N_ ("Do not type a password there before you know whose site it is."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"test-target", TL_ACTOR_USER,
             N_ ("Test the address to which you are sent as well, if you know that site.")},
            {"check-redirect", TL_ACTOR_ADMIN,
             N_ ("If the site is yours and does not mean to send visitors there: look at its "
                 "redirects, in nginx at return and rewrite, in Apache at Redirect and "
                 "RewriteRule, and at the .htaccess files, for somebody may have changed "
                 "them.")}, ),
        TL_KB_RULES ({0.9, "http.redirect.outcome=other-site"}, ),
        TL_KB_CONTRARY (
            {0.8, "local.portal=yes"},
            {0.6, "tls.mode=none http.redirect.location~captive|hotspot|wlan|portal."}, ),
        TL_KB_TEXTS ({.confidence = 0.6, .literal = "redirected to a different host"},
                     {.confidence = 0.6, .literal = "redirect to another site"}, ),
        TL_KB_REFERENCES ("RFC 9110 15.4"),
        TL_KB_EXAMPLES ({"Not followed: redirect to another site"}, ),
    },
    {
        .id = "http-redirect-refused",
        .spoken = "H-13",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The redirect leads to no web page"),
        /* Translators: {http.redirect.location} is an address, perhaps file:///etc/passwd. */
        .meaning =
            N_ ("The server sends you to {http.redirect.location}, and no page is to be had "
                "there: the name has no address, nobody answers at the port, or it is no web "
                "address at all, to which neither browsers nor Throughline follow."),
        .retry = N_ ("Trying again changes nothing until the site is mended."),
        .never = N_ ("Do not open that address by hand."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"tell-owner", TL_ACTOR_USER,
             N_ ("Tell whoever runs {host} where its redirect leads; the site may have been "
                 "tampered with.")},
            {"fix-location", TL_ACTOR_ADMIN,
             N_ ("If the site is yours: write the whole address, with https:// and the name, "
                 "into the redirect.")}, ),
        TL_KB_RULES ({0.85, "http.redirect.outcome=refused-scheme", "scheme"},
                     {0.85, "http.redirect.outcome=no-address", "no-address"},
                     {0.75, "http.redirect.outcome=unreachable", "unreachable"}, ),
        TL_KB_TEXTS ({.confidence = 0.8,
                      .literal = "protocol",
                      .pattern = "protocol \"?\\w+\"? (not supported or )?disabled.{0,40}redirect"},
                     {.confidence = 0.85, .literal = "unsafe redirect"},
                     {.confidence = 0.85, .literal = "err_unsafe_redirect"}, ),
        TL_KB_REFERENCES ("RFC 9110 10.2.2"),
        TL_KB_EXAMPLES ({"net::ERR_UNSAFE_REDIRECT"}, ),
    },
};

const TlKbArea tl_kb_http = {"http", "http", TL_KB_LIST (causes)};
