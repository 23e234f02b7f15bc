/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Facts in words: their names, and a sentence for each that speaks for or against a cause. */
#include "tl-explain.h"

#include <string.h>

#include "tl-explain-private.h"
#include "tl-text.h"
#include "tl-words.h"

#define MOST_CHARS 200 /* of a value that is shown as it is */

static const TlFactText names[] = {
    {"dns.outcome", NULL, N_ ("Looking up the name")},
    {"dns.name", NULL, N_ ("Name")},
    {"dns.address.0", NULL, N_ ("Address")},
    {"tcp.state", NULL, N_ ("State of the port")},
    {"tcp.port", NULL, N_ ("Port")},
    {"tcp.errno", NULL, N_ ("Error of the connection")},
    {"tcp.connect_ms", NULL, N_ ("Time to connect (ms)")},
    {"tcp.ipv4", NULL, N_ ("Port over IPv4")},
    {"tcp.ipv6", NULL, N_ ("Port over IPv6")},
    {"greeting.code", NULL, N_ ("Code of the greeting")},
    {"greeting.text", NULL, N_ ("Greeting")},
    {"greeting.ms", NULL, N_ ("Time to the greeting (ms)")},
    {"greeting.complete_ms", NULL, N_ ("Time to the end of the greeting (ms)")},
    {"greeting.protocol", NULL, N_ ("What answered")},
    {"domain.spf.outcome", NULL, N_ ("SPF")},
    {"domain.dkim.outcome", NULL, N_ ("DKIM")},
    {"domain.dmarc.outcome", NULL, N_ ("DMARC")},
    {"domain.sender.address", NULL, N_ ("Sending address")},
    {"smtp.seen_address", NULL, N_ ("Address that the server sees")},
    {"tls.state", NULL, N_ ("Encryption")},
    {"tls.version", NULL, N_ ("Version of TLS")},
    {"tls.cipher", NULL, N_ ("Cipher")},
    {"tls.versions", NULL, N_ ("Versions of TLS offered")},
    {"tls.verify", NULL, N_ ("Check of the certificate")},
    {"tls.names", NULL, N_ ("Names in the certificate")},
    {"tls.expired_days", NULL, N_ ("Days since the certificate expired")},
    {"tls.chain.0.subject", NULL, N_ ("Certificate for")},
    {"tls.chain.0.issuer", NULL, N_ ("Certificate issued by")},
    {"tls.chain.0.not_after", NULL, N_ ("Certificate valid until")},
    {"tls.alert", NULL, N_ ("TLS alert")},
    {"smtp.reply.stage", NULL, N_ ("Stage")},
    {"smtp.reply.code", NULL, N_ ("Reply code")},
    {"smtp.reply.enhanced", NULL, N_ ("Status code")},
    {"smtp.reply.text", NULL, N_ ("Words of the server")},
    {"smtp.reply.recipient", NULL, N_ ("Recipient")},
    {"smtp.extensions", NULL, N_ ("Extensions offered")},
    {"smtp.starttls", NULL, N_ ("STARTTLS")},
    {"smtp.auth.offered", NULL, N_ ("Login methods offered")},
    {"smtp.auth.mechanism", NULL, N_ ("Login method used")},
    {"smtp.auth.outcome", NULL, N_ ("Login")},
    {"smtp.mail.outcome", NULL, N_ ("Sender")},
    {"smtp.rcpt.outcome", NULL, N_ ("Recipient accepted")},
    {"smtp.message.outcome", NULL, N_ ("Test message")},
    {"ftp.reply.stage", NULL, N_ ("Stage")},
    {"ftp.reply.code", NULL, N_ ("Reply code")},
    {"ftp.reply.text", NULL, N_ ("Words of the server")},
    {"ftp.login.outcome", NULL, N_ ("Login")},
    {"ftp.data.outcome", NULL, N_ ("Data connection")},
    {"ftp.data.state", NULL, N_ ("Port of the data connection")},
    {"ftp.passive.address", NULL, N_ ("Address for passive mode")},
    {"http.proxy", NULL, N_ ("Proxy used")},
    {"http.status", NULL, N_ ("Status")},
    {"http.reply.text", NULL, N_ ("Words of the server")},
    {"http.version", NULL, N_ ("Version of HTTP")},
    {"http.server", NULL, N_ ("Web server")},
    {"http.redirect.location", NULL, N_ ("Redirect")},
    {"http.challenge", NULL, N_ ("Login methods offered")},
    {"http.retry_after_s", NULL, N_ ("Seconds to wait, as the server says")},
    {"http.names.same_address", NULL, N_ ("Other names at this address")},
    {"http.names.other_address", NULL, N_ ("Other names at other addresses")},
    {"local.vpn", NULL, N_ ("VPN")},
    {"local.proxy", NULL, N_ ("Proxy")},
    {"local.firewall", NULL, N_ ("Firewall")},
    {"local.antivirus", NULL, N_ ("Antivirus")},
    {"local.clock_offset_s", NULL, N_ ("Clock differs by (s)")},
    {"local.route.host", NULL, N_ ("Route to the server")},
    {"step.failure", NULL, N_ ("Reason of the failure")},
    {"text.earlier", NULL, N_ ("Message before the test")},
    {"text.program", NULL, N_ ("Program")},
    {"text.host", NULL, N_ ("Reporting host")},
    {"text.recipient", NULL, N_ ("Recipient")},
    {"text.words", NULL, N_ ("Words that decided")},
};

/* Those with a value first. {value} is what was seen. */
static const TlFactText sentences[] = {
    {"dns.outcome", "ok", N_ ("The name was found.")},
    {"dns.outcome", "no-such-name", N_ ("The name servers say that this name does not exist.")},
    {"dns.outcome", "no-address", N_ ("The name exists but has no address.")},
    {"dns.outcome", "servfail", N_ ("The name server could not answer (SERVFAIL).")},
    {"dns.outcome", "refused", N_ ("The name server refused the question.")},
    {"dns.outcome", "silent", N_ ("The name server did not answer at all.")},
    {"dns.outcome", "rewritten",
     N_ ("The name server gives addresses to names that do not exist.")},
    {"dns.errno", "EPERM", N_ ("This computer let no question to a name server out.")},
    {"dns.errno", "none", N_ ("Questions to the name servers left this computer.")},
    {"dns.errno", NULL, N_ ("To a question for a name server, the system said: {value}.")},
    {"dns.points_here", "yes", N_ ("The name leads to this computer itself.")},
    {"dns.name", NULL, N_ ("The name that was looked up: {value}.")},
    /* Translators: {value} is an internet address. */
    {"dns.invented", NULL, N_ ("Names that do not exist get this address: {value}.")},
    {"dns.invents", "yes", N_ ("A name that cannot exist got an address from the name server.")},
    {"dns.wildcard", "yes", N_ ("The domain gives an address to every name.")},
    {"dns.dnssec", "bogus",
     N_ ("The answer is there, but its signatures (DNSSEC) are wrong, so the name server keeps it back.")},
    {"dns.split", "yes", N_ ("The name servers of this computer disagree about the name.")},
    {"dns.answers_others", "yes",
     N_ ("The name server answers for other names, but not for this one.")},
    {"dns.answers_others", "no", N_ ("The name server does not answer for other names either.")},
    {"dns.own_list", NULL, N_ ("The file /etc/hosts on this computer gives the address {value}.")},
    {"dns.address_near", "no",
     N_ ("This computer is in another network than that private address.")},
    {"dns.server.0", NULL, N_ ("The first name server says: {value}.")},
    {"dns.server.1", NULL, N_ ("The second name server says: {value}.")},
    {"dns.near_name", NULL, N_ ("A name close to it exists: {value}.")},
    {"dns.source", "literal", N_ ("An address was given instead of a name.")},
    {"tcp.state", "open", N_ ("The port accepts connections.")},
    {"tcp.state", "refused", N_ ("The connection was refused at once.")},
    {"tcp.state", "filtered",
     N_ ("The port stayed silent: something on the way drops the connection.")},
    {"tcp.state", "unreachable", N_ ("The network says that the server cannot be reached.")},
    {"tcp.state", "unknown", N_ ("Nothing answered within the limit.")},
    {"tcp.unsent", "0", N_ ("This computer sent all its packets out.")},
    {"tcp.unsent", NULL,
     N_ ("Packets that this computer itself kept from leaving during the attempt: {value}.")},
    {"tcp.answered_here", "yes",
     N_ ("The refusal came from this computer itself: nothing arrived from outside while it came.")},
    {"tcp.at_once", "yes",
     N_ ("The failure came faster than an answer from another network could.")},
    {"tcp.errno", NULL, N_ ("The system reported {value}.")},
    {"tcp.port", NULL, N_ ("The port that was tried: {value}.")},
    {"tcp.ipv4", "open", N_ ("Over IPv4 the port answers.")},
    {"tcp.ipv6", "open", N_ ("Over IPv6 the port answers.")},
    {"tcp.ipv4", "refused", N_ ("Over IPv4 the port refuses connections.")},
    {"tcp.ipv6", "refused", N_ ("Over IPv6 the port refuses connections.")},
    {"tcp.ipv4", "filtered", N_ ("Over IPv4 the port stays silent.")},
    {"tcp.ipv6", "filtered", N_ ("Over IPv6 the port stays silent.")},
    {"tcp.ipv4", "unreachable", N_ ("Over IPv4 the server cannot be reached.")},
    {"tcp.ipv6", "unreachable", N_ ("Over IPv6 the server cannot be reached.")},
    {"tcp.ipv4", "none", N_ ("The server has no IPv4 address.")},
    {"tcp.ipv6", "none", N_ ("The server has no IPv6 address.")},
    {"tcp.ipv4", NULL, N_ ("Over IPv4 the port does not answer.")},
    {"tcp.ipv6", NULL, N_ ("Over IPv6 the port does not answer.")},
    {"ports.open", NULL, N_ ("Other usual ports of this server that answer: {value}.")},
    {"ports.refused", NULL, N_ ("Other usual ports of this server that refuse: {value}.")},
    {"ports.silent", NULL, N_ ("Other usual ports of this server that stay silent: {value}.")},
    {"ports.unreachable", NULL,
     N_ ("Other usual ports of this server that cannot be reached: {value}.")},
    {"pairing.works", "yes", N_ ("The other kind of encryption works on this port.")},
    {"pairing.works", "no", N_ ("The other kind of encryption does not work on this port either.")},
    {"pairing.tried", "tls", N_ ("Encryption from the first byte (TLS) was tried as well.")},
    {"pairing.tried", "plain", N_ ("A start in plain text (STARTTLS) was tried as well.")},
    {"detour.answered", "no", N_ ("Nothing answered there.")},
    {"detour.answered", "yes",
     N_ ("A connection to an address that nobody has was accepted on the same port: something in between answers for others.")},
    {"detour.here", "yes", N_ ("It was accepted by a program on this computer.")},
    {"detour.here", "no", N_ ("No program on this computer accepted it.")},
    {"detour.greeted", "yes", N_ ("A mail server greeted there.")},
    {"detour.greeted", "no", N_ ("No mail server greeted there.")},
    {"smtp.starttls.elsewhere", "other-port",
     N_ ("Another port of the same server offers STARTTLS.")},
    {"smtp.starttls.elsewhere", "other-family",
     N_ ("The same port offers STARTTLS over the other kind of address (IPv4 or IPv6).")},
    {"smtp.starttls.elsewhere", "no",
     N_ ("No other port of this server can be used with STARTTLS either.")},
    {"smtp.starttls.implicit", "yes",
     N_ ("The same server speaks TLS from the first byte on another port.")},
    {"greeting.code", NULL, N_ ("The greeting came with code {value}.")},
    {"greeting.text", NULL, N_ ("The server greeted with “{value}”.")},
    {"greeting.ms", NULL, N_ ("The greeting took {value} ms.")},
    {"greeting.complete_ms", NULL, N_ ("The greeting was complete after {value} ms.")},
    {"greeting.protocol", "nothing", N_ ("The server accepted the connection and said nothing.")},
    {"greeting.protocol", NULL, N_ ("What answered speaks {value}.")},
    {"greeting.starred", "yes",
     N_ ("Stars stand in the place of the greeting’s words, as inspection boxes write them.")},
    {"greeting.first_bytes", NULL, N_ ("The first thing it said was “{value}”.")},
    {"tls.verify", "ok", N_ ("The certificate is valid for this server.")},
    {"tls.verify", "expired", N_ ("The certificate has expired.")},
    {"tls.verify", "not-yet-valid", N_ ("The certificate is not valid yet.")},
    {"tls.verify", "name-mismatch", N_ ("The certificate is made for another name.")},
    {"tls.verify", "self-signed", N_ ("The server signed its certificate itself.")},
    {"tls.verify", "chain-incomplete",
     N_ ("A certificate between the server’s and a trusted one is missing.")},
    {"tls.verify", "untrusted-issuer",
     N_ ("This computer does not know the issuer of the certificate.")},
    {"tls.verify", "revoked", N_ ("The certificate was withdrawn by its issuer.")},
    {"tls.verify", "wrong-purpose", N_ ("The certificate is not made for servers.")},
    {"tls.verify", "weak", N_ ("The certificate’s key or signature is too weak.")},
    {"tls.verify", "no-revocation-proof",
     N_ ("The proof that the certificate is not withdrawn is missing or cannot be used.")},
    /* Translators: OCSP is the name of a protocol and stays. */
    {"tls.ocsp", "none",
     N_ ("The server sent no proof (OCSP) that its certificate is not withdrawn.")},
    {"tls.ocsp", "good", N_ ("The issuer confirms that the certificate is not withdrawn (OCSP).")},
    {"tls.ocsp", "revoked",
     N_ ("The server itself sent its issuer’s word (OCSP) that the certificate is withdrawn.")},
    {"tls.ocsp", "expired",
     N_ ("The proof that the certificate is not withdrawn (OCSP) is too old to count.")},
    {"tls.ocsp", "unknown", N_ ("The issuer says (OCSP) that it does not know the certificate.")},
    {"tls.ocsp", "broken",
     N_ ("The proof that the certificate is not withdrawn (OCSP) does not fit it.")},
    {"tls.ocsp", "unsuccessful",
     N_ ("In place of the proof that the certificate is not withdrawn (OCSP), an error was sent.")},
    {"tls.ocsp.must_staple", "yes",
     N_ ("The certificate demands that the server sends this proof along.")},
    {"tls.issuer_in_store", "other-key",
     N_ ("This computer trusts an issuer of that very name, but with another key.")},
    {"tls.chain.0.issuer_address", NULL,
     N_ ("The certificate names an address where its issuer’s lies, {value}; it was not visited.")},
    {"tls.names", NULL, N_ ("Names in the certificate: {value}.")},
    {"tls.suggested_host", NULL, N_ ("The certificate would fit the name {value}.")},
    {"tls.expired_days", NULL, N_ ("Days since it expired: {value}.")},
    {"tls.chain.0.issuer", NULL, N_ ("The certificate was issued by {value}.")},
    {"tls.interceptor", NULL,
     N_ ("The certificate was made by {value}, not by the server’s own issuer.")},
    {"tls.interceptor.kind", "antivirus",
     N_ ("It was made by a protection program of this computer.")},
    {"tls.interceptor.kind", "inspection",
     N_ ("It was made by a device or service that inspects connections.")},
    {"tls.alert", NULL, N_ ("The server ended the encryption with the alert “{value}”.")},
    {"tls.error", NULL, N_ ("The encryption failed with {value}.")},
    {"tls.old_side", "server", N_ ("It is the server’s side that is too old.")},
    {"tls.old_side", "client",
     N_ ("The server offers a version that the settings of this computer do not allow.")},
    {"tls.old_side", "not-known",
     N_ ("The server does offer a version that is not too old, so something else is in the way.")},
    {"tls.versions", "none", N_ ("The port agreed to no version of TLS at all.")},
    {"tls.versions", NULL, N_ ("Versions that the port offers: {value}.")},
    {"tls.versions.cipher", "sound",
     /* Translators: "it" is the server. */
     N_ ("It chose a cipher that counts as safe.")},
    {"tls.versions.cipher", "anonymous",
     /* Translators: "it" is the server. */
     N_ ("It agrees to encryption without a certificate alone.")},
    {"tls.versions.cipher", NULL,
     /* Translators: "it" is the server, {value} the name of a cipher. */
     N_ ("Of all ciphers it chose one that no longer counts as safe ({value}).")},
    {"tls.versions.dh_bits", NULL,
     /* Translators: "its" is the server’s, {value} a number. */
     N_ ("Bits of its key exchange (Diffie-Hellman): {value}.")},
    /* Translators: TLSA is the name of a DNS record and stays; {tls.dane.published} and
     * {tls.dane.shown} are what stands in one and what should stand there. */
    {"tls.dane", "mismatch",
     N_ ("The signed TLSA record says {tls.dane.published}; the certificate shown would be "
         "{tls.dane.shown}.")},
    {"tls.dane", "good", N_ ("The certificate is the one announced in the DNS (DANE).")},
    {"tls.dane", "not-secure",
     N_ ("A TLSA record is published, but not proven by signatures here, so it does not count.")},
    {"tls.dane", "none", N_ ("The DNS announces no certificate for this port (DANE).")},
    {"tls.dane.proven_by", "local",
     N_ ("The name server that proved the record is trusted by this computer.")},
    {"tls.dane.proven_by", "network",
     N_ ("A name server in the network says that the record is proven; its word came unprotected.")},
    {"tls.changed", "verified",
     N_ ("A further connection showed another certificate, which is valid as well: several servers "
         "stand behind this name.")},
    {"tls.changed", "other",
     N_ ("A further connection showed another certificate than the first, and it cannot be trusted: "
         "one of several servers is set up differently, or somebody on the way puts a certificate in "
         "the place of the server’s.")},
    {"tls.elsewhere", "verified",
     N_ ("At {tls.elsewhere.target} the same server shows a certificate that verifies, issued by "
         "{tls.elsewhere.issuer}.")},
    {"tls.elsewhere", "other",
     N_ ("At {tls.elsewhere.target} the same server shows another certificate, which does not verify "
         "either.")},
    {"tls.elsewhere.same_names", "yes",
     N_ ("The two certificates name the same servers, and different issuers vouch for them.")},
    {"tls.elsewhere.same_names", "no", N_ ("The two certificates name different servers.")},
    {"tls.elsewhere", "same", N_ ("The other ports of the server show the same certificate.")},
    {"tls.anchor", "added",
     N_ ("The certificate that vouches for it was added to this computer; its system did not bring "
         "it.")},
    {"tls.anchor", "given", N_ ("The certificate that vouches for it was given for this test.")},
    {"tls.anchor", "distribution",
     N_ ("The certificate that vouches for it came with the system of this computer.")},
    {"tls.peeked", "smtp",
     N_ ("The server answered in plain text, as a mail server that starts without encryption.")},
    {"tls.peeked", "ftp",
     N_ ("The server answered in plain text, as a file server that starts without encryption.")},
    {"tls.peeked", "nothing", N_ ("The server did not answer the start of the encryption.")},
    {"tls.peeked", "closed",
     N_ ("The server closed the connection at the start of the encryption.")},
    {"tls.peeked", "reset", N_ ("The connection was reset at the start of the encryption.")},
    {"tls.peeked", NULL, N_ ("What answered the start of the encryption: {value}.")},
    {"tls.version", NULL, N_ ("The encryption used {value}.")},
    {"smtp.starttls", "not-offered", N_ ("The server does not offer STARTTLS.")},
    {"smtp.starttls", "garbled",
     N_ ("The word STARTTLS arrived garbled, so something on the way changes it.")},
    {"smtp.starttls", "offered", N_ ("The server offers STARTTLS.")},
    {"smtp.ehlo", "refused", N_ ("The server refused the greeting of this computer (EHLO).")},
    {"smtp.ehlo", "helo-only", N_ ("The server knows only the old greeting (HELO).")},
    {"smtp.auth.outcome", "rejected", N_ ("The login was refused.")},
    {"smtp.auth.outcome", "ok", N_ ("The login was accepted.")},
    {"smtp.auth.outcome", "not-offered", N_ ("The server offers no login.")},
    {"smtp.auth.outcome", "no-common-mechanism",
     N_ ("None of the login methods offered can be used.")},
    {"smtp.auth.outcome", "not-sent",
     N_ ("The password was not sent, because the connection was not proven safe.")},
    {"smtp.auth.outcome", "proof-wrong",
     N_ ("The server could not prove that it knows the password.")},
    {"smtp.auth.offered", NULL, N_ ("Login methods that the server offers: {value}.")},
    {"smtp.auth.other_form", "accepted", N_ ("The other form of the user name was accepted.")},
    {"smtp.auth.other_form", "rejected", N_ ("The other form of the user name was refused, too.")},
    {"smtp.reply.code", NULL, N_ ("The reply code is {value}.")},
    {"smtp.reply.enhanced", NULL, N_ ("The status code is {value}.")},
    {"smtp.reply.text", NULL, N_ ("The reply says “{value}”.")},
    {"smtp.reply.stage", "greeting",
     N_ ("The reply came right at the beginning, as the greeting.")},
    {"smtp.reply.stage", "ehlo", N_ ("The reply came when this computer gave its name (EHLO).")},
    {"smtp.reply.stage", "starttls",
     N_ ("The reply came when encryption was asked for (STARTTLS).")},
    {"smtp.reply.stage", "auth", N_ ("The reply came at the login.")},
    {"smtp.reply.stage", "mail", N_ ("The reply came when the sender was named (MAIL FROM).")},
    {"smtp.reply.stage", "rcpt", N_ ("The reply came when the recipient was named (RCPT TO).")},
    {"smtp.reply.stage", "data", N_ ("The reply came before the message was sent (DATA).")},
    {"smtp.reply.stage", "body", N_ ("The reply came after the message was sent.")},
    {"smtp.limit.retry", "works",
     N_ ("A new connection worked as soon as the others were closed.")},
    {"smtp.limit.retry", "still",
     N_ ("A new connection failed, too, although the others were closed.")},
    {"smtp.greylist.retried", "passed",
     N_ ("After the wait the same sender and recipient were accepted.")},
    {"smtp.greylist.retried", "still",
     N_ ("After the wait the same sender and recipient were still put off.")},
    {"ftp.reply.code", NULL, N_ ("The reply code is {value}.")},
    {"ftp.reply.text", NULL, N_ ("The reply says “{value}”.")},
    {"ftp.reply.stage", "greeting", N_ ("The reply came right at the beginning, as the greeting.")},
    {"ftp.reply.stage", "user", N_ ("The reply came when the user name was sent.")},
    {"ftp.reply.stage", "pass", N_ ("The reply came after the password.")},
    {"ftp.reply.stage", NULL, N_ ("The reply came at this stage: {value}.")},
    {"ftp.auth_tls", "unknown", N_ ("The server does not know AUTH TLS.")},
    {"ftp.auth_tls", "refused", N_ ("The server refused AUTH TLS.")},
    {"ftp.auth_tls.listed", "yes",
     N_ ("The server’s own list of features names AUTH TLS all the same.")},
    {"ftp.auth_tls.elsewhere", "other-family",
     N_ ("The same port takes AUTH TLS over the other kind of address (IPv4 or IPv6).")},
    {"ftp.auth_tls.elsewhere", "other-port",
     N_ ("Another port of the same server takes AUTH TLS.")},
    {"ftp.auth_tls.elsewhere", "no", N_ ("No other port of this server takes AUTH TLS either.")},
    {"ftp.auth_tls.implicit", "yes",
     N_ ("The same server speaks TLS from the first byte on another port.")},
    {"ftp.auth_tls.like_unknown", "yes",
     N_ ("The server answers AUTH TLS as it answers a command that no server knows.")},
    {"ftp.auth_tls.like_unknown", "no",
     N_ ("AUTH TLS is refused in other words than a command that no server knows.")},
    {"ftp.login.outcome", "rejected", N_ ("The login was refused.")},
    {"ftp.login.outcome", "ok", N_ ("The login was accepted.")},
    {"greeting.postponed", NULL, N_ ("The server said that it will be ready later: “{value}”.")},
    {"ftp.directory.asked", "no", N_ ("It is the folder to which the login leads.")},
    {"ftp.login.text", NULL, N_ ("The server said at the login: “{value}”.")},
    {"ftp.login.other_form", "accepted", N_ ("The other form of the user name was accepted.")},
    {"ftp.login.other_form", "rejected", N_ ("The other form of the user name was refused, too.")},
    {"ftp.data.state", "refused", N_ ("The data connection was refused.")},
    {"ftp.data.state", "filtered", N_ ("The data connection stayed silent.")},
    {"ftp.data.state", "unreachable", N_ ("The data connection could not reach its address.")},
    {"ftp.data.state", "open", N_ ("The data connection came about.")},
    {"ftp.control", NULL,
     N_ ("The server hung up on the first connection before the transfer had come to its end.")},
    {"ftp.data.rule_here", NULL,
     N_ ("A rule of this computer’s own firewall stops the data connection: {value}.")},
    {"ftp.data.outcome", "failed", N_ ("The data connection failed.")},
    {"ftp.data.outcome", "cut", N_ ("The transfer was cut before its end.")},
    {"ftp.passive.address", NULL, N_ ("For passive mode the server named the address {value}.")},
    {"ftp.passive.address_kind", "private",
     N_ ("The address named for passive mode is a private one, which only the "
         "server’s own network can reach.")},
    {"ftp.passive.mode", NULL, N_ ("The passive mode that was used: {value}.")},
    {"ftp.protection", "refused", N_ ("The server refused to protect the data connection.")},
    {"ftp.active.address_kind", "private",
     N_ ("This computer has a private address, which the server can reach only through a router "
         "that forwards.")},
    {"ftp.active.dropped_here", NULL,
     N_ ("Packets that this computer itself dropped while the server should have connected: "
         "{value}.")},
    {"ftp.idle_limit_s", NULL, N_ ("The server closes silent sessions after {value} seconds.")},
    {"ftp.sessions.accepted", NULL,
     N_ ("Connections that the server accepted at the same time: {value}.")},
    {"ftp.plain_words", NULL,
     N_ ("In the middle of the encryption, a reply in plain text came: “{value}”.")},
    {"ftp.helper", "none-seen", N_ ("No helper for FTP was seen at work on the way.")},
    {"ftp.helper", "rewrites",
     N_ ("A helper for FTP on the way replaces the address of this computer.")},
    {"ftp.helper", "spoils",
     N_ ("A helper for FTP on the way spoils the address of this computer: written another way, it "
         "was accepted.")},
    {"http.proxy.outcome", "login-needed", N_ ("The proxy asks for a login.")},
    {"http.proxy.outcome", "refused", N_ ("The proxy refuses to connect to the site.")},
    {"http.proxy.outcome", "failed", N_ ("The proxy says that it did not reach the site.")},
    {"http.proxy.outcome", "no-address", N_ ("The name of the proxy has no address.")},
    {"http.proxy.outcome", "not-http", N_ ("What answers at the proxy’s address is no web proxy.")},
    {"http.proxy.outcome", "not-socks",
     N_ ("What answers at the proxy’s address is no SOCKS proxy.")},
    {"http.proxy.outcome", "tls-failed", N_ ("The proxy does not speak TLS.")},
    {"http.proxy.outcome", "not-trusted",
     N_ ("The proxy’s certificate does not hold, so nothing was said to it.")},
    {"http.proxy.outcome", "rejected",
     N_ ("The proxy gives no way to the site, and does not say whether it may not or could not.")},
    {"http.proxy.outcome", "not-known",
     N_ ("The settings of this computer do not say in time which proxy to use.")},
    {"http.proxy.outcome", NULL, N_ ("The proxy does not answer.")},
    /* Translators: {value} is one word such as expired or name-mismatch. */
    {"http.proxy.verify", NULL, N_ ("The certificate of the proxy: {value}.")},
    {"http.proxy.direct", "open", N_ ("Without the proxy the site can be reached.")},
    {"http.proxy.direct", NULL, N_ ("Without the proxy the site cannot be reached either.")},
    {"http.proxy", NULL, N_ ("The page was asked for through the proxy {value}.")},
    {"http.body_whole", "no", N_ ("The page broke off before its end.")},
    {"http.status", NULL, N_ ("The status is {value}.")},
    {"http.first_status", NULL,
     N_ ("The first answer, before the request was repeated, was {value}.")},
    {"http.version", NULL, N_ ("The answer came over {value}.")},
    {"http.fresh.status", "421", N_ ("A fresh connection with the right name gets 421, too.")},
    {"http.fresh.status", NULL, N_ ("A fresh connection with the right name gets {value}.")},
    {"http.direct.status", "421", N_ ("Without the proxy the answer is 421, too.")},
    {"http.direct.status", NULL, N_ ("Without the proxy the answer is {value}.")},
    {"http.address.works", NULL, N_ ("At another address, {value}, the same request works.")},
    {"http.unknown.status", "421",
     N_ ("A name that nobody has gets 421 as well, so the server treats this one as unknown.")},
    {"http.unknown.status", NULL,
     N_ ("A name that nobody has gets {value}, so the server does know this one.")},
    {"http.shared.status", NULL,
     N_ ("Over a connection made for another name of the server the answer is {value}.")},
    /* Translators: HTTP/1.1 and HTTP/2 are versions of the language of web servers. */
    {"http.frames", "http1",
     N_ ("HTTP/2 was agreed on, and the server answers in words of HTTP/1.1.")},
    {"http.frames", "nothing", N_ ("Greeted in HTTP/2, the server says nothing.")},
    {"http.frames", "ok", N_ ("Greeted in HTTP/2, the server answers properly.")},
    {"http.frames", NULL, N_ ("HTTP/2 was agreed on, and what the server says is not HTTP/2.")},
    {"http.auth.outcome", "rejected", N_ ("The login was refused.")},
    {"http.auth.outcome", "redirected",
     N_ ("After the login the server sends on to another page.")},
    {"http.auth.outcome", "not-known",
     N_ ("The answer to the login does not say whether it is right.")},
    {"http.auth.outcome", NULL, N_ ("The login did not come to an end.")},
    {"http.redirect.outcome", "loop",
     N_ ("A redirect leads back to an address that was asked before.")},
    {"http.redirect.outcome", "too-many", N_ ("There are more than five redirects in a row.")},
    {"http.redirect.outcome", "downgrade",
     N_ ("A redirect leads from an encrypted page to an unencrypted one.")},
    {"http.redirect.outcome", "private-address",
     N_ ("A redirect leads to an address that only a local network has.")},
    {"http.redirect.outcome", "refused-scheme",
     N_ ("A redirect leads to something that is no web address.")},
    {"http.redirect.outcome", "no-address", N_ ("A redirect leads to a name that has no address.")},
    {"http.redirect.outcome", "unreachable",
     N_ ("A redirect leads to a port where nobody answers.")},
    {"http.redirect.outcome", "same-site",
     N_ ("A redirect leads to another page of the same site.")},
    {"http.redirect.outcome", "other-site", N_ ("A redirect leads to another site.")},
    {"http.redirect.location", NULL, N_ ("The redirect names {value}.")},
    {"http.reply.text", NULL, N_ ("The reply says “{value}”.")},
    {"tcp.stalled", "sending",
     N_ ("Small pieces got through, a large one was sent again and again in vain.")},
    {"tcp.stalled", "receiving",
     N_ ("Small pieces came through, a large one before them is missing.")},
    {"tcp.icmp", "prohibited", N_ ("A message came back: the connection is not allowed.")},
    {"tcp.icmp", "port-unreachable",
     N_ ("A message of a firewall came back: this port is not reachable.")},
    {"tcp.icmp", "host-unreachable", N_ ("A message came back: the computer cannot be reached.")},
    {"tcp.icmp", "net-unreachable", N_ ("A message came back: the network cannot be reached.")},
    {"tcp.refused_by", "here",
     /* Translators: who sent the message or refusal just named. */
     N_ ("This computer itself said so.")},
    {"tcp.refused_by", "host",
     /* Translators: who sent the message or refusal just named. */
     N_ ("The server itself said so.")},
    {"tcp.refused_by", "way",
     /* Translators: who sent the message or refusal just named. */
     N_ ("A device on the way said so.")},
    {"tcp.nearer", "yes",
     N_ ("The refusal came much sooner than the server itself can answer: somebody nearer sent it.")},
    {"host.echo", "yes", N_ ("The computer answers a ping: it is there.")},
    {"host.echo", "no", N_ ("The computer does not answer a ping.")},
    {"host.echo", "not-known", N_ ("A ping could not be sent.")},
    {"host.neighbour", "answers", N_ ("Another computer of the same network answers.")},
    {"host.reference", "answers", N_ ("The host to compare with answers.")},
    {"host.reference", "silent", N_ ("The host to compare with does not answer either.")},
    {"host.ipv4", "answers", N_ ("Over IPv4 the server answers.")},
    {"host.ipv4", "silent", N_ ("Over IPv4 the server does not answer either.")},
    {"host.ipv6", "answers", N_ ("Over IPv6 the server answers.")},
    {"host.ipv6", "silent", N_ ("Over IPv6 the server does not answer either.")},
    {"path.small_packets", "works",
     N_ ("Tried again with small packets only, the encryption came about at once.")},
    {"path.small_packets", "fails", N_ ("With small packets only, it stalled as well.")},
    {"path.small_text", "works",
     N_ ("As much as the message arrives in small packets, and does not in large ones.")},
    {"path.small_text", "lossy",
     N_ ("As much as the message arrives in small packets, though not at once, and does not in "
         "large ones.")},
    {"path.small_text", "both",
     N_ ("As much as the message arrived a moment later, in large packets, too.")},
    {"path.small_text", "fails",
     N_ ("As much as the message does not arrive in small packets either.")},
    {"path.again", NULL,
     /* Translators: {value} is a number. */
     N_ ("Packets of this test that had to be sent again: {value}.")},
    {"path.sent", NULL,
     /* Translators: {value} is a number. */
     N_ ("Packets that this test sent: {value}.")},
    {"path.lost_percent", NULL, N_ ("Sent again in this test, in percent: {value}.")},
    {"tcp.retransmits", NULL, N_ ("Pieces that had to be sent again: {value}.")},
    {"tcp.lost_percent", NULL, N_ ("Sent again, in percent of all: {value}.")},
    {"step.failure", "timeout", N_ ("Nothing came until the limit of the step.")},
    {"step.failure", "too-slow", N_ ("Something came, but too slowly to end within the limit.")},
    {"step.failure", "closed", N_ ("The server closed the connection.")},
    {"step.failure", "closed-partway", N_ ("The connection ended in the middle of a line.")},
    {"step.failure", "reset", N_ ("The connection was reset.")},
    {"step.failure", "invalid-reply", N_ ("What came is not a valid reply.")},
    {"step.failure", "line-too-long", N_ ("A line of the reply never ended.")},
    {"step.failure", "reply-too-long", N_ ("The reply never ended.")},
    {"step.failure", "injected", N_ ("Text arrived at a moment when nobody may send anything.")},
    {"step.failure", "tls", N_ ("The encryption could not be agreed.")},
    {"step.failure", "not-offered", N_ ("The server does not offer what is needed.")},
    {"step.failure", "not-allowed", N_ ("The test did not go on, for safety.")},
    {"account.differs", NULL,
     N_ ("The tested settings differ from those that the provider publishes.")},
    {"account.source", "provider-table",
     N_ ("The settings come from the list of known providers.")},
    {"account.source", "autoconfig", N_ ("The provider publishes the settings itself.")},
    {"account.source", "public-database",
     N_ ("The settings come from the public database of mail settings.")},
    {"account.source", "srv", N_ ("The settings are published by the domain.")},
    {"account.source", "mx-provider",
     N_ ("The settings are those of the provider that receives the mail of this domain.")},
    {"account.source", "none", N_ ("No published settings were found.")},
    {"account.source", NULL, N_ ("The settings are a guess.")},
    {"account.publishes_host", NULL, N_ ("The provider publishes the server {value}.")},
    {"account.publishes_port", NULL, N_ ("The provider publishes the port {value}.")},
    {"account.publishes_security", "tls",
     N_ ("The provider publishes encryption from the first byte (TLS).")},
    {"account.publishes_security", "starttls", N_ ("The provider publishes STARTTLS.")},
    {"account.publishes_user", "address",
     N_ ("The provider publishes the whole mail address as the user name.")},
    {"account.publishes_user", "plain",
     N_ ("The provider publishes the part before the @ as the user name.")},
    {"account.publishes_auth", "oauth2",
     N_ ("The provider publishes a sign-in through the browser (OAuth), not a password.")},
    {"account.notes", NULL, N_ ("The provider’s notes on this account: {value}.")},
    {"user.vpn_off", "yes", N_ ("You said that the VPN was off.")},
    {"user.firewall_off", "yes", N_ ("You said that the firewall was off.")},
    {"user.antivirus_off", "yes", N_ ("You said that the antivirus program was off.")},
    {"user.other_network", "yes", N_ ("You said that this was another network.")},
    {"account.null_mx", "yes", N_ ("The domain says that it takes no mail at all.")},
    {"dns.address_kind", "public", N_ ("The address is a public one.")},
    {"dns.address_kind", "private",
     N_ ("The address is a private one, which only its own network can reach.")},
    {"dns.address_kind", NULL, N_ ("The address is of a special kind: {value}.")},
    {"dns.mx", "yes", N_ ("The name has servers for incoming mail, but no address of its own.")},
    {"dns.source", "dns", N_ ("The name servers gave the address.")},
    {"dns.source", "override", N_ ("The address was given by hand.")},
    {"dns.source", "system", N_ ("Only this computer’s own list of names knew the address.")},
    {"dns.system", NULL, N_ ("What programs on this computer are told about the name: {value}.")},
    {"ftp.active.mode", NULL, N_ ("Active mode was used ({value}).")},
    {"ftp.data.resumed", "no",
     N_ ("The data connection did not take up the TLS session of the first connection.")},
    {"ftp.data.resumed", "yes",
     N_ ("The data connection took up the TLS session of the first connection.")},
    {"ftp.data.state", NULL, N_ ("The data connection could not be opened.")},
    {"ftp.data.tls", "failed", N_ ("The encryption of the data connection failed.")},
    {"ftp.data.tls", "plaintext", N_ ("Plain text came where encrypted data were agreed.")},
    {"ftp.login.outcome", "not-sent",
     N_ ("The password was not sent, because the connection was not proven safe.")},
    {"ftp.passive.address_kind", "same",
     N_ ("The address named for passive mode is that of the server itself.")},
    {"ftp.passive.address_kind", "public",
     N_ ("The address named for passive mode is a public one, but not the server’s.")},
    {"ftp.passive.address_kind", NULL,
     N_ ("The address named for passive mode is of a kind that cannot be reached: "
         "{value}.")},
    {"ftp.passive.port", NULL, N_ ("For passive mode the server named the port {value}.")},
    {"pairing.tried", NULL, N_ ("Another kind of encryption was tried as well ({value}).")},
    {"port.465.state", NULL, N_ ("State of port 465: {value}.")},
    {"port.587.state", NULL, N_ ("State of port 587: {value}.")},
    {"ports.tried", NULL, N_ ("Other ports that were looked at: {value}.")},
    {"smtp.auth.outcome", "challenge-invalid",
     N_ ("What the server asked at the login cannot be answered.")},
    {"smtp.auth.outcome", NULL, N_ ("The login did not come to an end.")},
    {"step.failure", "refused", N_ ("The connection was refused.")},
    {"step.failure", "filtered", N_ ("Nothing answered at all.")},
    {"step.failure", "unreachable", N_ ("The network says that the address cannot be reached.")},
    {"step.failure", "network", N_ ("The network reported an error.")},
    {"step.failure", "reply", N_ ("The server said no.")},
    {"step.failure", "redirect", N_ ("The server sends on to where this test does not follow.")},
    {"step.failure", "name", N_ ("There is no address for the name.")},
    {"step.failure", "cancelled", N_ ("The test was stopped.")},
    {"step.failure", NULL, N_ ("The step failed ({value}).")},
    {"tcp.connect_ms", NULL, N_ ("Connecting took {value} ms.")},
    {"text.earlier", "yes", N_ ("The message that you had before the test says so.")},
    {"text.earlier", NULL,
     N_ ("The message that you had before the test says so, with the code {value}.")},
    {"tls.chain.length", NULL, N_ ("Certificates that the server showed: {value}.")},
    {"tls.client_certificate_requested", "yes",
     N_ ("The server asked for a certificate of this side.")},
    {"tls.mode", "implicit", N_ ("Encryption was used from the first byte (TLS).")},
    {"tls.mode", "starttls",
     N_ ("The connection began in plain text and asked for encryption (STARTTLS).")},
    {"tls.mode", "none", N_ ("No encryption was used.")},
    {"tls.peeked_text", NULL, N_ ("Its first words were “{value}”.")},
    {"tls.state", "ok", N_ ("The connection is encrypted.")},
    {"tls.state", "failed", N_ ("The encryption could not be agreed.")},
    {"tls.state", "not-tried", N_ ("Encryption was not tried.")},
    {"tls.verify", "bad-signature", N_ ("The signature of the certificate is wrong.")},
    {"tls.verify", "not-verifiable",
     N_ ("The certificate cannot be checked: it is too large, or its chain is too long.")},
    {"tls.verify", "no-certificate", N_ ("The server showed no certificate.")},
    {"tls.verify", "not-tested", N_ ("The certificate was not checked.")},
};

static const char *
find_name (const char *fact)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].fact, fact) == 0)
      return names[i].text;
  return NULL;
}

const char *
tl_explain_fact_name (const char *fact, const TlCatalog *catalog)
{
  const char *name = find_name (fact);

  return name != NULL ? tl_catalog_get (catalog, name) : fact;
}

static const char *
find_among (const TlFactText *list, gsize n, const char *fact, const char *value)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (list[i].fact, fact) == 0 &&
        (list[i].value == NULL || strcmp (list[i].value, value) == 0))
      return list[i].text;
  return NULL;
}

static const char *
find_sentence (const char *fact, const char *value)
{
  const TlFactText *list = sentences;
  gsize n = G_N_ELEMENTS (sentences);

  if (g_str_has_prefix (fact, "domain."))
    list = tl_explain_list_domain_facts (&n);
  else if (g_str_has_prefix (fact, "local."))
    list = tl_explain_list_computer_facts (&n);
  return find_among (list, n, fact, value);
}

char *
tl_words_because (TlWords *self, const char *fact, const char *value)
{
  const char *sentence = find_sentence (fact, value);
  char *text;

  self->value = value;
  if (sentence != NULL)
    text = tl_words_fill (self, sentence, NULL);
  else
    /* Translators: {title} is the name of something that was seen, {value} what it was. */
    text =
        tl_words_fill (self, N_ ("{title}: {value}."), tl_explain_fact_name (fact, self->catalog));
  self->value = NULL;
  return text;
}

char *
tl_explain_change (const char *fact, const char *value, const TlCatalog *catalog)
{
  g_autofree char *visible = tl_text_make_visible (value, strlen (value), MOST_CHARS);
  const char *sentence = find_sentence (fact, value);
  TlWords words;
  char *text = NULL;

  if (find_name (fact) == NULL)
    return NULL;
  if (*value == '\0')
    return g_strdup ("–");
  tl_words_init (&words, NULL, catalog);
  words.value = visible;
  if (sentence != NULL)
    text = tl_words_fill (&words, sentence, NULL);
  /* A sentence with a gap says less than the bare value. */
  if (text == NULL || words.missing) {
    g_free (text);
    text = tl_text_isolate (visible);
  }
  tl_words_clear (&words);
  return text;
}

char *
tl_explain_failure (const char *failure, const TlCatalog *catalog)
{
  TlWords words;
  char *text;

  tl_words_init (&words, NULL, catalog);
  text = tl_words_because (&words, "step.failure", failure);
  tl_words_clear (&words);
  return text;
}
