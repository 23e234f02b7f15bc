/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom to ask, and what to write to them: what a help desk or postmaster asks for first. */
#include <string.h>

#include "tl-explain.h"
#include "tl-condition.h"
#include "tl-knowledge.h"
#include "tl-text.h"
#include "tl-words.h"

/* How many steps are told as having worked. */
#define MOST_STEPS 12

typedef enum {
  TL_ASK_NOBODY,
  TL_ASK_HOST,           /* who runs the server */
  TL_ASK_PROVIDER,       /* the person's own mail or hosting provider */
  TL_ASK_RECIPIENT,      /* the recipient's postmaster (RFC 5321 4.5.1: there is one) */
  TL_ASK_NETWORK,        /* who runs the network the person is in */
  TL_ASK_SENDER_DOMAIN,  /* who keeps the DNS records of the sender's domain */
  TL_ASK_SENDING_SERVER, /* who runs the server that sends for the person */
  TL_ASK_LIST            /* the same, and the blocklist's own page */
} Ask;

/* Where who acts does not already say whom to ask. */
static const struct {
  const char *cause;
  Ask ask;
} special[] = {
    {"bad-helo", TL_ASK_SENDING_SERVER},
    {"dane-mismatch", TL_ASK_RECIPIENT},
    {"dkim-fail", TL_ASK_SENDER_DOMAIN},
    {"dmarc-fail", TL_ASK_SENDER_DOMAIN},
    {"domain-blocklisted", TL_ASK_LIST},
    {"ip-bad-reputation", TL_ASK_SENDING_SERVER},
    {"ip-blocklisted", TL_ASK_LIST},
    {"mail-loop", TL_ASK_RECIPIENT},
    {"mta-sts-mismatch", TL_ASK_RECIPIENT},
    {"policy-rejected", TL_ASK_RECIPIENT},
    {"reverse-dns-missing", TL_ASK_SENDING_SERVER},
    {"sender-unauthenticated", TL_ASK_SENDER_DOMAIN},
    {"spf-fail", TL_ASK_SENDER_DOMAIN},
};

static gboolean
has_fix_of (const TlCause *cause, TlActor actor)
{
  for (gsize i = 0; i < cause->n_fixes; i++)
    if (cause->fixes[i].actor == actor)
      return TRUE;
  return FALSE;
}

/* Where the person acts first, the provider may still have to in the end. */
static Ask
whom_to_ask (const TlCause *cause)
{
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (strcmp (special[i].cause, cause->id) == 0)
      return special[i].ask;
  switch (cause->actor) {
    case TL_ACTOR_ADMIN:
      return TL_ASK_HOST;
    case TL_ACTOR_PROVIDER:
      return TL_ASK_PROVIDER;
    case TL_ACTOR_RECIPIENT:
      return TL_ASK_RECIPIENT;
    case TL_ACTOR_NETWORK:
      return TL_ASK_NETWORK;
    case TL_ACTOR_USER:
    case TL_ACTOR_WAIT:
    default:
      return has_fix_of (cause, TL_ACTOR_PROVIDER) ? TL_ASK_PROVIDER : TL_ASK_NOBODY;
  }
}

/* Those who can take the advice to administrators as it stands; the other steps are worded for the
 * person. */
static gboolean
is_administrator (Ask ask)
{
  return ask == TL_ASK_HOST || ask == TL_ASK_SENDER_DOMAIN || ask == TL_ASK_SENDING_SERVER ||
         ask == TL_ASK_LIST;
}

static const char *
whom_words (Ask ask)
{
  /* Translators: whom to ask for help. {host} is a server, {recipient_domain} and {sender_domain} are
   * domains of mail addresses. */
  static const char *const words[] = {
      [TL_ASK_HOST] =
          N_ ("The people who run {host}: their help desk, or postmaster@ their domain"),
      [TL_ASK_PROVIDER] = N_ ("The help desk of your own provider"),
      [TL_ASK_RECIPIENT] = N_ ("The recipient, in another way, and the postmaster of "
                               "{recipient_domain} (postmaster@ that domain)"),
      [TL_ASK_NETWORK] =
          N_ ("Whoever runs the network you are in: the IT desk of your company, the "
              "house, or your internet provider"),
      [TL_ASK_SENDER_DOMAIN] = N_ ("Whoever looks after the DNS records of {sender_domain}: its "
                                   "administrator or hosting provider"),
      [TL_ASK_SENDING_SERVER] = N_ ("The people who run the server that sends your mail: your "
                                    "provider’s postmaster, or yourself"),
      [TL_ASK_LIST] = N_ ("The people who run the server that sends your mail; they ask for the "
                          "removal on the page of the list that the reply names"),
  };

  return words[ask];
}

/* ------------------------------------------------------------------ the message */

typedef struct {
  TlWords *words;
  const TlEvidence *evidence;
  const TlSettings *settings;
  GString *out;
} Message;

/* "Label: value" on a line of its own; nothing where there is no value. */
static void
put_line (Message *self, const char *label, const char *value)
{
  g_autofree char *line = NULL;

  if (value == NULL || *value == '\0')
    return;
  line = tl_catalog_format (self->words->catalog,
                            /* Translators: a line of a message, as in "Port: 587". */
                            N_ ("{label}: {value}"), "label",
                            tl_catalog_get_context (self->words->catalog, "message", label),
                            "value", value, NULL);
  g_string_append_printf (self->out, "%s\n", line);
}

static void
put_fact (Message *self, const char *label, const char *fact)
{
  put_line (self, label, tl_view_get (self->words->view, fact));
}

static void
put_sentence (Message *self, const char *msgid)
{
  g_autofree char *sentence = tl_words_fill (self->words, msgid, NULL);

  g_string_append_printf (self->out, "%s\n", sentence);
}

static gboolean
was_tested (const Message *self)
{
  return self->settings->kind != TL_JOB_EXPLAIN;
}

static void
put_complaint (Message *self)
{
  if (self->settings->kind == TL_JOB_DOMAIN)
    /* Translators: {host} is a domain. */
    put_sentence (self, N_ ("I looked at what {host} publishes for its mail."));
  else if (self->settings->protocol == TL_PROTOCOL_FTP)
    put_sentence (self, N_ ("I cannot transfer files with {host}."));
  else if (self->settings->protocol == TL_PROTOCOL_HTTP)
    put_sentence (self, N_ ("I cannot open a page of {host}."));
  else if (tl_view_get (self->words->view, "smtp.reply.recipient") != NULL ||
           tl_view_get (self->words->view, "text.recipient") != NULL)
    put_sentence (self, N_ ("My mail to {recipient} does not get through."));
  else
    put_sentence (self, N_ ("I cannot send mail through {host}."));
}

/* When, where to, as whom. */
static void
put_place (Message *self)
{
  g_auto (GStrv) recipients = tl_settings_dup_recipients (self->settings);
  g_autofree char *all = g_strjoinv (", ", recipients);
  g_autofree char *sender = tl_settings_dup_sender (self->settings);
  g_autofree char *started = tl_explain_clock (tl_evidence_get_started (self->evidence));

  if (was_tested (self)) {
    /* Translators: labels of lines in a message to a help desk. */
    put_line (self, NC_ ("message", "Time of the test (UTC)"), started);
    put_line (self,
              self->settings->kind == TL_JOB_DOMAIN ? NC_ ("message", "Domain")
                                                    : NC_ ("message", "Server"),
              self->settings->host);
    put_fact (self, NC_ ("message", "Sending address"), "domain.sender.address");
    put_fact (self, NC_ ("message", "Blocklist"), "domain.dnsbl.zone");
    put_fact (self, NC_ ("message", "Port"), "tcp.port");
    put_fact (self, NC_ ("message", "Address connected to"), "dns.address.0");
    put_fact (self, NC_ ("message", "Address connected from"), "tcp.local_address");
    put_fact (self, NC_ ("message", "Address that the server sees"), "smtp.seen_address");
  } else {
    put_fact (self, NC_ ("message", "Server that said so"), "text.host");
  }
  put_line (self, NC_ ("message", "Sender"), sender);
  if (*all != '\0')
    put_line (self, NC_ ("message", "Recipient"), all);
  else
    put_fact (self, NC_ ("message", "Recipient"), "text.recipient");
}

/* What the other side needs to find the event in its log: a queue id, an incident number, a code in
 * brackets. (transfer full), or NULL. */
static char *
find_reference (const char *reply)
{
  static const char pattern[] =
      "\\[([A-Z][A-Z0-9]{2,}[0-9][A-Z0-9._-]*)\\]"
      "|\\b(?:queued as|queue id|session id|message id|reference(?: id| number| code)?|incident|ticket|"
      "ref|error code|code)[ :=#]+\\(?([A-Za-z0-9][A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*)"
      "|([0-9a-z]+-[0-9a-z.-]{12,}) - gsmtp";
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (reply == NULL || !g_regex_match (regex, reply, 0, &match))
    return NULL;
  for (int group = 1; group <= 3; group++) {
    g_autofree char *found = g_match_info_fetch (match, group);

    if (found != NULL && *found != '\0')
      return g_steal_pointer (&found);
  }
  return NULL;
}

/* "The reply came when the recipient was named (RCPT TO)." */
static void
put_stage (Message *self)
{
  static const char *const facts[] = {"smtp.reply.stage", "ftp.reply.stage"};

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++) {
    const char *stage = tl_view_get (self->words->view, facts[i]);
    g_autofree char *sentence =
        stage != NULL ? tl_words_because (self->words, facts[i], stage) : NULL;

    if (sentence == NULL)
      continue;
    g_string_append_printf (self->out, "%s\n", sentence);
    return;
  }
}

static void
put_reply (Message *self)
{
  g_autofree char *reply = tl_words_dup_quote (self->words->view, self->words->catalog);
  g_autofree char *reference = find_reference (reply);

  if (reply != NULL)
    g_strdelimit (reply, "\n", ' ');
  put_line (self, NC_ ("message", "Reply, word for word"), reply);
  if (reply != NULL)
    put_stage (self);
  put_line (self, NC_ ("message", "Reference in the reply"), reference);
}

static void
put_certificate (Message *self, const TlCause *cause)
{
  g_autofree char *until = tl_explain_date (
      tl_view_get (self->words->view, "tls.chain.0.not_after"), self->words->catalog);

  if (*cause->spoken != 'T')
    return;
  put_fact (self, NC_ ("message", "Encryption"), "tls.version");
  put_fact (self, NC_ ("message", "Certificate for"), "tls.chain.0.subject");
  put_fact (self, NC_ ("message", "Certificate issued by"), "tls.chain.0.issuer");
  put_line (self, NC_ ("message", "Certificate valid until"), until);
  put_fact (self, NC_ ("message", "Certificate SHA-256"), "tls.chain.0.sha256");
}

/* The steps of the last attempt that went so, each once. (transfer full), or "". */
static char *
list_steps (const Message *self, TlOutcome outcome)
{
  const GPtrArray *steps = tl_evidence_get_steps (self->evidence);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < steps->len && g_hash_table_size (seen) < MOST_STEPS; i++) {
    const TlStepRecord *step = steps->pdata[i];
    g_autofree char *title = NULL;

    if (step->attempt != tl_evidence_get_attempts (self->evidence) || step->outcome != outcome ||
        tl_step_is_aside (step->id) || !g_hash_table_add (seen, step->id))
      continue;
    title = tl_explain_step_title (step->id, self->words->catalog);
    /* Translators: between the items of a list in a line. */
    g_string_append_printf (
        list, "%s%s",
        list->len > 0 ? tl_catalog_get_context (self->words->catalog, "list", NC_ ("list", ", "))
                      : "",
        title);
  }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
put_steps (Message *self)
{
  g_autofree char *worked = list_steps (self, TL_OUTCOME_OK);
  g_autofree char *failed = list_steps (self, TL_OUTCOME_FAILED);

  put_line (self, NC_ ("message", "What worked"), worked);
  put_line (self, NC_ ("message", "What failed"), failed);
}

static void
put_finding (Message *self, const TlCause *cause)
{
  g_autofree char *title = tl_words_fill (self->words, cause->title, NULL);
  g_autofree char *named = g_strdup_printf ("%s (%s)", title, cause->spoken);

  put_line (self, NC_ ("message", "Cause, as far as I can tell"), named);
}

static void
put_requests (Message *self, const TlCause *cause)
{
  gboolean first = TRUE;

  for (gsize i = 0; i < cause->n_fixes; i++) {
    const TlKbFix *fix = &cause->fixes[i];
    g_autofree char *text = NULL;

    if (fix->actor != TL_ACTOR_ADMIN ||
        !tl_condition_holds (tl_condition_get (fix->when), self->words->view))
      continue;
    if (first)
      g_string_append_printf (
          self->out, "\n%s\n",
          tl_catalog_get (self->words->catalog, N_ ("What would help, as far as I can tell:")));
    first = FALSE;
    text = tl_words_fill (self->words, fix->text, NULL);
    g_string_append_printf (self->out, "- %s\n", text);
  }
}

static char *
write_text (Message *self, const TlCause *cause, Ask ask)
{
  put_sentence (self, N_ ("Hello,"));
  g_string_append_c (self->out, '\n');
  put_complaint (self);
  g_string_append_c (self->out, '\n');
  put_place (self);
  put_reply (self);
  put_certificate (self, cause);
  put_steps (self);
  put_finding (self, cause);
  if (is_administrator (ask))
    put_requests (self, cause);
  g_string_append_c (self->out, '\n');
  put_sentence (self,
                N_ ("Can you look into this, please? A full report is there if you need it."));
  g_string_truncate (self->out, self->out->len - 1);
  return g_string_free (g_steal_pointer (&self->out), FALSE);
}

TlContact *
tl_words_contact (TlWords *words, const TlCause *cause)
{
  Ask ask = whom_to_ask (cause);
  const TlEvidence *evidence = tl_view_get_evidence (words->view);
  Message message = {words, evidence, tl_evidence_get_settings (evidence), NULL};
  TlContact *contact;

  if (ask == TL_ASK_NOBODY)
    return NULL;
  message.out = g_string_new (NULL);
  contact = g_new0 (TlContact, 1);
  contact->whom = tl_words_fill (words, whom_words (ask), NULL);
  contact->subject = tl_words_fill (words, cause->title, NULL);
  if (*message.settings->host != '\0') {
    g_autofree char *title = g_steal_pointer (&contact->subject);

    contact->subject = g_strdup_printf ("%s: %s", message.settings->host, title);
  }
  contact->text = write_text (&message, cause, ask);
  return contact;
}

TlContact *
tl_contact_message (const TlEvidence *evidence, const char *id, const TlCatalog *catalog)
{
  const TlCause *cause = tl_kb_find (id);
  g_autoptr (TlView) view = NULL;
  TlWords words;
  TlContact *contact;

  if (cause == NULL)
    return NULL;
  tl_knowledge_get_default ();
  view = tl_view_new (evidence);
  tl_words_init (&words, view, catalog);
  contact = tl_words_contact (&words, cause);
  tl_words_clear (&words);
  return contact;
}

void
tl_contact_translate (TlExplanation *explanation, const TlEvidence *evidence,
                      const TlCatalog *catalog)
{
  for (guint i = 0; i < explanation->causes->len; i++) {
    TlCauseText *cause = explanation->causes->pdata[i];

    g_autoptr (TlContact) other = NULL;

    if (cause->contact == NULL)
      continue;
    other = tl_contact_message (evidence, cause->id, catalog);
    g_free (cause->contact->subject);
    cause->contact->subject = g_steal_pointer (&other->subject);
    g_free (cause->contact->text);
    cause->contact->text = g_steal_pointer (&other->text);
  }
}
