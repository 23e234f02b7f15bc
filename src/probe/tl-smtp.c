/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The check of a mail server: one conversation, and the few more that its outcome calls for. Every
 * one of them is in tl_plan_announce. */
#include "tl-login-form.h"
#include "tl-path-sample.h"
#include "tl-survey-private.h"

#include <string.h>

/* So long what is owed may take before the words of a sample (tl-path-sample.h). */
#define SETTLE_MS 3000

static gboolean
wants_login (TlSettings *settings)
{
  return settings->user[0] != '\0' && settings->password != NULL && settings->auth != TL_AUTH_NONE;
}

/* What was not reached stands there as skipped, so that nobody takes it for a success. */
static void
skip_from (TlSmtp *smtp, const char *first, const char *reason)
{
  static const char *const order[] = {"smtp.auth", "smtp.mail", "smtp.rcpt"};
  TlSettings *settings = tl_run_get_settings (smtp->run);
  gboolean reached = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    reached |= strcmp (order[i], first) == 0;
    if (!reached || (i == 0 && !wants_login (settings)) || (i == 2 && settings->to[0] == '\0'))
      continue;
    tl_run_skip (smtp->run, order[i], reason);
  }
}

static const char *
why_skipped (TlSmtp *smtp)
{
  TlTls *tls = smtp->channel != NULL ? tl_channel_get_tls (smtp->channel) : NULL;

  if (tl_run_is_cancelled (smtp->run))
    return "cancelled";
  if (tls != NULL && tl_tls_get_info (tls)->complete &&
      g_strcmp0 (tl_tls_get_info (tls)->verify, "ok") != 0)
    return "unverified";
  return "earlier-failure";
}

/* ---------------------------------------------------------------- beginning */

/* Whether the connection was taken and then ended by the other side before anything was said. */
static gboolean
was_wordless (TlSmtp *smtp)
{
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (tl_run_get_builder (smtp->run));
  const char *failure = tl_evidence_get (evidence, "step.failure");
  gboolean ended = g_strcmp0 (failure, "closed") == 0 || g_strcmp0 (failure, "reset") == 0;

  return ended && (tl_evidence_is (evidence, "greeting.protocol", "nothing") ||
                   tl_evidence_is (evidence, "tls.peeked", "closed") ||
                   tl_evidence_is (evidence, "tls.peeked", "reset"));
}

/* A server that is full may have room a moment later, when our own connection is gone: that tells a
 * limit of connections from a limit of connections a minute. Who hung up without a word may have been one
 * of several behind the name, or refuse us for good. One more try, never a second one. */
static gboolean
start_again (TlSmtp *smtp, const char *fact)
{
  gboolean works;

  tl_smtp_drop (smtp);
  if (!tl_io_sleep (tl_run_get_io (smtp->run), tl_run_get_limits (smtp->run)->retry_wait))
    return FALSE;
  works = tl_smtp_start (smtp, TRUE);
  smtp->tried_again = TRUE;
  if (!tl_run_is_cancelled (smtp->run))
    tl_run_fact_of (
        smtp->run, "smtp.greeting", smtp->target, fact,
        !works && (smtp->busy || smtp->channel == NULL || was_wordless (smtp)) ? "still" : "works");
  return works;
}

static gboolean
start (TlSmtp *smtp)
{
  if (tl_smtp_start (smtp, FALSE))
    return TRUE;
  if (tl_run_is_cancelled (smtp->run) || tl_run_is_disturbed (smtp->run))
    return FALSE;
  if (smtp->busy)
    return start_again (smtp, "smtp.limit.retry");
  return was_wordless (smtp) && start_again (smtp, "greeting.retry");
}

/* ---------------------------------------------------------------- login */

/* One more login with the other form of the user name, on a connection of its own; it says only
 * whether that form is the right one, the check itself has failed. */
static void
try_other_form (TlSmtp *smtp)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);
  g_autofree char *user = tl_login_dup_other_form (settings);
  gboolean accepted;

  if (!settings->try_user_forms || user == NULL || !tl_smtp_auth_may_be_form (smtp->run))
    return;
  tl_smtp_leave (smtp);
  tl_run_hide_user (smtp->run, user);
  if (!tl_smtp_start (smtp, TRUE))
    return;
  accepted = tl_smtp_auth (smtp, user);
  if (tl_run_is_cancelled (smtp->run))
    return;
  tl_run_fact_of (smtp->run, "smtp.auth", smtp->target, "smtp.auth.other_form",
                  accepted ? "accepted" : "rejected");
  tl_run_fact_of (smtp->run, "smtp.auth", smtp->target, "smtp.auth.outcome", "rejected");
}

/* A login that the server turned away for the commands behind it has not taken place: it does in a new
 * conversation, command by command. */
static gboolean
start_alone (TlSmtp *smtp)
{
  if (!smtp->unheard || tl_run_is_cancelled (smtp->run))
    return FALSE;
  tl_smtp_leave (smtp);
  return tl_smtp_start (smtp, TRUE);
}

static gboolean
log_in (TlSmtp *smtp, gboolean first)
{
  TlSettings *settings = tl_run_get_settings (smtp->run);

  if (!wants_login (settings)) {
    tl_run_skip (smtp->run, "smtp.auth", "not-asked");
    tl_run_fact_of (smtp->run, "smtp.auth", "", "smtp.auth.outcome", "not-tested");
    return TRUE;
  }
  if (tl_smtp_auth (smtp, settings->user))
    return TRUE;
  if (start_alone (smtp) && tl_smtp_auth (smtp, settings->user))
    return TRUE;
  skip_from (smtp, "smtp.mail", tl_run_is_cancelled (smtp->run) ? "cancelled" : "earlier-failure");
  if (first && !tl_run_is_cancelled (smtp->run))
    try_other_form (smtp);
  return FALSE;
}

void
tl_smtp_log_in_over (TlRun *run, TlTalk *talk)
{
  /* The connection stays the survey's; nothing goes out behind the login. */
  TlSmtp smtp = {
      .run = run,
      .channel = talk->channel,
      .target = tl_address_to_target (&talk->address),
      .security = tl_talk_get_security (talk),
      .verified = TRUE,
      .esmtp = TRUE,
      .alive = TRUE,
      .careful = TRUE,
      .offer = talk->hidden,
  };

  tl_run_get_reach (run)->peer = talk->address;
  if (!tl_smtp_auth (&smtp, tl_run_get_settings (run)->user) && !smtp.alive)
    talk->failure = TL_FAILURE_CLOSED;
  g_free (smtp.target);
}

/* ---------------------------------------------------------------- --retry-greylist */

static gboolean
wait_out (TlSmtp *smtp, guint seconds)
{
  TlIo *io = tl_run_get_io (smtp->run);

  tl_run_begin (smtp->run, "smtp.greylist", smtp->target);
  /* The person asked for this wait: it is not taken from the job's own time. */
  tl_io_extend (io, seconds * 1000);
  if (!tl_io_sleep (io, seconds * 1000))
    return tl_run_fail (smtp->run, tl_run_is_cancelled (smtp->run) ? TL_FAILURE_CANCELLED
                                                                   : TL_FAILURE_TIMEOUT);
  tl_run_factf (smtp->run, "smtp.greylist.waited_s", "%u", seconds);
  return tl_run_end (smtp->run, TL_OUTCOME_OK);
}

/* The same triplet (our address, sender, recipient) once more: greylisting lets it through now. */
static gboolean
retry_deferred (TlSmtp *smtp)
{
  guint seconds = tl_run_get_settings (smtp->run)->retry_greylist_s;
  TlEnvelope outcome;

  tl_smtp_leave (smtp);
  if (seconds == 0 || !wait_out (smtp, seconds))
    return FALSE;
  if (!tl_smtp_start (smtp, TRUE) || !log_in (smtp, FALSE))
    return FALSE;
  outcome = tl_smtp_envelope (smtp);
  if (tl_run_is_cancelled (smtp->run))
    return FALSE;
  tl_run_fact_of (smtp->run, "smtp.greylist", smtp->target, "smtp.greylist.retried",
                  outcome == TL_ENVELOPE_OK ? "passed" : "still");
  return outcome == TL_ENVELOPE_OK;
}

/* ---------------------------------------------------------------- the whole */

/* A conversation that did not even come to a login, and what it may have met on the way. */
static void
look_for_detour (TlSmtp *smtp)
{
  TlTls *tls = smtp->channel != NULL ? tl_channel_get_tls (smtp->channel) : NULL;
  const TlTlsInfo *info = tls != NULL ? tl_tls_get_info (tls) : NULL;
  gboolean incomplete = info == NULL || !info->complete;
  gboolean foreign = !incomplete && !g_strv_contains ((const char *const[]){"ok", "expired",
                                                                            "not-yet-valid", NULL},
                                                      info->verify != NULL ? info->verify : "");
  gboolean greeted = smtp->esmtp || smtp->helo;
  gboolean wants = smtp->security == TL_SECURITY_STARTTLS && greeted && info == NULL;
  gboolean missing = wants && !smtp->offer.starttls && !smtp->offer.garbled;

  if (tl_run_is_cancelled (smtp->run) || smtp->busy || smtp->verified ||
      tl_run_is_disturbed (smtp->run))
    return;
  if (info != NULL && incomplete && tl_channel_has_timed_out (smtp->channel) &&
      (tl_small_packets_try (smtp) || tl_run_is_cancelled (smtp->run)))
    return;
  if (missing || smtp->starttls_unknown) {
    guint port = tl_address_get_port (&tl_run_get_reach (smtp->run)->peer);

    tl_smtp_leave (smtp);
    tl_ports_compare_starttls (smtp->run, port, smtp->starttls_unknown);
  }
  if (!tl_run_is_cancelled (smtp->run) && (incomplete || foreign))
    tl_detour_ask_nobody (smtp->run);
}

static gboolean
converse (TlSmtp *smtp)
{
  TlEnvelope outcome;

  if (!start (smtp)) {
    skip_from (smtp, "smtp.auth", why_skipped (smtp));
    return FALSE;
  }
  if (!log_in (smtp, TRUE))
    return FALSE;
  tl_smtp_count_sessions (smtp);
  outcome = tl_smtp_envelope (smtp);
  if (outcome == TL_ENVELOPE_DEFERRED && !tl_run_is_cancelled (smtp->run))
    return retry_deferred (smtp);
  return outcome == TL_ENVELOPE_OK;
}

/* Where a packet was repeated, or an answer that needs no thought came late. */
static void
sample_path (TlSmtp *smtp)
{
  /* Over a certificate that does not hold nothing more is said than goodbye. */
  if (smtp->channel == NULL || !smtp->alive ||
      (tl_channel_get_tls (smtp->channel) != NULL && !smtp->verified) ||
      tl_run_is_cancelled (smtp->run) || !tl_path_is_suspect (smtp->run, smtp->channel, smtp->late))
    return;
  tl_smtp_begin (smtp, "path.sample");
  /* Behind a refused login, answers to the rest of its flight are still on their way. */
  tl_smtp_settle (smtp, SETTLE_MS);
  if (smtp->alive)
    smtp->alive = tl_path_sample (smtp->run, smtp->channel, TL_PROTOCOL_SMTP);
  else
    tl_run_end (smtp->run, TL_OUTCOME_OK);
}

gboolean
tl_smtp_check (TlRun *run)
{
  TlSmtp smtp = {
      .run = run,
      .target = g_strdup (""),
      .security = tl_settings_effective_security (tl_run_get_settings (run)),
  };
  gboolean ok = converse (&smtp);

  look_for_detour (&smtp);
  if (!ok && !tl_run_is_disturbed (run))
    tl_small_text_try (&smtp);
  sample_path (&smtp);
  if (smtp.crowded && !tl_run_is_disturbed (run))
    tl_smtp_try_alone (&smtp);
  tl_smtp_leave (&smtp);
  tl_smtp_offer_clear (&smtp.offer);
  g_free (smtp.target);
  return ok;
}
