/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the port speaks the other way round: TLS from the first byte, or plain text first. Each is
 * one connection of its own, and no credential ever goes over it. */
#include "tl-smtp-private.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Greet pauses are usual where mail servers talk to each other, and whoever speaks before the
 * greeting may be taken for a spammer there. */
#define SILENCE_PORT_25_MS 8000

/* Implicit TLS beside a silent plain connection. The handshake blocks, the plain connection may speak
 * at any moment, and the first of them wins: so it has a thread, which touches only what is here. */
typedef struct {
  TlRun *run;
  GThread *thread;
  GCancellable *cancellable; /* (owned) its own */
  gulong handler;            /* the job's cancellable sets off our own */
  TlTlsTrust *trust;
  int done_fd;        /* readable when the thread has ended */
  TlChannel *channel; /* (owned, nullable) the handshake is complete */
  const char *other;  /* (nullable) who answered the ClientHello in words, and is no mail server */
  char *words;        /* (owned, nullable) those words, made visible */
} Race;

/* Web servers and the like wait for the first word, and say at once what they think of ours. Words that
 * may be those of a mail server that has not greeted yet say nothing. */
static void
note_other (Race *race, TlChannel *channel)
{
  static const char *const others[] = {"http", "ssh",   "imap", "pop3", "sieve",
                                       "vnc",  "rsync", "xmpp", "sip",  NULL};
  TlTls *tls = tl_channel_get_tls (channel);
  const TlTlsInfo *info = tls != NULL ? tl_tls_get_info (tls) : NULL;

  for (guint i = 0; info != NULL && others[i] != NULL; i++)
    if (g_strcmp0 (info->peeked, others[i]) == 0) {
      race->other = others[i];
      race->words = g_strdup (info->peeked_text);
    }
}

static gpointer
race_thread (gpointer data)
{
  Race *race = data;
  const TlLimits *limits = tl_run_get_limits (race->run);
  g_autoptr (TlIo) io = tl_run_new_io (race->run, race->cancellable, NULL, G_MAXUINT);
  g_autoptr (TlChannel) channel = tl_run_connect_quietly (race->run, io, limits->connect);
  const guint64 one = 1;

  if (channel != NULL &&
      tl_channel_start_tls (channel, race->trust, tl_run_get_settings (race->run)->host, NULL, NULL,
                            limits->tls) == TL_FAILURE_NONE)
    race->channel = g_steal_pointer (&channel);
  else if (channel != NULL)
    note_other (race, channel);
  if (write (race->done_fd, &one, sizeof one) < 0)
    g_critical ("an eventfd cannot be written");
  return NULL;
}

static void
pass_on (GCancellable *from, gpointer to)
{
  g_cancellable_cancel (to);
}

static void
race_start (Race *race, TlRun *run)
{
  race->run = run;
  race->trust = tl_run_get_trust (run);
  race->cancellable = g_cancellable_new ();
  race->handler =
      g_cancellable_connect (tl_io_get_cancellable (tl_run_get_io (run)), G_CALLBACK (pass_on),
                             g_object_ref (race->cancellable), g_object_unref);
  race->done_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  race->thread = g_thread_new ("tl-pairing", race_thread, race);
}

/* The channel, where the handshake came to its end. It goes on obeying the job's cancellable, so the
 * link between the two stays. */
static TlChannel *
race_take (Race *race)
{
  g_clear_pointer (&race->thread, g_thread_join);
  if (race->channel != NULL)
    race->handler = 0;
  return g_steal_pointer (&race->channel);
}

/* Whatever the thread still does ends now. */
static void
race_stop (Race *race)
{
  if (race->thread != NULL) {
    g_cancellable_cancel (race->cancellable);
    g_clear_pointer (&race->thread, g_thread_join);
  }
  if (race->handler != 0)
    g_cancellable_disconnect (tl_io_get_cancellable (tl_run_get_io (race->run)), race->handler);
  g_clear_object (&race->cancellable);
  g_clear_pointer (&race->channel, tl_channel_free);
  g_free (race->words);
  close (race->done_fd);
}

static void
record_race (TlRun *run, gboolean works)
{
  tl_run_fact (run, "pairing.tried", "tls");
  tl_run_yes_no (run, "pairing.works", works);
}

/* Both at once, until the plain connection speaks or TLS is complete beside it; where TLS fails, a
 * late greeting may still come. */
static TlFailure
wait_for_either (Race *race, TlChannel *plain, gint64 until, TlChannel **encrypted)
{
  TlIo *io = tl_run_get_io (race->run);
  struct pollfd fds[2] = {
      {.fd = tl_channel_get_fd (plain), .events = POLLIN},
      {.fd = race->done_fd, .events = POLLIN},
  };
  TlFailure failure = tl_io_poll (io, fds, 2, until);

  if (failure != TL_FAILURE_NONE || fds[0].revents != 0)
    return failure;
  *encrypted = race_take (race);
  if (*encrypted != NULL) {
    record_race (race->run, TRUE);
    return TL_FAILURE_TIMEOUT;
  }
  if (race->other != NULL) {
    record_race (race->run, FALSE);
    tl_run_fact (race->run, "greeting.first_bytes", race->words);
    return TL_FAILURE_INVALID;
  }
  failure = tl_io_poll (io, fds, 1, until);
  if (failure == TL_FAILURE_TIMEOUT)
    record_race (race->run, FALSE);
  return failure;
}

static guint
patience (TlRun *run)
{
  const TlLimits *limits = tl_run_get_limits (run);
  TlReach *reach = tl_run_get_reach (run);
  guint quiet = limits->silence + (guint) reach->connect_ms;

  if (tl_address_get_port (&reach->peer) == 25)
    quiet = MAX (quiet, SILENCE_PORT_25_MS);
  return MIN (quiet, limits->greeting);
}

TlFailure
tl_pairing_wait (TlRun *run, TlChannel *plain, const char **service, TlChannel **encrypted)
{
  const TlLimits *limits = tl_run_get_limits (run);
  gint64 until = tl_io_limit (tl_run_get_io (run), limits->greeting);
  TlFailure failure = tl_channel_peek_service (plain, patience (run), service);
  Race race = {0};

  if (failure != TL_FAILURE_TIMEOUT || tl_clock_us () >= until)
    return failure;
  race_start (&race, run);
  failure = wait_for_either (&race, plain, until, encrypted);
  if (failure == TL_FAILURE_INVALID)
    *service = race.other;
  race_stop (&race);
  if (failure != TL_FAILURE_NONE)
    return failure;
  return tl_channel_peek_service (plain, limits->greeting, service);
}

/* ---------------------------------------------------------------- plain words on a TLS port */

static gboolean
greets_plainly (TlSmtp *smtp)
{
  g_autoptr (TlReply) reply = NULL;

  return tl_channel_read_reply (smtp->channel, TL_PROTOCOL_SMTP,
                                tl_run_get_limits (smtp->run)->greeting,
                                &reply) == TL_FAILURE_NONE &&
         reply->code == 220;
}

static gboolean
offers_starttls (TlSmtp *smtp)
{
  g_autofree char *name = tl_smtp_dup_helo (smtp);
  g_autofree char *line = g_strconcat ("EHLO ", name, NULL);
  g_autoptr (TlReply) reply = NULL;

  if (tl_smtp_ask (smtp, line, &reply) != TL_FAILURE_NONE || reply->code != 250)
    return FALSE;
  tl_smtp_offer_parse (&smtp->offer, reply->text);
  return smtp->offer.starttls;
}

void
tl_pairing_try_plain (TlSmtp *smtp)
{
  gboolean greets;

  tl_smtp_begin (smtp, "pairing.other");
  smtp->channel = tl_run_connect_quietly (smtp->run, tl_run_get_io (smtp->run),
                                          tl_run_get_limits (smtp->run)->connect);
  greets = smtp->channel != NULL && greets_plainly (smtp);
  if (tl_run_is_cancelled (smtp->run)) {
    tl_run_fail (smtp->run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (smtp->run, "pairing.tried", "plain");
  tl_run_yes_no (smtp->run, "pairing.works", greets);
  if (greets)
    tl_run_yes_no (smtp->run, "pairing.starttls", offers_starttls (smtp));
  tl_run_end (smtp->run, greets ? TL_OUTCOME_OK : TL_OUTCOME_WARNING);
  if (greets)
    tl_channel_send_line (smtp->channel, "QUIT");
  tl_smtp_drop (smtp);
}

/* ------------------------------------------------------------------ no word of ours at all */

/* Told apart from a slow start by this at the least. */
#define QUIET_MS 1500

/* A handshake that ended without a byte. Who turns away visitors closes a connection on which nothing was
 * said just as soon; who cannot, or will not, speak TLS waits for the first word. */
static gboolean
ended_without_a_byte (TlRun *run, const TlEvidence *evidence)
{
  static const char *const ends[] = {"closed", "reset", NULL};
  const char *failure = tl_evidence_get (evidence, "step.failure");
  const char *peeked = tl_evidence_get (evidence, "tls.peeked");
  TlSettings *settings = tl_run_get_settings (run);

  return settings->kind == TL_JOB_CHECK && settings->protocol != TL_PROTOCOL_HTTP &&
         tl_run_get_reach (run)->peer.length > 0 &&
         tl_evidence_is (evidence, "tls.mode", "implicit") &&
         tl_evidence_is (evidence, "tls.state", "failed") && failure != NULL &&
         g_strv_contains (ends, failure) && (peeked == NULL || g_strv_contains (ends, peeked));
}

static const char *
name_silence (TlFailure failure)
{
  switch (failure) {
    case TL_FAILURE_NONE:
      return "speaks";
    case TL_FAILURE_TIMEOUT:
      return "waits";
    case TL_FAILURE_CLOSED:
      return "closed";
    case TL_FAILURE_RESET:
      return "reset";
    default:
      return "not-known";
  }
}

void
tl_pairing_say_nothing (TlRun *run)
{
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (tl_run_get_builder (run));
  const TlStepRecord *handshake = tl_evidence_get_step (evidence, "tls.handshake");
  const TlLimits *limits = tl_run_get_limits (run);
  g_autoptr (TlChannel) channel = NULL;
  g_autofree char *target = NULL;
  const char *service, *word = "not-known";
  guint quiet;

  if (tl_run_is_cancelled (run) || handshake == NULL || !ended_without_a_byte (run, evidence))
    return;
  quiet = MAX (QUIET_MS, 2 * (guint) handshake->elapsed_ms + limits->silence);
  target = tl_address_to_target (&tl_run_get_reach (run)->peer);
  tl_run_begin (run, "pairing.silent", target);
  channel = tl_run_connect_quietly (run, tl_run_get_io (run), limits->connect);
  /* Where there is no time to wait so long, waiting says nothing. */
  if (channel != NULL && quiet <= limits->greeting)
    word = name_silence (tl_channel_peek_service (channel, quiet, &service));
  if (tl_run_is_cancelled (run)) {
    tl_run_fail (run, TL_FAILURE_CANCELLED);
    return;
  }
  tl_run_fact (run, "pairing.silent", word);
  tl_run_end (run, TL_OUTCOME_OK);
}

/* ------------------------------------------------------------------ words in the place of TLS */

/* The reply in the first words, which were made visible: up to the end of their first line. */
static TlReply *
parse_peeked (const char *text, TlProtocol protocol)
{
  g_autoptr (TlReplyParser) parser = tl_reply_parser_new (protocol);
  g_autofree char *line = g_strdup (text);
  char *end = strstr (line, "<000D>");

  if (end == NULL)
    end = strstr (line, "<000A>");
  if (end != NULL)
    *end = '\0';
  /* One line of several says enough. */
  if (strlen (line) > 3 && line[3] == '-')
    line[3] = ' ';
  if (tl_reply_parser_feed (parser, line, strlen (line)) != TL_REPLY_COMPLETE)
    return NULL;
  return tl_reply_parser_finish (parser);
}

TlReply *
tl_pairing_dup_words (TlChannel *channel, TlProtocol protocol)
{
  TlTls *tls = tl_channel_get_tls (channel);
  const TlTlsInfo *info = tls != NULL ? tl_tls_get_info (tls) : NULL;

  return info != NULL && info->peeked_text != NULL ? parse_peeked (info->peeked_text, protocol)
                                                   : NULL;
}
