/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a live test sees, and the cause that must come first: the facts of each line are those that
 * the probes record in that situation. */
#include "knowledge-fixture.h"

typedef struct {
  const char *name;
  TlProtocol protocol;
  guint port; /* 0: as the fixture has it */
  TlSecurity security;
  const char *expected; /* "a|b": one of them first; "unknown": none */
  TlVerdict verdict;
  const char *lines; /* as the fixture's, one a line */
  double at_most;    /* 0, or how sure it may be where the wire does not decide */
} Situation;

#define SMTP TL_PROTOCOL_SMTP
#define FTP TL_PROTOCOL_FTP
#define STARTTLS TL_SECURITY_STARTTLS
#define TLS TL_SECURITY_TLS
#define AUTO TL_SECURITY_AUTO
#define NONE TL_SECURITY_NONE
#define PROBLEM TL_VERDICT_PROBLEM
#define WARNING TL_VERDICT_WARNING
#define INCONCLUSIVE TL_VERDICT_INCONCLUSIVE
#define OK TL_VERDICT_OK

#define RESOLVED                                                                                   \
  "dns.resolve ok\ndns.name=mail.example.org\ndns.outcome=ok\ndns.source=dns\n"                    \
  "dns.address_kind=public\ndns.points_here=no\n"
#define OPEN                                                                                       \
  RESOLVED "tcp.connect ok\ntcp.state=open\ntcp.errno=none\ntcp.connect_ms=12.0\n"                 \
           "tcp.ipv4=open\ntcp.ipv6=none\ntcp.port=587\n"
#define GREETED OPEN "smtp.greeting ok\ngreeting.protocol=smtp\ngreeting.code=220\ngreeting.ms=20\n"
#define OFFERED GREETED "smtp.ehlo ok\nsmtp.ehlo=ok\nsmtp.starttls=offered\n"
#define SECURED                                                                                    \
  OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake ok\ntls.state=ok\ntls.verify=ok\n"   \
          "tls.peeked=tls\nsmtp.ehlo.tls ok\nsmtp.auth.offered=PLAIN LOGIN\n"
#define REFUSED                                                                                    \
  OFFERED "smtp.starttls failed\ntls.mode=starttls\nsmtp.reply.stage=starttls\n"                   \
          "smtp.reply.code=502\nsmtp.reply.text=command not implemented\nstep.failure=reply\n"
#define LOGGED_IN SECURED "smtp.auth ok\nsmtp.auth.outcome=ok\n"
#define THROUGH(sent, again, percent)                                                              \
  LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\npath.sample ok\npath.sent=" sent "\npath.again=" again    \
            "\npath.lost_percent=" percent "\n"
#define NOT_OPEN(state, error, ms)                                                                 \
  RESOLVED "tcp.connect failed\ntcp.port=587\ntcp.state=" state "\ntcp.errno=" error               \
           "\ntcp.connect_ms=" ms "\nstep.failure=" state "\ntcp.at_once=no\n"
#define SIBLINGS(open, refused, silent, unreachable)                                               \
  "ports.siblings ok\nports.tried=25 465 2525 443\nports.open=" open "\nports.refused=" refused    \
  "\nports.silent=" silent "\nports.unreachable=" unreachable "\n"
#define FTP_OPEN RESOLVED "tcp.connect ok\ntcp.state=open\ntcp.errno=none\ntcp.connect_ms=12.0\n"
#define FTP_GREETED FTP_OPEN "ftp.greeting ok\ngreeting.protocol=ftp\ngreeting.code=220\n"
#define FTP_SECURED                                                                                \
  FTP_GREETED "ftp.auth-tls ok\nftp.auth_tls=ok\ntls.mode=starttls\ntls.handshake ok\n"            \
              "tls.state=ok\ntls.verify=ok\n"
#define FTP_LOGGED_IN                                                                              \
  FTP_SECURED "ftp.login ok\nftp.login.outcome=ok\nftp.protection ok\nftp.protection=private\n"    \
              "ftp.pwd ok\n"

static const Situation situations[] = {
    /* this computer and the way out */
    {"healthy", SMTP, 0, STARTTLS, "unknown", OK, LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\n"},
    {"offline-no-route", SMTP, 0, STARTTLS, "offline", PROBLEM,
     "local.route ok\n@local local.route.ipv4=no\n@local local.route.ipv6=no\n"
     "dns.resolve failed\ndns.outcome=silent\ndns.system=EAI_AGAIN\nstep.failure=name\n"},
    {"names-barred", SMTP, 0, STARTTLS, "vpn-kill-switch", PROBLEM,
     "local.route ok\n@local local.route.ipv4=no\n@local local.route.ipv6=no\n"
     "@local local.route.barred=blackhole\n@local local.route.names=blackhole\n"
     "dns.resolve failed\ndns.outcome=silent\ndns.system=EAI_AGAIN\ndns.errno=EINVAL\n"
     "step.failure=name\n"},
    {"names-kept-back", SMTP, 0, STARTTLS, "local-firewall-blocks", PROBLEM,
     "local.route ok\n@local local.route.ipv4=yes\ndns.resolve failed\ndns.outcome=silent\n"
     "dns.system=EAI_AGAIN\ndns.errno=EPERM\nstep.failure=name\n"},
    {"offline-unreachable", SMTP, 0, STARTTLS, "offline", PROBLEM,
     "dns.resolve ok\ndns.outcome=ok\ndns.source=literal\ntcp.connect failed\ntcp.port=587\n"
     "tcp.state=unreachable\ntcp.errno=ENETUNREACH\ntcp.connect_ms=0.1\ntcp.at_once=yes\n"
     "step.failure=unreachable\n" SIBLINGS ("0", "0", "0", "4")},
    {"kill-switch-prohibit", SMTP, 0, STARTTLS, "vpn-kill-switch", PROBLEM,
     "local.route ok\n@local local.route.host=prohibited\ndns.resolve ok\ndns.outcome=ok\n"
     "tcp.connect failed\ntcp.state=unreachable\ntcp.errno=EACCES\ntcp.at_once=yes\n"
     "step.failure=unreachable\n" SIBLINGS ("0", "0", "0", "4")},
    {"kill-switch-blackhole", SMTP, 0, STARTTLS, "vpn-kill-switch", PROBLEM,
     "dns.resolve ok\ndns.outcome=ok\ntcp.connect failed\ntcp.state=unreachable\n"
     "tcp.errno=EINVAL\ntcp.at_once=yes\nstep.failure=unreachable\n" SIBLINGS ("0", "0", "0", "4")},
    {"port-dropped", SMTP, 0, STARTTLS, "port-blocked-by-network", PROBLEM,
     NOT_OPEN ("filtered", "none", "10000") SIBLINGS ("2", "2", "0", "0")},
    {"port-dropped-only-refusals", SMTP, 0, STARTTLS, "port-blocked-by-network", PROBLEM,
     NOT_OPEN ("filtered", "none", "10000") SIBLINGS ("0", "4", "0", "0")},
    {"port-rejected", SMTP, 0, STARTTLS, "port-blocked-by-network", PROBLEM,
     NOT_OPEN ("unreachable", "EHOSTUNREACH", "9.0") SIBLINGS ("3", "1", "0", "0")},
    {"port-rejected-ipv6", SMTP, 0, STARTTLS, "port-blocked-by-network", PROBLEM,
     NOT_OPEN ("unreachable", "EACCES", "1010") SIBLINGS ("3", "1", "0", "0")},
    {"port-25-dropped", SMTP, 25, AUTO, "port-25-blocked", PROBLEM,
     RESOLVED "tcp.connect failed\ntcp.port=25\ntcp.state=filtered\ntcp.errno=none\n"
              "step.failure=filtered\nports.siblings ok\nports.tried=465 587 2525 443\n"
              "ports.open=2\nports.refused=2\nports.silent=0\nports.unreachable=0\n"
              "port.587.state=open\nport.465.state=open\n"},
    {"port-dropped-in-vpn", SMTP, 0, STARTTLS, "vpn-blocks-port", PROBLEM,
     "local.vpn ok\n@local local.vpn=wireguard wg0\n@local local.vpn.default_route=yes\n" NOT_OPEN (
         "filtered", "none", "10000") SIBLINGS ("2", "2", "0", "0")},
    {"ipv6-dead", SMTP, 0, STARTTLS, "ipv6-broken", WARNING,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\ntcp.connect ok\ntcp.ipv6=filtered\n"},
    {"ipv6-absent", SMTP, 0, STARTTLS, "unknown", OK,
     "local.route ok\n@local local.route.ipv4=yes\n@local local.route.ipv6=no\n" LOGGED_IN
     "smtp.mail ok\nsmtp.rcpt ok\ntcp.connect ok\ntcp.ipv6=unreachable\n"},
    {"all-silent", SMTP, 0, STARTTLS, "connection-failed", PROBLEM,
     NOT_OPEN ("unknown", "none", "10000") SIBLINGS ("0", "0", "4", "0")},

    /* names */
    {"no-such-name", SMTP, 0, STARTTLS, "domain-not-found", PROBLEM,
     "dns.resolve failed\ndns.name=mial.example.org\ndns.outcome=no-such-name\ndns.source=dns\n"
     "dns.system=EAI_NONAME\ndns.mx=no\nstep.failure=name\n"},
    {"no-address", SMTP, 0, STARTTLS, "dns-no-address", PROBLEM,
     "dns.resolve failed\ndns.name=example.org\ndns.outcome=no-address\ndns.source=dns\n"
     "dns.mx=yes\nstep.failure=name\n"},
    {"servfail", SMTP, 0, STARTTLS, "dns-failure", PROBLEM,
     "dns.resolve failed\ndns.outcome=servfail\ndns.source=dns\ndns.system=EAI_AGAIN\n"
     "step.failure=name\n"},
    {"resolver-refuses", SMTP, 0, STARTTLS, "dns-failure", PROBLEM,
     "dns.resolve failed\ndns.outcome=refused\ndns.source=dns\ndns.system=EAI_AGAIN\n"
     "step.failure=name\n"},
    {"resolver-silent", SMTP, 0, STARTTLS, "dns-resolver-unreachable", PROBLEM,
     "dns.resolve failed\ndns.outcome=silent\ndns.source=dns\ndns.system=EAI_AGAIN\n"
     "step.failure=name\n"},
    {"resolver-half-silent", SMTP, 0, STARTTLS, "dns-resolver-unreachable", PROBLEM,
     "dns.resolve failed\ndns.outcome=silent\ndns.source=dns\ndns.system=EAI_AGAIN\n"
     "dns.aaaa=no-address\nstep.failure=name\n",
     0.6},
    {"name-points-here", SMTP, 0, STARTTLS, "name-points-here", PROBLEM,
     "dns.resolve ok\ndns.name=mail.example.org\ndns.outcome=ok\ndns.source=dns\n"
     "dns.points_here=yes\ndns.address_kind=loopback\ntcp.connect failed\ntcp.port=587\n"
     "tcp.state=refused\ntcp.errno=ECONNREFUSED\ntcp.at_once=yes\nstep.failure=refused\n" SIBLINGS (
         "0", "4", "0", "0")},
    {"own-address-meant", SMTP, 0, STARTTLS, "service-not-running", PROBLEM,
     "dns.resolve ok\ndns.name=127.0.0.1\ndns.outcome=ok\ndns.source=literal\n"
     "dns.points_here=yes\ndns.address_kind=loopback\ntcp.connect failed\ntcp.port=587\n"
     "tcp.state=refused\ntcp.errno=ECONNREFUSED\ntcp.at_once=yes\nstep.failure=refused\n" SIBLINGS (
         "1", "3", "0", "0")},

    /* host and port */
    {"host-down", SMTP, 0, STARTTLS, "host-down", PROBLEM,
     NOT_OPEN ("unreachable", "EHOSTUNREACH", "3070") SIBLINGS ("0", "0", "0", "4")},
    {"service-stopped", SMTP, 0, STARTTLS, "service-not-running", PROBLEM,
     NOT_OPEN ("refused", "ECONNREFUSED", "11.0") SIBLINGS ("2", "2", "0", "0")},
    {"everything-refused", SMTP, 0, STARTTLS, "service-not-running", PROBLEM,
     NOT_OPEN ("refused", "ECONNREFUSED", "11.0") SIBLINGS ("0", "4", "0", "0")},
    {"silent-server", SMTP, 0, STARTTLS, "greeting-missing", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=nothing\npairing.tried=tls\n"
          "pairing.works=no\nstep.failure=timeout\n"},
    {"closed-at-once", SMTP, 0, STARTTLS, "closed-before-greeting", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=nothing\nstep.failure=closed\n"},
    /* Our own programs may hold the places that it has for us. */
    {"closed-at-once-while-held", SMTP, 0, STARTTLS, "smtp-too-many-connections", PROBLEM,
     OPEN "local.connections ok\nlocal.connections=2\nsmtp.greeting failed\n"
          "greeting.protocol=nothing\nstep.failure=closed\n",
     0.8},
    {"reset-at-once", SMTP, 0, STARTTLS, "closed-before-greeting", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=nothing\nstep.failure=reset\n"},
    {"ssh-there", SMTP, 0, STARTTLS, "wrong-service-on-port", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=ssh\ngreeting.first_bytes=SSH-2.0-x\n"
          "step.failure=invalid-reply\n"},
    {"ftp-there", SMTP, 0, STARTTLS, "wrong-service-on-port", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=ftp\nstep.failure=invalid-reply\n"},
    {"ftp-greets-a-mail-program", SMTP, 0, STARTTLS, "wrong-service-on-port", PROBLEM,
     OPEN "smtp.greeting ok\ngreeting.protocol=smtp\ngreeting.code=220\n"
          "greeting.text=ProFTPD Server (files) ready\nsmtp.ehlo failed\nstep.failure=closed\n"},
    {"cut-greeting", SMTP, 0, STARTTLS, "connection-lost", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=smtp\ngreeting.first_bytes=220 mx\n"
          "step.failure=closed-partway\n"},
    {"noise", SMTP, 0, STARTTLS, "server-reply-invalid", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=other\nstep.failure=invalid-reply\n"},
    {"endless-line", SMTP, 0, STARTTLS, "server-reply-invalid", PROBLEM,
     GREETED "smtp.ehlo failed\nstep.failure=line-too-long\n"},
    {"dripping", SMTP, 0, STARTTLS, "server-too-slow", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=text\nstep.failure=too-slow\n"},
    {"late-greeting", SMTP, 0, STARTTLS, "greeting-delayed", OK,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\nsmtp.greeting ok\ngreeting.ms=6100\n"},
    {"cut-in-the-middle", SMTP, 0, STARTTLS, "connection-lost", PROBLEM,
     SECURED "smtp.auth ok\nsmtp.auth.outcome=ok\nsmtp.mail failed\nstep.failure=reset\n"},
    {"silent-in-the-middle", SMTP, 0, STARTTLS, "connection-lost", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=failed\nstep.failure=timeout\n"},

    /* encryption */
    {"tls-on-plain-port", SMTP, 587, TLS, "tls-on-plain-port", PROBLEM,
     OPEN "tls.handshake failed\ntls.mode=implicit\ntls.state=failed\ntls.peeked=smtp\n"
          "tls.peeked_text=220 mail.example.org ESMTP\nstep.failure=tls\npairing.other ok\n"
          "pairing.tried=plain\npairing.works=yes\n"},
    {"tls-found-out", SMTP, 4650, AUTO, "unknown", OK,
     OPEN "smtp.greeting failed\ngreeting.protocol=nothing\nstep.failure=timeout\n"
          "pairing.tried=tls\npairing.works=yes\ntls.mode=implicit\ntls.handshake ok\n"
          "tls.state=ok\ntls.verify=ok\nsmtp.greeting ok\ngreeting.protocol=smtp\n"
          "greeting.code=220\nsmtp.ehlo ok\nsmtp.ehlo=ok\nsmtp.mail ok\nsmtp.rcpt ok\n"},
    {"common-name-only", SMTP, 0, STARTTLS, "certificate-common-name-only", WARNING,
     SECURED "tls.verify_bits=common-name-only\nsmtp.auth ok\nsmtp.auth.outcome=ok\n"
             "smtp.mail ok\nsmtp.rcpt ok\n"},
    {"busy-on-tls-port", SMTP, 465, TLS, "smtp-too-many-connections|service-unavailable", PROBLEM,
     OPEN "tls.handshake failed\ntls.mode=implicit\ntls.state=failed\ntls.peeked=smtp\n"
          "tls.peeked_text=421 Too many connections\nstep.failure=tls\nsmtp.greeting failed\n"
          "greeting.code=421\nsmtp.reply.stage=greeting\nsmtp.reply.code=421\n"
          "smtp.reply.text=Too many connections\nstep.failure=reply\n"},
    {"plain-on-tls-port", SMTP, 465, STARTTLS, "plain-on-tls-port", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.protocol=nothing\npairing.tried=tls\n"
          "pairing.works=yes\nstep.failure=timeout\n"},
    {"no-starttls", SMTP, 0, STARTTLS, "starttls-not-offered", PROBLEM,
     GREETED "smtp.ehlo ok\nsmtp.ehlo=ok\nsmtp.starttls=not-offered\nsmtp.starttls failed\n"
             "tls.mode=starttls\nstep.failure=not-offered\n"},
    {"starttls-garbled", SMTP, 0, STARTTLS, "starttls-stripped", PROBLEM,
     GREETED "smtp.ehlo ok\nsmtp.ehlo=ok\nsmtp.starttls=garbled\nsmtp.starttls failed\n"
             "tls.mode=starttls\nstep.failure=not-offered\n"},
    {"starred-banner", SMTP, 0, STARTTLS, "starttls-stripped", PROBLEM,
     GREETED "greeting.starred=yes\nsmtp.ehlo warning\nsmtp.ehlo=helo-only\n"
             "smtp.starttls=not-offered\nsmtp.starttls failed\nstep.failure=not-offered\n"},
    {"starttls-454", SMTP, 0, STARTTLS, "starttls-unavailable", PROBLEM,
     OFFERED "smtp.starttls failed\ntls.mode=starttls\nsmtp.reply.stage=starttls\n"
             "smtp.reply.code=454\nsmtp.reply.enhanced=4.7.0\n"
             "smtp.reply.text=TLS not available due to local problem\nstep.failure=reply\n"},
    {"plaintext-after-220", SMTP, 0, STARTTLS, "starttls-unavailable", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.peeked=smtp\nstep.failure=tls\n"},
    {"injected", SMTP, 0, STARTTLS, "reply-injected", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "step.failure=injected\n"},
    {"old-tls", SMTP, 0, STARTTLS, "tls-version-unsupported", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.alert=protocol_version\ntls.error=GNUTLS_E_FATAL_ALERT_RECEIVED\n"
             "tls.peeked=alert\nstep.failure=tls\n"},
    {"handshake-cut", SMTP, 0, STARTTLS, "tls-failed", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.peeked=reset\nstep.failure=reset\n"},
    {"expired", SMTP, 0, STARTTLS, "certificate-expired", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=expired\ntls.expired_days=12\nstep.failure=not-allowed\n"
             "smtp.auth skipped\nstep.skipped=unverified\n"},
    {"expired-by-our-clock", SMTP, 0, STARTTLS, "clock-wrong", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=expired\nstep.failure=not-allowed\n"
             "local.clock.compare ok\nlocal.clock_offset_s=40000000\n"
             "local.clock_explains=yes\nlocal.clock_agreed=yes\n"},
    /* The server alone is of another opinion, and this clock is set by a time server. */
    {"expired-and-server-behind", SMTP, 0, STARTTLS, "certificate-expired", PROBLEM,
     "local.clock ok\n@local local.clock_synchronised=yes\n" OFFERED
     "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=ok\n"
     "tls.verify=expired\nstep.failure=not-allowed\n"
     "local.clock.compare ok\nlocal.clock_offset_s=40000000\nlocal.clock_explains=yes\n"},
    {"expired-for-all-clocks", SMTP, 0, STARTTLS, "certificate-expired", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=expired\nstep.failure=not-allowed\n"
             "local.clock.compare ok\nlocal.clock_offset_s=90000\nlocal.clock_explains=no\n"},
    {"wrong-name", SMTP, 0, STARTTLS, "certificate-name-mismatch", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=ok\ntls.verify=name-mismatch\n"
             "tls.names=smtp.example.org\nstep.failure=not-allowed\n"},
    {"self-signed", SMTP, 0, STARTTLS, "certificate-self-signed", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=ok\ntls.verify=self-signed\n"
             "tls.chain.length=1\nstep.failure=not-allowed\n"},
    {"chain-incomplete", SMTP, 0, STARTTLS, "certificate-chain-incomplete", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=chain-incomplete\ntls.chain.length=1\nstep.failure=not-allowed\n"},
    {"unknown-issuer", SMTP, 0, STARTTLS, "certificate-untrusted-issuer", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=untrusted-issuer\ntls.chain.length=2\nstep.failure=not-allowed\n"},
    {"no-certificate-alert", SMTP, 0, STARTTLS, "tls-failed", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.alert=handshake_failure\ntls.error=GNUTLS_E_FATAL_ALERT_RECEIVED\n"
             "step.failure=tls\ntls.versions ok\ntls.versions=TLS1.2\n"
             "tls.versions.refused=TLS1.0 TLS1.1 TLS1.3\ntls.versions.cipher=anonymous\n"},
    {"balancer-alone", SMTP, 465, TLS, "closed-before-greeting", PROBLEM,
     OPEN "tls.handshake failed\ntls.state=failed\ntls.mode=implicit\ntls.peeked=closed\n"
          "tls.error=GNUTLS_E_PREMATURE_TERMINATION\nstep.failure=closed\n"},
    {"old-server", SMTP, 0, STARTTLS, "tls-version-unsupported", PROBLEM,
     OFFERED
     "smtp.starttls ok\ntls.handshake failed\ntls.state=failed\n"
     "tls.alert=protocol_version\nstep.failure=tls\ntls.versions ok\n"
     "tls.versions=TLS1.0 TLS1.1\ntls.versions.refused=TLS1.2 TLS1.3\ntls.old_side=server\n"},
    /* The versions fit, so that alert must mean something else. */
    {"handshake-failure-otherwise", SMTP, 0, STARTTLS, "tls-failed", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=failed\n"
             "tls.alert=handshake_failure\nstep.failure=tls\ntls.versions ok\n"
             "tls.versions=TLS1.2 TLS1.3\ntls.versions.refused=none\n"
             "tls.versions.cipher=sound\ntls.old_side=not-known\n"},
    {"nothing-to-begin-with", SMTP, 465, TLS, "tls-failed", PROBLEM,
     OPEN "tls.handshake failed\ntls.state=failed\ntls.mode=implicit\ntls.peeked=alert\n"
          "tls.alert=handshake_failure\nstep.failure=tls\ntls.versions ok\ntls.versions=none\n"
          "tls.versions.refused=TLS1.0 TLS1.1 TLS1.2 TLS1.3\ntls.versions.unknown=none\n",
     0.8},
    {"nothing-to-begin-with-starttls", SMTP, 0, STARTTLS, "starttls-unavailable", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.peeked=alert\ntls.alert=handshake_failure\nstep.failure=tls\n"
             "tls.versions ok\ntls.versions=none\n"
             "tls.versions.refused=TLS1.0 TLS1.1 TLS1.2 TLS1.3\ntls.versions.unknown=none\n",
     0.8},
    {"version-not-allowed-here", SMTP, 465, TLS, "tls-version-unsupported", PROBLEM,
     OPEN "tls.handshake failed\ntls.state=failed\ntls.mode=implicit\ntls.peeked=alert\n"
          "tls.alert=handshake_failure\nstep.failure=tls\ntls.versions ok\ntls.versions=TLS1.3\n"
          "tls.versions.refused=TLS1.0 TLS1.1 TLS1.2\ntls.versions.cipher=sound\n"
          "tls.old_side=client\n"},
    {"handshake-failure-alone", SMTP, 0, STARTTLS, "tls-version-unsupported|tls-failed", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.peeked=alert\ntls.alert=handshake_failure\nstep.failure=tls\n",
     0.8},
    {"handshake-cut-here-alone", SMTP, 0, STARTTLS, "tls-failed", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.peeked=reset\nstep.failure=reset\n" SIBLINGS (
                 "2", "2", "0", "0") "survey.recommended.port=465\ntls.elsewhere=verified\n",
     0.8},
    {"starttls-refused", SMTP, 0, STARTTLS, "starttls-stripped|starttls-unavailable", PROBLEM,
     REFUSED, 0.8},
    {"starttls-refused-other-family-works", SMTP, 0, STARTTLS, "starttls-stripped", PROBLEM,
     REFUSED SIBLINGS ("2", "2", "0", "0") "smtp.starttls.elsewhere=other-family\n"
                                           "smtp.starttls.implicit=yes\n"},
    {"starttls-refused-only-tls-works", SMTP, 0, STARTTLS, "starttls-stripped", PROBLEM,
     REFUSED SIBLINGS ("2", "2", "0",
                       "0") "smtp.starttls.elsewhere=no\nsmtp.starttls.implicit=yes\n",
     0.8},
    {"starttls-refused-nothing-works", SMTP, 0, STARTTLS, "starttls-unavailable", PROBLEM,
     REFUSED SIBLINGS ("1", "3", "0",
                       "0") "smtp.starttls.elsewhere=no\nsmtp.starttls.implicit=no\n",
     0.8},
    {"ehlo-599", SMTP, 0, STARTTLS, "unknown|policy-rejected|protocol-error", INCONCLUSIVE,
     GREETED "smtp.ehlo failed\nsmtp.ehlo=refused\nsmtp.reply.stage=ehlo\nsmtp.reply.code=599\n"
             "smtp.reply.text=no\nstep.failure=reply\n"},
    {"unknown-issuer-alone", SMTP, 0, STARTTLS, "certificate-untrusted-issuer", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=chain-incomplete\ntls.chain.length=1\ntls.issuer_in_store=other-key\n"
             "step.failure=not-allowed\n"},
    {"staple-missing", SMTP, 0, STARTTLS, "certificate-status-missing", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=no-revocation-proof\ntls.ocsp=none\ntls.ocsp.must_staple=yes\n"
             "step.failure=not-allowed\n"},
    {"staple-revoked", SMTP, 0, STARTTLS, "certificate-revoked", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.handshake failed\ntls.state=ok\n"
             "tls.verify=revoked\ntls.ocsp=revoked\nstep.failure=not-allowed\n"},
    {"staple-unknown", SMTP, 0, STARTTLS, "certificate-status-missing", WARNING,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\ntls.verify=ok\ntls.ocsp=unknown\n"},
    {"dane-mismatch", SMTP, 0, STARTTLS, "dane-mismatch", WARNING,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\ntls.verify=ok\ntls.dane=mismatch\n"
               "tls.dane.proven_by=local\ntls.dane.published=3 1 1 aa\ntls.dane.shown=3 1 1 bb\n"},
    /* A redirect of this computer's own, and a certificate that it trusts for no other reason. */
    {"added-issuer-redirected", SMTP, 0, STARTTLS, "local-antivirus-intercepts", WARNING,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\ntls.verify=ok\ntls.anchor=added\n"
               "local.firewall.redirect=tcp dport 587 redirect\n"},
    {"antivirus-issuer", SMTP, 0, STARTTLS, "local-antivirus-intercepts", WARNING,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\n"
               "tls.chain.0.issuer=CN=avast! Web/Mail Shield Root,O=avast! Web/Mail Shield\n"
               "tls.interceptor=Avast\ntls.interceptor.kind=antivirus\n"},
    {"client-certificate", SMTP, 0, STARTTLS, "client-certificate-required", PROBLEM,
     SECURED "tls.client_certificate_requested=yes\nsmtp.mail failed\nsmtp.reply.stage=mail\n"
             "smtp.reply.code=421\nsmtp.reply.enhanced=4.7.1\n"
             "smtp.reply.text=Error: Client certificate not trusted\nstep.failure=reply\n"},

    /* login */
    {"wrong-password", SMTP, 0, STARTTLS, "auth-failed", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=rejected\nsmtp.reply.stage=auth\n"
             "smtp.reply.code=535\nsmtp.reply.enhanced=5.7.8\n"
             "smtp.reply.text=Error: authentication failed: (reason unavailable)\n"
             "step.failure=reply\n"},
    {"other-user-form", SMTP, 0, STARTTLS, "username-form-wrong", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=rejected\nsmtp.auth.other_form=accepted\n"
             "smtp.reply.stage=auth\nsmtp.reply.code=535\nsmtp.reply.enhanced=5.7.8\n"
             "smtp.reply.text=Error: authentication failed\nstep.failure=reply\n"},
    {"no-auth-offered", SMTP, 0, STARTTLS, "auth-not-offered", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=not-offered\nstep.failure=not-offered\n"},
    {"odd-auth-offered", SMTP, 0, STARTTLS, "auth-not-offered|auth-method-rejected", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=no-common-mechanism\n"
             "step.failure=not-offered\n"},
    {"forged-server-proof", SMTP, 0, STARTTLS, "server-proof-wrong", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=proof-wrong\nstep.failure=not-allowed\n"},
    {"login-locked", SMTP, 0, STARTTLS, "auth-too-many-attempts", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=rejected\nsmtp.reply.stage=auth\n"
             "smtp.reply.code=454\nsmtp.reply.enhanced=4.7.0\n"
             "smtp.reply.text=Too many login attempts, please try again later.\n"
             "step.failure=reply\n"},
    {"busy-at-login", SMTP, 0, STARTTLS, "service-unavailable", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=rejected\nsmtp.reply.stage=auth\n"
             "smtp.reply.code=421\nsmtp.reply.text=try later\nstep.failure=reply\n"},
    {"full-at-login", SMTP, 0, STARTTLS, "smtp-too-many-connections", PROBLEM,
     SECURED "smtp.auth failed\nsmtp.auth.outcome=rejected\nsmtp.reply.stage=auth\n"
             "smtp.reply.code=421\nsmtp.reply.enhanced=4.7.0\n"
             "smtp.reply.text=Error: too many connections from 192.0.2.7\n"
             "step.failure=reply\n"},
    {"login-after-starttls-alone", SMTP, 0, NONE, "tls-required", PROBLEM,
     GREETED "smtp.ehlo ok\nsmtp.ehlo=ok\nsmtp.starttls=offered\ntls.mode=none\n"
             "tls.state=not-tried\nsmtp.auth failed\nsmtp.auth.outcome=not-offered\n"
             "step.failure=not-offered\n"},
    /* What the server has not seen yet it cannot refuse, whatever its words. */
    {"name-not-compliant", SMTP, 0, STARTTLS, "bad-helo", PROBLEM,
     GREETED "smtp.ehlo failed\nsmtp.ehlo=refused\nsmtp.reply.stage=ehlo\nsmtp.reply.code=550\n"
             "smtp.reply.enhanced=\nstep.failure=reply\n"
             "smtp.reply.text=Sending an IP address as HELO is not RFC compliant here\n"},
    /* A reply without a status code, as the probe records it. */
    {"unknown-in-other-words", SMTP, 0, STARTTLS, "no-such-mailbox", PROBLEM,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt failed\nsmtp.reply.stage=rcpt\nsmtp.reply.code=550\n"
               "smtp.reply.enhanced=\nsmtp.reply.text=Hier wohnt niemand\nstep.failure=reply\n"},
    {"clear-login-refused", SMTP, 0, NONE, "password-sent-in-clear", INCONCLUSIVE,
     GREETED "smtp.ehlo ok\nsmtp.ehlo=ok\nsmtp.starttls=offered\ntls.mode=none\n"
             "tls.state=not-tried\nsmtp.auth failed\nsmtp.auth.outcome=not-sent\n"
             "step.failure=not-allowed\n"},

    /* the mail server's answers */
    {"connection-count", SMTP, 0, STARTTLS, "smtp-too-many-connections", WARNING,
     OPEN "smtp.greeting failed\ngreeting.code=421\nsmtp.reply.stage=greeting\n"
          "smtp.reply.code=421\nsmtp.reply.enhanced=4.7.0\n"
          "smtp.reply.text=mail.example.org Error: too many connections from 192.0.2.7\n"
          "step.failure=reply\nsmtp.limit.retry=works\n" LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\n"},
    {"server-full-of-others", SMTP, 0, STARTTLS, "service-unavailable", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.code=421\nsmtp.reply.stage=greeting\n"
          "smtp.reply.code=421\nsmtp.reply.enhanced=\n"
          "smtp.reply.text=Too many concurrent SMTP connections; please try again later.\n"
          "step.failure=reply\nsmtp.limit.retry=still\nlocal.connections=0\n"},
    {"connection-rate", SMTP, 0, STARTTLS, "smtp-rate-limited", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.code=421\nsmtp.reply.stage=greeting\n"
          "smtp.reply.code=421\nsmtp.reply.enhanced=4.7.0\n"
          "smtp.reply.text=mail.example.org Error: too many connections from 192.0.2.7\n"
          "step.failure=reply\nsmtp.limit.retry=still\nlocal.connections=0\n",
     /* Others behind the same address may hold all places. */
     0.79},
    {"connection-rate-or-count", SMTP, 0, STARTTLS, "smtp-too-many-connections", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.code=421\nsmtp.reply.stage=greeting\n"
          "smtp.reply.code=421\nsmtp.reply.enhanced=4.7.0\n"
          "smtp.reply.text=mail.example.org Error: too many connections from 192.0.2.7\n"
          "step.failure=reply\nsmtp.limit.retry=still\n"},
    {"load-average", SMTP, 0, STARTTLS, "service-unavailable", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.code=421\nsmtp.reply.stage=greeting\n"
          "smtp.reply.code=421\nsmtp.reply.enhanced=4.3.2\n"
          "smtp.reply.text=mail.example.org: rejecting connections due to load average: 45\n"
          "step.failure=reply\nsmtp.limit.retry=still\nlocal.connections=0\n"},
    {"all-ports-busy", SMTP, 0, STARTTLS, "service-unavailable", PROBLEM,
     OPEN "smtp.greeting failed\ngreeting.code=421\nsmtp.reply.stage=greeting\n"
          "smtp.reply.code=421\nsmtp.reply.enhanced=4.3.2\n"
          "smtp.reply.text=All server ports are busy\nstep.failure=reply\n"
          "smtp.limit.retry=still\n"},
    {"idle", SMTP, 0, STARTTLS, "idle-timeout", PROBLEM,
     SECURED "smtp.mail failed\nsmtp.reply.stage=mail\nsmtp.reply.code=421\n"
             "smtp.reply.enhanced=4.4.2\nsmtp.reply.text=mail Error: timeout exceeded\n"
             "step.failure=reply\n"},
    {"greylisted", SMTP, 0, STARTTLS, "smtp-greylisted", PROBLEM,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt failed\nsmtp.reply.stage=rcpt\nsmtp.reply.code=450\n"
               "smtp.reply.enhanced=4.2.0\nsmtp.reply.text=Recipient address rejected: "
               "Greylisted\nstep.failure=reply\n"},
    {"greylist-waited-out", SMTP, 0, STARTTLS, "smtp-greylisted", WARNING,
     LOGGED_IN "smtp.greylist ok\nsmtp.greylist.waited_s=60\nsmtp.greylist.retried=passed\n"
               "smtp.mail ok\nsmtp.rcpt ok\n"},
    {"login-first", SMTP, 0, STARTTLS, "auth-required", PROBLEM,
     SECURED "smtp.auth skipped\nstep.skipped=not-asked\nsmtp.mail failed\n"
             "smtp.reply.stage=mail\nsmtp.reply.code=530\nsmtp.reply.enhanced=5.7.0\n"
             "smtp.reply.text=Authentication required\nstep.failure=reply\n"},
    {"tls-first", SMTP, 0, NONE, "tls-required", PROBLEM,
     GREETED "smtp.ehlo ok\nsmtp.ehlo=ok\nsmtp.starttls=offered\ntls.mode=none\n"
             "tls.state=not-tried\nsmtp.auth skipped\nstep.skipped=not-asked\nsmtp.mail failed\n"
             "smtp.reply.stage=mail\nsmtp.reply.code=530\nsmtp.reply.enhanced=5.7.0\n"
             "smtp.reply.text=Must issue a STARTTLS command first\nstep.failure=reply\n"},
    {"relay-denied", SMTP, 0, STARTTLS, "relay-denied", PROBLEM,
     SECURED "smtp.mail ok\nsmtp.rcpt failed\nsmtp.reply.stage=rcpt\nsmtp.reply.code=554\n"
             "smtp.reply.enhanced=5.7.1\nsmtp.reply.text=<a@example.net>: Relay access denied\n"
             "step.failure=reply\n"},
    {"unknown-recipient", SMTP, 0, STARTTLS, "no-such-mailbox", PROBLEM,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt failed\nsmtp.reply.stage=rcpt\nsmtp.reply.code=550\n"
               "smtp.reply.enhanced=5.1.1\nsmtp.reply.text=<a@example.org>: Recipient address "
               "rejected: User unknown in virtual mailbox table\nstep.failure=reply\n"},
    {"disk-full", SMTP, 0, STARTTLS, "server-storage-full", PROBLEM,
     LOGGED_IN "smtp.mail failed\nsmtp.reply.stage=mail\nsmtp.reply.code=452\n"
               "smtp.reply.enhanced=4.3.1\nsmtp.reply.text=Insufficient system storage\n"
               "step.failure=reply\n"},
    /* An accident or two are no lossy line, nor is one packet of many. */
    {"two-lost", SMTP, 0, STARTTLS, "unknown", OK, THROUGH ("30", "2", "6")},
    {"few-lost", SMTP, 0, STARTTLS, "unknown", OK, THROUGH ("100", "3", "3")},
    {"three-lost", SMTP, 0, STARTTLS, "network-lossy", WARNING, THROUGH ("30", "3", "10"), 0.8},
    {"large-ones-lost", SMTP, 0, STARTTLS, "path-mtu-black-hole", PROBLEM,
     OFFERED "smtp.starttls ok\ntls.mode=starttls\ntls.handshake failed\ntls.state=failed\n"
             "tls.peeked=nothing\nstep.failure=timeout\npath.small-packets ok\n"
             "path.small_packets=works\npath.sample ok\npath.sent=30\npath.again=3\n"
             "path.lost_percent=10\n"},
    /* All that was sent again was the one large packet. */
    {"message-does-not-fit", SMTP, 465, TLS, "path-mtu-black-hole", PROBLEM,
     LOGGED_IN "smtp.mail ok\nsmtp.rcpt ok\nsmtp.message failed\nstep.failure=timeout\n"
               "tcp.stalled=sending\ntcp.retransmits=7\ntcp.lost_percent=26\npath.sample ok\n"
               "path.sent=18\npath.again=7\npath.lost_percent=38\n",
     0.8},
    {"published-port-open", SMTP, 0, STARTTLS, "settings-differ-from-provider", PROBLEM,
     "account.provider ok\naccount.differs=port\naccount.publishes_port=465\n"
     "account.publishes_state=open\n" NOT_OPEN ("refused", "ECONNREFUSED", "12")
         SIBLINGS ("1", "3", "0", "0")},
    {"published-port-shut-too", SMTP, 0, STARTTLS, "service-not-running", PROBLEM,
     "account.provider ok\naccount.differs=port\naccount.publishes_port=465\n"
     "account.publishes_state=refused\n" NOT_OPEN ("refused", "ECONNREFUSED", "12")
         SIBLINGS ("0", "4", "0", "0")},
    {"published-otherwise", SMTP, 0, STARTTLS, "settings-differ-from-provider|connection-failed",
     PROBLEM,
     "account.provider ok\naccount.differs=host port\n" NOT_OPEN ("unknown", "none", "10000")
         SIBLINGS ("0", "0", "4", "0")},

    /* file transfer */
    {"ftp-healthy", FTP, 21, STARTTLS, "unknown", OK,
     FTP_LOGGED_IN "ftp.data.passive ok\nftp.passive.mode=epsv\nftp.data.state=open\nftp.list ok\n"
                   "ftp.data.tls=ok\nftp.data.resumed=yes\nftp.data.outcome=ok\n"},
    {"ftp-full", FTP, 21, STARTTLS, "ftp-too-many-connections", PROBLEM,
     FTP_OPEN "ftp.greeting failed\ngreeting.protocol=ftp\ngreeting.code=421\n"
              "ftp.reply.stage=greeting\nftp.reply.code=421\nftp.reply.text=There are too many "
              "connections from your internet address.\nstep.failure=reply\n"},
    {"ftp-full-as-login-error", FTP, 21, STARTTLS, "ftp-too-many-connections", PROBLEM,
     FTP_SECURED "ftp.login failed\nftp.login.outcome=rejected\nftp.reply.stage=user\n"
                 "ftp.reply.code=530\nftp.reply.text=Sorry, the maximum number of clients (1) "
                 "from your host are already connected.\nstep.failure=reply\n"},
    {"ftp-refused-beside-ours", FTP, 21, STARTTLS, "ftp-too-many-connections", PROBLEM,
     "dns.resolve ok\ntcp.connect failed\ntcp.port=21\ntcp.state=refused\nstep.failure=refused\n"
     "local.connections=2\nports.tried=990 22\nports.open=1\nports.refused=1\nports.silent=0\n"},
    {"ftp-home-of-the-disk", FTP, 21, STARTTLS, "ftp-home-missing", WARNING,
     FTP_SECURED "ftp.login ok\nftp.login.outcome=ok\nftp.login.text=No directory! Logging in with "
                 "home=/\nftp.protection ok\nftp.protection=private\nftp.pwd ok\n"
                 "ftp.data.passive ok\nftp.passive.mode=epsv\nftp.data.state=open\nftp.list ok\n"
                 "ftp.data.tls=ok\nftp.data.resumed=yes\nftp.data.outcome=ok\n"},
    {"ftp-home-gone", FTP, 21, STARTTLS, "ftp-home-missing", PROBLEM,
     FTP_LOGGED_IN "ftp.directory=/\nftp.directory.asked=no\nftp.data.passive ok\n"
                   "ftp.passive.mode=epsv\nftp.data.state=open\nftp.list failed\n"
                   "ftp.reply.stage=list\nftp.reply.code=550\nftp.reply.text=No such file or "
                   "directory.\nstep.failure=reply\n",
     0.8},
    {"ftp-folder-gone", FTP, 21, STARTTLS, "ftp-file-unavailable", PROBLEM,
     FTP_LOGGED_IN "ftp.directory=/a\nftp.directory.asked=yes\nftp.data.passive ok\n"
                   "ftp.passive.mode=epsv\nftp.data.state=open\nftp.list failed\n"
                   "ftp.reply.stage=list\nftp.reply.code=550\nftp.reply.text=No such file or "
                   "directory.\nstep.failure=reply\n"},
    {"ftp-name-refused", FTP, 21, STARTTLS, "auth-failed", PROBLEM,
     FTP_SECURED "ftp.login failed\nftp.login.outcome=rejected\nftp.reply.stage=user\n"
                 "ftp.reply.code=550\nftp.reply.text=Authentication failure\nstep.failure=reply\n",
     0.8},
    {"ftp-ready-later", FTP, 21, STARTTLS, "service-unavailable", PROBLEM,
     FTP_OPEN "ftp.greeting failed\ngreeting.protocol=text\ngreeting.postponed=Service ready in 5 "
              "minutes\nstep.failure=closed\n"},
    {"ftp-filezilla-too-early", FTP, 21, STARTTLS, "tls-on-plain-port", WARNING,
     FTP_LOGGED_IN "tcp.port=21\nlocal.filezilla.encryption=implicit\nlocal.filezilla.port=21\n"
                   "ftp.data.passive ok\nftp.passive.mode=epsv\nftp.data.state=open\nftp.list ok\n"
                   "ftp.data.tls=ok\nftp.data.resumed=yes\nftp.data.outcome=ok\n"},
    {"ftp-filezilla-at-990", FTP, 21, STARTTLS, "unknown", OK,
     FTP_LOGGED_IN "tcp.port=21\nlocal.filezilla.encryption=implicit\nlocal.filezilla.port=990\n"
                   "ftp.data.passive ok\nftp.passive.mode=epsv\nftp.data.state=open\nftp.list ok\n"
                   "ftp.data.tls=ok\nftp.data.resumed=yes\nftp.data.outcome=ok\n"},
    {"ftp-wrong-password", FTP, 21, STARTTLS, "auth-failed", PROBLEM,
     FTP_SECURED "ftp.login failed\nftp.login.outcome=rejected\nftp.reply.stage=pass\n"
                 "ftp.reply.code=530\nftp.reply.text=Login incorrect.\nstep.failure=reply\n"},
    {"ftp-tls-demanded", FTP, 21, NONE, "ftp-tls-required", PROBLEM,
     FTP_GREETED "tls.mode=none\ntls.state=not-tried\nftp.login failed\n"
                 "ftp.login.outcome=rejected\nftp.reply.stage=user\nftp.reply.code=530\n"
                 "ftp.reply.text=Non-anonymous sessions must use encryption.\n"
                 "step.failure=reply\n"},
    {"ftp-cleartext-421", FTP, 21, NONE, "ftp-tls-required", PROBLEM,
     FTP_GREETED "tls.mode=none\ntls.state=not-tried\nftp.login failed\n"
                 "ftp.login.outcome=rejected\nftp.reply.stage=user\nftp.reply.code=421\n"
                 "ftp.reply.text=Sorry, cleartext sessions are not accepted on this server.\n"
                 "step.failure=reply\n"},
    {"ftp-no-tls", FTP, 21, STARTTLS, "ftp-tls-unsupported", PROBLEM,
     FTP_GREETED "ftp.auth-tls failed\nftp.auth_tls=unknown\nftp.reply.stage=auth-tls\n"
                 "ftp.reply.code=500\nftp.reply.text=AUTH not understood\nstep.failure=reply\n"},
    {"ftp-no-tls-vsftpd", FTP, 21, STARTTLS, "ftp-tls-unsupported", PROBLEM,
     FTP_GREETED "ftp.auth-tls failed\nftp.auth_tls=refused\nftp.reply.stage=auth-tls\n"
                 "ftp.reply.code=530\nftp.reply.text=Please login with USER and PASS.\n"
                 "step.failure=reply\n"},
    {"ftp-no-tls-534", FTP, 21, STARTTLS, "ftp-tls-unsupported", PROBLEM,
     FTP_GREETED "ftp.auth-tls failed\nftp.auth_tls=refused\nftp.reply.stage=auth-tls\n"
                 "ftp.reply.code=534\nftp.reply.text=Request denied for policy reasons\n"
                 "step.failure=reply\n"},
    {"ftp-auth-hidden", FTP, 21, STARTTLS, "starttls-stripped", PROBLEM,
     FTP_GREETED "greeting.text=ProFTPD Server ready\nftp.auth-tls failed\nftp.auth_tls=unknown\n"
                 "ftp.auth_tls.like_unknown=no\nftp.auth_tls.elsewhere=no\n"
                 "ftp.reply.stage=auth-tls\nftp.reply.code=500\n"
                 "ftp.reply.text=AUTH not understood\nstep.failure=reply\n"},
    {"ftp-auth-other-family", FTP, 21, STARTTLS, "starttls-stripped", PROBLEM,
     FTP_GREETED "ftp.auth-tls failed\nftp.auth_tls=unknown\nftp.auth_tls.elsewhere=other-family\n"
                 "ftp.reply.stage=auth-tls\nftp.reply.code=500\n"
                 "ftp.reply.text=AUTH not understood\nstep.failure=reply\n"},
    {"ftp-in-before-a-word", FTP, 21, STARTTLS, "reply-injected", PROBLEM,
     FTP_OPEN "ftp.greeting failed\ngreeting.protocol=ftp\ngreeting.code=230\n"
              "ftp.reply.stage=greeting\nftp.reply.code=230\nftp.reply.text=Logged in\n"
              "step.failure=not-allowed\n"},
    {"ftp-no-protection", FTP, 21, STARTTLS, "ftp-protection-required", PROBLEM,
     FTP_SECURED "ftp.login ok\nftp.login.outcome=ok\nftp.protection failed\n"
                 "ftp.protection=refused\nftp.reply.stage=prot\nftp.reply.code=536\n"
                 "ftp.reply.text=Requested PROT level not supported by mechanism.\n"
                 "step.failure=reply\n"},
    {"ftp-session-reuse", FTP, 21, STARTTLS, "ftp-session-reuse-required", PROBLEM,
     FTP_LOGGED_IN "ftp.data.passive ok\nftp.passive.mode=epsv\nftp.passive.port=50001\n"
                   "ftp.data.state=open\nftp.list failed\nftp.data.tls=ok\nftp.data.resumed=no\n"
                   "ftp.data.outcome=failed\nftp.reply.stage=list\nftp.reply.code=522\n"
                   "ftp.reply.text=SSL connection failed; session reuse required: see "
                   "require_ssl_reuse option in vsftpd.conf man page\nstep.failure=closed\n"},
    {"ftp-plain-data", FTP, 21, STARTTLS, "ftp-data-unprotected", PROBLEM,
     FTP_LOGGED_IN "ftp.data.passive ok\nftp.passive.port=50001\nftp.data.state=open\n"
                   "ftp.list failed\nftp.data.tls=plaintext\nftp.data.outcome=failed\n"
                   "step.failure=injected\n"},
    {"ftp-ports-dropped", FTP, 21, STARTTLS, "ftp-passive-ports-blocked", PROBLEM,
     FTP_LOGGED_IN "ftp.data.passive failed\nftp.passive.mode=epsv\nftp.passive.port=50001\n"
                   "ftp.data.state=unknown\nstep.failure=timeout\nftp.list failed\n"
                   "ftp.data.outcome=failed\nstep.failure=timeout\n"},
    {"ftp-ports-rejected", FTP, 21, STARTTLS, "ftp-passive-ports-blocked", PROBLEM,
     FTP_LOGGED_IN "ftp.data.passive failed\nftp.passive.mode=epsv\nftp.passive.port=50001\n"
                   "ftp.data.state=refused\nstep.failure=refused\nftp.list failed\n"
                   "ftp.data.outcome=failed\nstep.failure=refused\n"},
    {"ftp-address-elsewhere", FTP, 21, STARTTLS, "ftp-passive-address-unreachable", WARNING,
     FTP_LOGGED_IN "ftp.data.passive ok\nftp.passive.mode=pasv\nftp.passive.address=10.0.0.5\n"
                   "ftp.passive.address_kind=private\nftp.passive.port=50001\nftp.data.state=open\n"
                   "ftp.list ok\nftp.data.tls=ok\nftp.data.resumed=yes\nftp.data.outcome=ok\n"},
    {"ftp-active-blocked", FTP, 21, STARTTLS, "ftp-active-blocked", PROBLEM,
     FTP_LOGGED_IN "ftp.data.active ok\nftp.active.mode=eprt\nftp.list failed\n"
                   "ftp.data.state=unknown\nftp.data.outcome=failed\nftp.reply.stage=list\n"
                   "ftp.reply.code=425\nftp.reply.text=Failed to establish connection.\n"
                   "step.failure=timeout\n"},
    {"ftp-cut", FTP, 21, STARTTLS, "ftp-transfer-aborted", PROBLEM,
     FTP_LOGGED_IN "ftp.data.passive ok\nftp.passive.port=50001\nftp.data.state=open\n"
                   "ftp.list failed\nftp.data.tls=ok\nftp.data.outcome=cut\nstep.failure=reset\n"},
    {"ftp-silent-data", FTP, 21, STARTTLS, "ftp-passive-ports-blocked", PROBLEM,
     FTP_LOGGED_IN "ftp.data.passive ok\nftp.passive.port=50001\nftp.data.state=open\n"
                   "ftp.list failed\ntls.peeked=nothing\nftp.data.tls=failed\n"
                   "ftp.data.outcome=failed\nstep.failure=tls\n"},
    {"ftp-address-broadcast", FTP, 21, STARTTLS, "ftp-passive-address-unreachable", WARNING,
     FTP_LOGGED_IN "ftp.data.passive ok\nftp.passive.mode=pasv\n"
                   "ftp.passive.address=255.255.255.255\nftp.passive.address_kind=broadcast\n"
                   "ftp.passive.port=50001\nftp.data.state=open\nftp.list ok\nftp.data.tls=ok\n"
                   "ftp.data.resumed=yes\nftp.data.outcome=ok\n"},
    {"ftp-words-on-tls", FTP, 990, TLS, "tls-on-plain-port", PROBLEM,
     OPEN "tls.handshake failed\ntls.mode=implicit\ntls.state=failed\ntls.peeked=text\n"
          "tls.peeked_text=220 file service ready\nstep.failure=tls\n"},
    {"ftp-active-not-known", FTP, 21, STARTTLS, "ftp-data-channel-blocked", PROBLEM,
     FTP_LOGGED_IN "ftp.data.active failed\nftp.active.mode=eprt\nftp.reply.stage=active\n"
                   "ftp.reply.code=500\nftp.reply.text=EPRT not understood\n"
                   "step.failure=reply\nftp.list skipped\nftp.data.outcome=failed\n"},
    {"ftp-home-missing", FTP, 21, STARTTLS, "ftp-home-missing", PROBLEM,
     FTP_SECURED "ftp.login failed\nftp.login.outcome=rejected\nftp.reply.stage=pass\n"
                 "ftp.reply.code=500\nftp.reply.text=OOPS: cannot change directory:/home/alice\n"
                 "step.failure=reply\n"},
    {"ftp-clear-login-refused", FTP, 21, NONE, "password-sent-in-clear", INCONCLUSIVE,
     FTP_GREETED "tls.mode=none\ntls.state=not-tried\nftp.login failed\n"
                 "ftp.login.outcome=not-sent\nstep.failure=not-allowed\n"},
};

static gboolean
is_expected (const char *expected, const char *id)
{
  g_auto (GStrv) ids = g_strsplit (expected, "|", -1);

  return g_strv_contains ((const char *const *) ids, id);
}

static void
show (const TlDiagnosis *diagnosis)
{
  const GPtrArray *findings = tl_diagnosis_get_findings (diagnosis);

  for (guint i = 0; i < findings->len; i++) {
    const TlFinding *finding = findings->pdata[i];

    g_test_message ("%s %.2f", finding->id, finding->confidence);
  }
}

static void
test_situation (gconstpointer data)
{
  const Situation *situation = data;
  g_autoptr (TlSettings) settings = make_settings (situation->protocol);
  g_auto (GStrv) lines = g_strsplit (situation->lines, "\n", -1);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;
  guint n = g_strv_length (lines);

  g_clear_pointer (&lines[n - 1], g_free);
  settings->security = situation->security;
  if (situation->port != 0)
    settings->port = situation->port;
  evidence = make_evidence (settings, (const char *const *) lines);
  diagnosis = tl_diagnose (evidence);
  show (diagnosis);
  if (situation->at_most > 0)
    g_assert_cmpfloat (confidence_of (diagnosis, first_id (diagnosis)), <=, situation->at_most);
  if (!is_expected (situation->expected, first_id (diagnosis)))
    g_test_fail_printf ("first is %s", first_id (diagnosis));
  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), ==, situation->verdict);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (gsize i = 0; i < G_N_ELEMENTS (situations); i++) {
    g_autofree char *path = g_strconcat ("/knowledge/live/", situations[i].name, NULL);

    g_test_add_data_func (path, &situations[i], test_situation);
  }
  return g_test_run ();
}
