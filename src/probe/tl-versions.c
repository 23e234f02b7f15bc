/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which versions of TLS a port offers: a connection for each, side by side, on which a ClientHello for
 * that version alone goes out and its answer is read. Nothing is agreed on, nobody logs in. It tells
 * which side is too old where the two cannot agree. */
#include "tl-survey-private.h"

#include "tl-tls-hello.h"

#include <string.h>

/* The shortest prime that the medium profile of GnuTLS takes. */
#define DH_BITS_MIN 2048

typedef struct {
  TlRun *run;
  TlTlsVersion version;
  gboolean asks_first; /* STARTTLS, AUTH TLS */
  TlIo *io;            /* (owned) */
  TlEvidenceBuilder *recorder;
  TlTlsHelloAnswer answer;
} Question;

/* ---------------------------------------------------------------- one connection */

static TlFailure
ask (TlChannel *channel, TlProtocol protocol, const char *line, guint limit_ms, TlReply **reply)
{
  TlFailure failure = TL_FAILURE_NONE;

  if (line != NULL)
    failure = tl_channel_send_line (channel, line);
  if (failure == TL_FAILURE_NONE)
    failure = tl_channel_read_reply (channel, protocol, limit_ms, reply);
  return failure;
}

static char *
dup_ehlo (TlChannel *channel)
{
  TlAddress local;
  g_autofree char *text = NULL;

  if (!tl_channel_get_local (channel, &local))
    return g_strdup ("EHLO [127.0.0.1]");
  text = tl_address_to_string (&local);
  text[strcspn (text, "%")] = '\0';
  return g_strdup_printf (tl_address_is_ipv6 (&local) ? "EHLO [IPv6:%s]" : "EHLO [%s]", text);
}

/* Greeting, EHLO and STARTTLS; FTP needs its greeting and AUTH TLS alone. */
static gboolean
reach_tls (const Question *self, TlChannel *channel)
{
  const TlLimits *limits = tl_run_get_limits (self->run);
  TlProtocol protocol = tl_run_get_settings (self->run)->protocol;
  gboolean ftp = protocol == TL_PROTOCOL_FTP;
  g_autofree char *ehlo = ftp ? NULL : dup_ehlo (channel);
  const char *lines[] = {NULL, ftp ? "AUTH TLS" : ehlo, ftp ? NULL : "STARTTLS"};
  const guint codes[] = {220, ftp ? 234 : 250, 220};

  for (guint i = 0; i < G_N_ELEMENTS (lines) && (i == 0 || lines[i] != NULL); i++) {
    g_autoptr (TlReply) reply = NULL;

    if (ask (channel, protocol, lines[i], i == 0 ? limits->greeting : limits->reply, &reply) !=
            TL_FAILURE_NONE ||
        reply->code != codes[i])
      return FALSE;
  }
  return TRUE;
}

static gpointer
ask_thread (gpointer data)
{
  Question *self = data;
  const TlLimits *limits = tl_run_get_limits (self->run);
  g_autoptr (TlChannel) channel = tl_run_connect_quietly (self->run, self->io, limits->connect);

  if (channel == NULL || (self->asks_first && !reach_tls (self, channel)))
    return NULL;
  self->answer = tl_tls_hello_ask (self->io, tl_channel_get_fd (channel), self->version,
                                   tl_run_get_settings (self->run)->host, 0, limits->tls);
  return NULL;
}

/* ---------------------------------------------------------------- all of them */

static void
pass_on (GCancellable *from, gpointer to)
{
  g_cancellable_cancel (to);
}

/* Blocks until all are through. A version that a handshake has shown is not asked for again. */
static void
ask_all (TlRun *run, Question questions[TL_TLS_VERSIONS], const char *shown)
{
  g_autoptr (GCancellable) own = g_cancellable_new ();
  gulong handler = g_cancellable_connect (tl_io_get_cancellable (tl_run_get_io (run)),
                                          G_CALLBACK (pass_on), g_object_ref (own), g_object_unref);
  GThread *threads[TL_TLS_VERSIONS] = {NULL};

  for (guint i = 0; i < TL_TLS_VERSIONS; i++) {
    if (g_strcmp0 (shown, tl_tls_version_to_string (i)) == 0) {
      questions[i].answer.offer = TL_TLS_OFFER_YES;
      questions[i].answer.cipher = 0;
      continue;
    }
    questions[i].recorder = tl_evidence_builder_new (tl_run_get_settings (run));
    questions[i].io = tl_run_new_io (run, own, questions[i].recorder, G_MAXUINT);
    threads[i] = g_thread_new ("tl-version", ask_thread, &questions[i]);
  }
  for (guint i = 0; i < TL_TLS_VERSIONS; i++) {
    g_clear_pointer (&threads[i], g_thread_join);
    g_clear_pointer (&questions[i].io, tl_io_unref);
    g_clear_pointer (&questions[i].recorder, tl_evidence_builder_unref);
  }
  g_cancellable_disconnect (tl_io_get_cancellable (tl_run_get_io (run)), handler);
}

/* ---------------------------------------------------------------- what came of it */

static void
record_list (TlRun *run, const Question *questions, TlTlsOffer offer, const char *fact)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < TL_TLS_VERSIONS; i++)
    if (questions[i].answer.offer == offer)
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", tl_tls_version_to_string (i));
  tl_run_fact (run, fact, list->len > 0 ? list->str : "none");
}

static const Question *
find_newest (const Question *questions)
{
  for (guint i = TL_TLS_VERSIONS; i > 0; i--)
    if (questions[i - 1].answer.offer == TL_TLS_OFFER_YES)
      return &questions[i - 1];
  return NULL;
}

/* Whose fault it is that nothing was agreed on: ours knows everything that is sound today, unless the
 * settings of the system take it away. NULL: of nobody's age. */
static const char *
judge_side (const Question *newest)
{
  const TlTlsHelloAnswer *answer = &newest->answer;

  /* Of all that was offered it agrees to no suite that shows a certificate: it has none to use. */
  if (strcmp (tl_tls_cipher_kind (answer->cipher), "anonymous") == 0)
    return NULL;
  if (newest->version < TL_TLS_VERSION_1_2)
    return "server";
  if (!tl_tls_version_is_ours (newest->version))
    return "client";
  if (newest->version == TL_TLS_VERSION_1_3)
    return "not-known";
  if (strcmp (tl_tls_cipher_kind (answer->cipher), "sound") != 0 ||
      (answer->dh_bits > 0 && answer->dh_bits < DH_BITS_MIN) ||
      (answer->group != 0 && !tl_tls_group_is_usual (answer->group)))
    return "server";
  if (!tl_tls_cipher_is_ours (answer->cipher))
    return "client";
  return "not-known";
}

static void
record (TlRun *run, const Question *questions, gboolean failed)
{
  const Question *newest = find_newest (questions);
  const char *side;

  record_list (run, questions, TL_TLS_OFFER_YES, "tls.versions");
  record_list (run, questions, TL_TLS_OFFER_NO, "tls.versions.refused");
  record_list (run, questions, TL_TLS_OFFER_UNKNOWN, "tls.versions.unknown");
  if (newest == NULL || newest->answer.cipher == 0)
    return;
  tl_run_fact (run, "tls.versions.cipher", tl_tls_cipher_kind (newest->answer.cipher));
  if (newest->answer.dh_bits > 0)
    tl_run_factf (run, "tls.versions.dh_bits", "%u", newest->answer.dh_bits);
  if (newest->answer.group != 0)
    tl_run_fact (run, "tls.versions.group",
                 tl_tls_group_is_usual (newest->answer.group) ? "usual" : "other");
  side = failed ? judge_side (newest) : NULL;
  if (side != NULL)
    tl_run_fact (run, "tls.old_side", side);
}

/* ---------------------------------------------------------------- whether to ask */

static gboolean
is_one_of (const TlEvidence *evidence, const char *fact, const char *const *words)
{
  const char *value = tl_evidence_get (evidence, fact);

  return value != NULL && g_strv_contains (words, value);
}

/* What a server does that finds nothing in our ClientHello that it knows. A connection that closed
 * without a byte is not among it: that has other reasons far more often, and nothing is to be learnt
 * from four more. */
static gboolean
could_not_agree (const TlEvidence *evidence)
{
  static const char *const alerts[] = {"protocol_version", "handshake_failure",
                                       "insufficient_security", NULL};
  static const char *const errors[] = {
      "GNUTLS_E_UNSUPPORTED_VERSION_PACKET", "GNUTLS_E_UNKNOWN_CIPHER_SUITE",
      "GNUTLS_E_NO_CIPHER_SUITES",           "GNUTLS_E_DH_PRIME_UNACCEPTABLE",
      "GNUTLS_E_INSUFFICIENT_SECURITY",      NULL};

  return tl_evidence_is (evidence, "tls.state", "failed") &&
         (is_one_of (evidence, "tls.alert", alerts) || is_one_of (evidence, "tls.error", errors));
}

void
tl_versions_ask (TlRun *run)
{
  TlSettings *settings = tl_run_get_settings (run);
  Question questions[TL_TLS_VERSIONS] = {0};
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (tl_run_get_builder (run));
  gboolean failed = could_not_agree (evidence);
  const char *mode = tl_evidence_get (evidence, "tls.mode");
  g_autofree char *target = NULL;

  if (settings->kind != TL_JOB_CHECK || tl_run_is_cancelled (run) ||
      tl_run_get_reach (run)->peer.length == 0 || (!failed && !settings->tls_versions) ||
      tl_evidence_get (evidence, "tls.state") == NULL || g_strcmp0 (mode, "none") == 0)
    return;
  for (guint i = 0; i < TL_TLS_VERSIONS; i++) {
    questions[i].run = run;
    questions[i].version = i;
    questions[i].asks_first = g_strcmp0 (mode, "starttls") == 0;
  }
  target = tl_address_to_target (&tl_run_get_reach (run)->peer);
  tl_run_begin (run, "tls.versions", target);
  ask_all (run, questions, failed ? NULL : tl_evidence_get (evidence, "tls.version"));
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return;
  }
  record (run, questions, failed);
  tl_run_end (run, TL_OUTCOME_OK);
}
