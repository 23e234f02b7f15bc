/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps in words: a title for each, and a line that says how it went. */
#include "tl-explain.h"

#include <string.h>

#include "tl-words.h"

typedef struct {
  const char *id;
  const char *title;
  const char *good;    /* (nullable) detail where it went well; left out where a fact is missing */
  const char *instead; /* (nullable) where one of its facts is missing */
} StepText;

static const StepText steps[] = {
    /* Translators: the title of a step is short, like "Connecting"; {ms} is a time in milliseconds. */
    {"dns.resolve", N_ ("Looking up the name"), N_ ("{dns.name} has the address {dns.address.0}."),
     N_ ("The name was found.")},
    {"dns.names", N_ ("Looking at the names again"), NULL, NULL},
    {"tcp.connect", N_ ("Connecting to the server"),
     N_ ("{target} answered in {tcp.connect_ms} ms."), N_ ("The server answered.")},
    {"ports.siblings", N_ ("Looking at the other ports"),
     N_ ("Open: {ports.open}, refused: {ports.refused}, silent: {ports.silent}."), NULL},
    {"detour.nobody", N_ ("Trying an address that nobody has"), N_ ("Nothing answered there."),
     NULL},
    /* Translators: {target} is an address with a port; {survey.ways} is a list of words out of tls,
     * starttls, none. */
    {"survey.port", N_ ("Trying a port"), N_ ("{target} can be used: {survey.ways}."), NULL},
    {"pairing.other", N_ ("Trying the other kind of encryption"), NULL, NULL},
    {"pairing.silent", N_ ("Waiting on a connection without a word of ours"), NULL, NULL},
    {"pairing.starttls", N_ ("Trying a start in plain text"), NULL, NULL},
    {"host.echo", N_ ("Asking whether the computer is there"), NULL, NULL},
    {"host.reference", N_ ("Trying the host to compare with"), NULL, NULL},
    {"host.other-family", N_ ("Trying the other kind of address"), NULL, NULL},
    {"path.sample", N_ ("Measuring how much gets lost"),
     /* Translators: {path.sent} and {path.again} are numbers. */
     N_ ("Of {path.sent} packets {path.again} had to be sent again."), NULL},
    {"path.small-packets", N_ ("Trying once more with small packets"),
     N_ ("With small packets, the encryption came about."), NULL},
    {"path.small-text", N_ ("Sending as much in small packets"),
     N_ ("It arrived in small packets alone."), NULL},
    {"tls.handshake", N_ ("Agreeing on encryption"),
     N_ ("{tls.version}; the certificate is valid for this server."),
     N_ ("The connection is encrypted.")},
    {"smtp.greeting", N_ ("Waiting for the server’s greeting"),
     N_ ("{greeting.host} answered after {greeting.ms} ms."), N_ ("The server greeted.")},
    {"smtp.ehlo", N_ ("Asking what the server can do"), N_ ("It offers: {smtp.extensions}."), NULL},
    {"smtp.starttls", N_ ("Asking for encryption"), N_ ("The server agreed to encrypt."), NULL},
    {"smtp.ehlo.tls", N_ ("Asking again under encryption"), N_ ("It offers: {smtp.extensions}."),
     NULL},
    {"smtp.auth", N_ ("Signing in"),
     N_ ("User name and password were accepted ({smtp.auth.mechanism})."),
     N_ ("User name and password were accepted.")},
    {"smtp.mail", N_ ("Naming the sender"), N_ ("The sender was accepted."), NULL},
    {"smtp.rcpt", N_ ("Naming the recipient"), N_ ("The recipient was accepted."), NULL},
    {"smtp.data", N_ ("Starting the message"), N_ ("The server waits for the message."), NULL},
    {"smtp.message", N_ ("Sending the test message"), N_ ("The test message was accepted."), NULL},
    {"smtp.rset", N_ ("Taking the trial back"), N_ ("Nothing was sent."), NULL},
    {"smtp.quit", N_ ("Saying goodbye"), NULL, NULL},
    {"smtp.sessions", N_ ("Opening several connections"),
     N_ ("{smtp.sessions.accepted} of {smtp.sessions.asked} connections were accepted."), NULL},
    {"smtp.greylist", N_ ("Waiting before the second attempt"),
     N_ ("Waited {smtp.greylist.waited_s} seconds."), NULL},
    {"ftp.greeting", N_ ("Waiting for the server’s greeting"),
     N_ ("The server greeted after {greeting.ms} ms."), N_ ("The server greeted.")},
    {"ftp.auth-tls", N_ ("Asking for encryption"), N_ ("The server agreed to encrypt."), NULL},
    {"ftp.feat", N_ ("Asking what the server can do"), N_ ("It offers: {ftp.features}."), NULL},
    {"ftp.login", N_ ("Signing in"), N_ ("User name and password were accepted."), NULL},
    {"ftp.login.other-form", N_ ("Signing in with the other form of the user name"),
     N_ ("User name and password were accepted."), NULL},
    {"ftp.protection", N_ ("Protecting the transfers"), N_ ("Transfers will be encrypted."), NULL},
    {"ftp.pwd", N_ ("Asking for the folder"), N_ ("The folder is {ftp.directory}."), NULL},
    {"ftp.data.passive", N_ ("Opening a data connection (passive)"),
     N_ ("The data connection stands ({ftp.passive.mode})."), NULL},
    {"ftp.data.active", N_ ("Opening a data connection (active)"),
     N_ ("The data connection stands."), NULL},
    {"ftp.list", N_ ("Listing the folder"), N_ ("{ftp.list.bytes} bytes of listing arrived."),
     NULL},
    {"ftp.channels", N_ ("Trying the other kinds of data connection"),
     N_ ("The best that works: {ftp.channels.best}."), NULL},
    {"ftp.upload", N_ ("Storing a small file"), N_ ("The file was stored, compared and deleted."),
     NULL},
    {"ftp.sessions", N_ ("Opening several connections"),
     N_ ("{ftp.sessions.accepted} of {ftp.sessions.asked} connections were accepted."), NULL},
    {"ftp.quit", N_ ("Saying goodbye"), NULL, NULL},
    {"http.proxy", N_ ("Connecting to the proxy"),
     /* Translators: {http.proxy} is the address of a proxy. */
     N_ ("{http.proxy} lets the request through."), NULL},
    {"http.request", N_ ("Asking for the page"),
     /* Translators: {http.version} is HTTP/1.1 or HTTP/2, {http.status} a number, 200 for example. */
     N_ ("The answer is {http.status} over {http.version}."), N_ ("The server answered.")},
    {"http.auth", N_ ("Signing in"), N_ ("User name and password were accepted."), NULL},
    {"http.compare.fresh", N_ ("Asking again over a fresh connection"),
     N_ ("The answer is {http.fresh.status}."), NULL},
    {"http.compare.direct", N_ ("Asking without the proxy"),
     N_ ("The answer is {http.direct.status}."), NULL},
    {"http.compare.address", N_ ("Asking another address of this name"),
     N_ ("The answer is {http.address.status}."), NULL},
    {"http.compare.unknown", N_ ("Asking for a name that nobody has"),
     N_ ("The answer is {http.unknown.status}."), NULL},
    {"http.compare.name", N_ ("Asking for another name of this server"),
     N_ ("{http.name.asked} gets the answer {http.name.status}."),
     N_ ("The answer is {http.name.status}.")},
    {"http.compare.shared", N_ ("Asking over a connection made for another name"),
     N_ ("The answer is {http.shared.status}."), NULL},
    /* Translators: HTTP/2 is a version of the language of web servers. */
    {"http.compare.http1", N_ ("Asking in HTTP/1.1 instead of HTTP/2"),
     N_ ("The answer is {http.http1.status}."), N_ ("No answer came that way either.")},
    {"http.compare.frames", N_ ("Greeting the server in HTTP/2"),
     /* Translators: HTTP/2 is a version of the language of web servers. */
     N_ ("The server speaks HTTP/2."), N_ ("Whether the server speaks HTTP/2 is open.")},
    {"local.links", N_ ("Network links of this computer"), N_ ("Up: {local.interfaces}."), NULL},
    {"local.route", N_ ("The way out of this computer"),
     N_ ("It leaves by {local.route.interface}."), NULL},
    /* Translators: {local.connections} is a number, possibly 0. */
    {"local.connections", N_ ("Other connections to this server"),
     N_ ("Open already: {local.connections}."), NULL},
    {"local.services", N_ ("Services of this computer"), NULL, NULL},
    {"tls.versions", N_ ("Which versions of TLS the port offers"),
     /* Translators: {tls.versions} and {tls.versions.refused} are lists such as "TLS1.2 TLS1.3", or the
      * word "none". */
     N_ ("Offered: {tls.versions}. Refused: {tls.versions.refused}."), NULL},
    {"local.vpn", N_ ("VPN"), NULL, NULL},
    {"local.vpn.beside", N_ ("The same beside the VPN"), NULL, NULL},
    {"local.proxy", N_ ("Proxy"), NULL, NULL},
    {"local.proxy.connect", N_ ("The same port through the proxy"), NULL, NULL},
    {"local.portal", N_ ("Does the network want a sign-in?"), NULL, NULL},
    {"local.firewall", N_ ("Firewall of this computer"), NULL, NULL},
    {"local.antivirus", N_ ("Antivirus programs"), NULL, NULL},
    {"local.ca", N_ ("Trusted certificates of this computer"), NULL, NULL},
    {"local.clock", N_ ("Clock of this computer"), NULL, NULL},
    /* Translators: {local.clock_offset_s} is a number of seconds, possibly negative or 0. */
    {"local.clock.compare", N_ ("This clock beside those of others"),
     N_ ("It differs by {local.clock_offset_s} seconds."), NULL},
    {"local.sandbox", N_ ("Sandbox"), NULL, NULL},
    {"local.resolvers", N_ ("Name servers of this computer"), N_ ("In use: {local.resolvers}."),
     NULL},
    {"account.discover", N_ ("Looking for the settings"), NULL, NULL},
    {"account.published", N_ ("Asking what the provider publishes"), NULL, NULL},
    {"domain.lookup", N_ ("Asking the name servers"), N_ ("Questions asked: {domain.questions}."),
     NULL},
    /* Translators: MX, SPF, DKIM, DMARC, PTR, MTA-STS, TLS-RPT and DANE are names and stay. */
    {"domain.mx", N_ ("Where mail for the domain goes (MX)"), NULL, NULL},
    {"domain.mx.reach", N_ ("Visiting the mail server of the domain"), NULL, NULL},
    {"domain.spf", N_ ("Who may send for the domain (SPF)"), NULL, NULL},
    {"domain.dkim", N_ ("Key of the signatures (DKIM)"), NULL, NULL},
    {"domain.dmarc", N_ ("Policy against forged senders (DMARC)"), NULL, NULL},
    {"domain.mta-sts", N_ ("Encryption demanded of senders (MTA-STS)"), NULL, NULL},
    {"domain.tls-rpt", N_ ("Reports about encryption (TLS-RPT)"), NULL, NULL},
    {"domain.dane", N_ ("Certificates in the DNS (DANE)"), NULL, NULL},
    {"domain.ptr", N_ ("Name of the sending address (PTR)"), NULL, NULL},
    {"domain.dnsbl", N_ ("Blocklists"), NULL, NULL},
};

static const struct {
  const char *word;
  const char *text;
} skips[] = {
    {"earlier-failure", N_ ("Not tested, because an earlier step failed.")},
    {"not-asked", N_ ("Not tested, because it was not asked for.")},
    {"not-offered", N_ ("Not tested, because the server does not offer it.")},
    {"unverified", N_ ("Not tested, because the server could not prove who it is.")},
    {"cancelled", N_ ("Not tested, because the test was stopped.")},
};

static const StepText *
find_step (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (strcmp (steps[i].id, id) == 0)
      return &steps[i];
  return NULL;
}

char *
tl_explain_step_title (const char *id, const TlCatalog *catalog)
{
  const StepText *step = find_step (id);

  return g_strdup (step != NULL ? tl_catalog_get (catalog, step->title) : id);
}

/* ------------------------------------------------------------------ details */

static const char *
fact_of_step (TlWords *self, const char *fact)
{
  const TlStepRecord *step = self->step;

  return tl_evidence_get_from (tl_view_get_evidence (self->view), fact, step->id,
                               *step->target != '\0' ? step->target : NULL);
}

static char *
describe_skip (TlWords *self)
{
  const char *why = fact_of_step (self, "step.skipped");

  for (guint i = 0; i < G_N_ELEMENTS (skips); i++)
    if (g_strcmp0 (skips[i].word, why) == 0)
      return tl_words_fill (self, skips[i].text, NULL);
  return tl_words_fill (self, N_ ("Not tested."), NULL);
}

/* The reply that this step got, as the server's words. */
static char *
describe_reply (TlWords *self)
{
  static const struct {
    const char *code, *text;
  } replies[] = {
      {"smtp.reply.code", "smtp.reply.text"}, {"ftp.reply.code", "ftp.reply.text"},
      {"http.status", "http.reply.text"},     {"http.fresh.status", NULL},
      {"http.direct.status", NULL},           {"http.address.status", NULL},
      {"http.unknown.status", NULL},          {"http.name.status", NULL},
      {"http.shared.status", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++) {
    const char *code = fact_of_step (self, replies[i].code);
    const char *text = replies[i].text != NULL ? fact_of_step (self, replies[i].text) : NULL;
    g_autofree char *reply = NULL;
    char *sentence;

    if (code == NULL)
      continue;
    reply = g_strdelimit (g_strconcat (code, " ", text, NULL), "\n", ' ');
    self->value = g_strstrip (reply);
    sentence = tl_words_fill (self, N_ ("The server answered “{value}”."), NULL);
    self->value = NULL;
    return sentence;
  }
  return NULL;
}

/* What a look showed, where each value has a sentence of its own. */
static char *
describe_sight (TlWords *self)
{
  static const char *const facts[][2] = {
      {"local.services", "local.services"},
      {"local.vpn", "local.vpn"},
      {"local.vpn.beside", "local.vpn.beside"},
      {"local.vpn.beside", "local.vpn.beside_names"},
      {"local.proxy", "local.proxy"},
      {"local.proxy.connect", "local.proxy.connect"},
      {"local.portal", "local.portal"},
      {"local.firewall", "local.firewall"},
      {"local.antivirus", "local.antivirus"},
      {"local.sandbox", "local.sandbox"},
      {"local.ca", "local.ca.added"},
      {"local.clock", "local.clock_synchronised"},
      {"account.discover", "account.source"},
      {"detour.nobody", "detour.answered"},
      {"host.echo", "host.echo"},
      {"host.reference", "host.reference"},
      {"host.other-family", "host.ipv4"},
      {"host.other-family", "host.ipv6"},
      {"domain.mx", "domain.mx.outcome"},
      {"domain.mx.reach", "domain.mx.reach"},
      {"domain.spf", "domain.spf.verdict"},
      {"domain.spf", "domain.spf.outcome"},
      {"domain.dkim", "domain.dkim.outcome"},
      {"domain.dmarc", "domain.dmarc.outcome"},
      {"domain.mta-sts", "domain.mta_sts.policy"},
      {"domain.mta-sts", "domain.mta_sts.outcome"},
      {"domain.tls-rpt", "domain.tls_rpt.outcome"},
      {"domain.dane", "domain.dane.match"},
      {"domain.dane", "domain.dane.outcome"},
      {"domain.ptr", "domain.ptr.outcome"},
      {"domain.dnsbl", "domain.dnsbl.outcome"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++) {
    const char *value = NULL;

    if (strcmp (facts[i][0], self->step->id) == 0)
      value = fact_of_step (self, facts[i][1]);
    if (value != NULL)
      return tl_words_because (self, facts[i][1], value);
  }
  return NULL;
}

char *
tl_words_failure (TlWords *self)
{
  static const char *const facts[] = {"tls.verify", "tcp.state", "dns.outcome",
                                      "http.redirect.outcome"};
  const char *why = fact_of_step (self, "step.failure");
  char *reply = NULL;

  if (why == NULL)
    why = fact_of_step (self, "survey.failure");
  if (why != NULL && strcmp (why, "cancelled") == 0)
    return tl_words_fill (self, N_ ("The test was stopped here."), NULL);
  if (why == NULL || strcmp (why, "reply") == 0)
    reply = describe_reply (self);
  if (reply == NULL)
    reply = describe_sight (self);
  if (reply != NULL)
    return reply;
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++) {
    const char *value = fact_of_step (self, facts[i]);

    if (value != NULL && strcmp (value, "ok") != 0 && strcmp (value, "open") != 0 &&
        strcmp (value, "not-tested") != 0)
      return tl_words_because (self, facts[i], value);
  }
  if (why != NULL && strcmp (why, "reply") != 0)
    return tl_words_because (self, "step.failure", why);
  return g_strdup ("");
}

/* Several ports are tried at once: which of them it was. */
static char *
describe_failure (TlWords *self)
{
  g_autofree char *detail = tl_words_failure (self);

  if (strcmp (self->step->id, "survey.port") != 0 || *detail == '\0')
    return g_steal_pointer (&detail);
  return g_strconcat (self->step->target, ": ", detail, NULL);
}

/* What went well, but for something. */
static char *
describe_reserve (TlWords *self)
{
  static const struct {
    const char *step, *fact, *value; /* any value: NULL */
    const char *text;
  } reserves[] = {
      {"ftp.login", "ftp.login.password_asked", "no",
       N_ ("The server let this user in without testing the password.")},
      /* Translators: {ftp.upload.left} is the name of a file. */
      {"ftp.upload", "ftp.upload.left", NULL,
       N_ ("The file was stored and compared, but could not be deleted. It is still there: "
           "{ftp.upload.left}.")},
      /* Translators: {http.proxy.passed_over} is the address of a proxy. */
      {"http.proxy", "http.proxy.passed_over", NULL,
       N_ ("The proxy {http.proxy.passed_over} is dead. The settings name another way, which is "
           "tried in its place.")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (reserves); i++) {
    const char *value = strcmp (reserves[i].step, self->step->id) == 0
                            ? fact_of_step (self, reserves[i].fact)
                            : NULL;

    if (value != NULL && (reserves[i].value == NULL || strcmp (reserves[i].value, value) == 0))
      return tl_words_fill (self, reserves[i].text, NULL);
  }
  return NULL;
}

static char *
describe_success (TlWords *self)
{
  const StepText *text = find_step (self->step->id);
  g_autofree char *detail = describe_sight (self);

  if (detail == NULL)
    detail = describe_reserve (self);
  if (detail != NULL)
    return g_steal_pointer (&detail);
  if (text == NULL || text->good == NULL)
    return g_strdup ("");
  if (strcmp (text->id, "dns.resolve") == 0 &&
      g_strcmp0 (fact_of_step (self, "dns.source"), "literal") == 0)
    return tl_words_fill (self, N_ ("An address was given, so there is no name to look up."), NULL);
  detail = tl_words_fill (self, text->good, NULL);
  if (!self->missing)
    return g_steal_pointer (&detail);
  return text->instead != NULL ? tl_words_fill (self, text->instead, NULL) : g_strdup ("");
}

char *
tl_explain_step_detail (const TlEvidence *evidence, const TlStepRecord *step,
                        const TlCatalog *catalog)
{
  g_autoptr (TlView) view = tl_view_new (evidence);
  TlWords words;
  char *detail = NULL;

  tl_words_init (&words, view, catalog);
  words.step = step;
  if (step->outcome == TL_OUTCOME_SKIPPED)
    detail = describe_skip (&words);
  else if (step->outcome == TL_OUTCOME_FAILED)
    detail = describe_failure (&words);
  else if (step->outcome != TL_OUTCOME_RUNNING)
    detail = describe_success (&words);
  tl_words_clear (&words);
  return detail != NULL ? detail : g_strdup ("");
}
