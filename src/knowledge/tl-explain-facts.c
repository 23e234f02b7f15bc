/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Facts in words: their names, and a sentence for each that speaks for or against a cause. */
#include "tl-explain.h"

#include <string.h>

#include "tl-words.h"

typedef struct {
  const char *fact;
  const char *value; /* (nullable) the sentence is for this value alone */
  const char *text;
} FactText;

static const FactText names[] = {
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
    {"greeting.protocol", NULL, N_ ("What answered")},
    {"tls.state", NULL, N_ ("Encryption")},
    {"tls.version", NULL, N_ ("Version of TLS")},
    {"tls.cipher", NULL, N_ ("Cipher")},
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
    {"http.status", NULL, N_ ("Status")},
    {"http.reply.text", NULL, N_ ("Words of the server")},
    {"local.vpn", NULL, N_ ("VPN")},
    {"local.proxy", NULL, N_ ("Proxy")},
    {"local.firewall", NULL, N_ ("Firewall")},
    {"local.antivirus", NULL, N_ ("Antivirus")},
    {"local.clock_offset_s", NULL, N_ ("Clock differs by (s)")},
    {"local.route.host", NULL, N_ ("Route to the server")},
    {"step.failure", NULL, N_ ("Reason of the failure")},
    {"text.program", NULL, N_ ("Program")},
    {"text.host", NULL, N_ ("Reporting host")},
    {"text.recipient", NULL, N_ ("Recipient")},
    {"text.words", NULL, N_ ("Words that decided")},
};

/* Those with a value first. {value} is what was seen. */
static const FactText sentences[] = {
    {"dns.outcome", "ok", N_ ("The name was found.")},
    {"dns.outcome", "no-such-name", N_ ("The name servers say that this name does not exist.")},
    {"dns.outcome", "no-address", N_ ("The name exists but has no address.")},
    {"dns.outcome", "servfail", N_ ("The name server could not answer (SERVFAIL).")},
    {"dns.outcome", "refused", N_ ("The name server refused the question.")},
    {"dns.outcome", "silent", N_ ("The name server did not answer at all.")},
    {"dns.outcome", "rewritten",
     N_ ("The name server gives addresses to names that do not exist.")},
    {"dns.points_here", "yes", N_ ("The name leads to this computer itself.")},
    {"dns.name", NULL, N_ ("The name that was looked up: {value}.")},
    {"dns.near_name", NULL, N_ ("A name close to it exists: {value}.")},
    {"dns.source", "literal", N_ ("An address was given instead of a name.")},
    {"tcp.state", "open", N_ ("The port accepts connections.")},
    {"tcp.state", "refused", N_ ("The connection was refused at once.")},
    {"tcp.state", "filtered",
     N_ ("The port stayed silent: something on the way drops the connection.")},
    {"tcp.state", "unreachable", N_ ("The network says that the server cannot be reached.")},
    {"tcp.state", "unknown", N_ ("Nothing answered within the limit.")},
    {"tcp.at_once", "yes", N_ ("The failure came faster than any answer from another network.")},
    {"tcp.errno", NULL, N_ ("The system reported {value}.")},
    {"tcp.port", NULL, N_ ("The port that was tried: {value}.")},
    {"tcp.ipv4", "open", N_ ("Over IPv4 the port answers.")},
    {"tcp.ipv6", "open", N_ ("Over IPv6 the port answers.")},
    {"tcp.ipv4", NULL, N_ ("Over IPv4 the port does not answer ({value}).")},
    {"tcp.ipv6", NULL, N_ ("Over IPv6 the port does not answer ({value}).")},
    {"ports.open", NULL, N_ ("Other usual ports of this server that answer: {value}.")},
    {"ports.refused", NULL, N_ ("Other usual ports of this server that refuse: {value}.")},
    {"ports.silent", NULL, N_ ("Other usual ports of this server that stay silent: {value}.")},
    {"ports.unreachable", NULL,
     N_ ("Other usual ports of this server that cannot be reached: {value}.")},
    {"pairing.works", "yes", N_ ("The other kind of encryption works on this port.")},
    {"pairing.works", "no", N_ ("The other kind of encryption does not work on this port either.")},
    {"pairing.tried", "tls", N_ ("Encryption from the first byte (TLS) was tried as well.")},
    {"pairing.tried", "plain", N_ ("A start in plain text (STARTTLS) was tried as well.")},
    {"greeting.code", NULL, N_ ("The greeting came with code {value}.")},
    {"greeting.text", NULL, N_ ("The server greeted with “{value}”.")},
    {"greeting.ms", NULL, N_ ("The greeting took {value} ms.")},
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
    {"tls.names", NULL, N_ ("Names in the certificate: {value}.")},
    {"tls.suggested_host", NULL, N_ ("The certificate would fit the name {value}.")},
    {"tls.expired_days", NULL, N_ ("Days since it expired: {value}.")},
    {"tls.chain.0.issuer", NULL, N_ ("The certificate was issued by {value}.")},
    {"tls.alert", NULL, N_ ("The server ended the encryption with the alert “{value}”.")},
    {"tls.error", NULL, N_ ("The encryption failed with {value}.")},
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
     N_ ("The word STARTTLS arrived spoilt, so something on the way changes it.")},
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
    {"smtp.reply.stage", "greeting", N_ ("It came right at the beginning, as the greeting.")},
    {"smtp.reply.stage", "ehlo", N_ ("It came when this side gave its name (EHLO).")},
    {"smtp.reply.stage", "starttls", N_ ("It came when encryption was asked for (STARTTLS).")},
    {"smtp.reply.stage", "auth", N_ ("It came at the login.")},
    {"smtp.reply.stage", "mail", N_ ("It came when the sender was named (MAIL FROM).")},
    {"smtp.reply.stage", "rcpt", N_ ("It came when the recipient was named (RCPT TO).")},
    {"smtp.reply.stage", "data", N_ ("It came before the message was sent (DATA).")},
    {"smtp.reply.stage", "body", N_ ("It came after the message was sent.")},
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
    {"ftp.reply.stage", "greeting", N_ ("It came right at the beginning, as the greeting.")},
    {"ftp.reply.stage", "user", N_ ("It came when the user was named.")},
    {"ftp.reply.stage", "pass", N_ ("It came after the password.")},
    {"ftp.reply.stage", NULL, N_ ("It came at this stage: {value}.")},
    {"ftp.auth_tls", "unknown", N_ ("The server does not know AUTH TLS.")},
    {"ftp.auth_tls", "refused", N_ ("The server refused AUTH TLS.")},
    {"ftp.login.outcome", "rejected", N_ ("The login was refused.")},
    {"ftp.login.outcome", "ok", N_ ("The login was accepted.")},
    {"ftp.data.state", "refused", N_ ("The data connection was refused.")},
    {"ftp.data.state", "filtered", N_ ("The data connection stayed silent.")},
    {"ftp.data.state", "unreachable", N_ ("The data connection could not reach its address.")},
    {"ftp.data.outcome", "failed", N_ ("The data connection failed.")},
    {"ftp.data.outcome", "cut", N_ ("The transfer was cut before its end.")},
    {"ftp.passive.address", NULL, N_ ("For passive mode the server named the address {value}.")},
    {"ftp.passive.address_kind", "private",
     N_ ("That address is a private one, which only the server’s own network can reach.")},
    {"ftp.passive.mode", NULL, N_ ("The passive mode that was used: {value}.")},
    {"ftp.protection", "refused", N_ ("The server refused to protect the data connection.")},
    {"http.status", NULL, N_ ("The status is {value}.")},
    {"http.reply.text", NULL, N_ ("The reply says “{value}”.")},
    {"local.connections", "0", N_ ("This computer had no other connection to the server.")},
    {"local.connections", NULL,
     N_ ("Connections that this computer had open to the server already: {value}.")},
    {"local.vpn", "no", N_ ("No VPN was seen.")},
    {"local.vpn", NULL, N_ ("A VPN is active: {value}.")},
    {"local.vpn.default_route", "yes", N_ ("The way to the server leads through the VPN.")},
    {"local.proxy", NULL, N_ ("A proxy is set: {value}.")},
    {"local.firewall", "none-seen", N_ ("No firewall was seen on this computer.")},
    {"local.firewall", NULL, N_ ("A firewall is active on this computer: {value}.")},
    {"local.firewall.rule", NULL, N_ ("A rule of the firewall fits: {value}.")},
    {"local.antivirus", NULL, N_ ("A program that may inspect connections was seen: {value}.")},
    {"local.route.host", "none", N_ ("This computer has no route to the server.")},
    {"local.route.host", "prohibited",
     N_ ("A rule on this computer forbids the route to the server.")},
    {"local.route.host", "blackhole",
     N_ ("A rule on this computer drops everything on the route to the server.")},
    {"local.route.ipv4", "no", N_ ("This computer has no way out over IPv4.")},
    {"local.route.ipv6", "no", N_ ("This computer has no way out over IPv6.")},
    {"local.clock_offset_s", NULL, N_ ("The clock of this computer differs by {value} seconds.")},
    {"step.failure", "timeout", N_ ("Nothing came until the limit of the step.")},
    {"step.failure", "too-slow", N_ ("Something came, but too slowly to end within the limit.")},
    {"step.failure", "closed", N_ ("The server closed the connection.")},
    {"step.failure", "closed-partway", N_ ("The connection ended in the middle of a line.")},
    {"step.failure", "reset", N_ ("The connection was reset.")},
    {"step.failure", "invalid-reply", N_ ("What came is no valid reply.")},
    {"step.failure", "line-too-long", N_ ("A line of the reply never ended.")},
    {"step.failure", "reply-too-long", N_ ("The reply never ended.")},
    {"step.failure", "injected", N_ ("Something spoke where nothing may speak.")},
    {"step.failure", "tls", N_ ("The encryption could not be agreed.")},
    {"step.failure", "not-offered", N_ ("The server does not offer what is needed.")},
    {"step.failure", "not-allowed", N_ ("The test did not go on, for safety.")},
    {"account.differs", NULL, N_ ("What differs from what the provider publishes: {value}.")},
    {"account.publishes_host", NULL, N_ ("The provider publishes the server {value}.")},
    {"account.publishes_port", NULL, N_ ("The provider publishes the port {value}.")},
    {"account.notes", NULL, N_ ("The provider’s notes on this account: {value}.")},
    {"user.vpn_off", "yes", N_ ("You said that the VPN was off.")},
    {"user.firewall_off", "yes", N_ ("You said that the firewall was off.")},
    {"user.antivirus_off", "yes", N_ ("You said that the antivirus program was off.")},
    {"user.other_network", "yes", N_ ("You said that this was another network.")},
};

const char *
tl_explain_fact_name (const char *fact, const TlCatalog *catalog)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].fact, fact) == 0)
      return tl_catalog_get (catalog, names[i].text);
  return fact;
}

static const char *
find_sentence (const char *fact, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strcmp (sentences[i].fact, fact) == 0 &&
        (sentences[i].value == NULL || strcmp (sentences[i].value, value) == 0))
      return sentences[i].text;
  return NULL;
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
