/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-survey-private.h"

#include "tl-domain-private.h"
#include "tl-follow-private.h"
#include "tl-local-ca.h"
#include "tl-names.h"
#include "tl-reply.h"
#include "tl-text.h"
#include "tl-watch.h"

#include <string.h>

/* Less is what a busy computer takes from any program. */
#define STOPPED_MS 1000

struct _TlRun {
  TlSettings *settings; /* (owned) */
  TlEvidenceBuilder *builder;
  GCancellable *cancellable; /* (owned) */
  TlRedactor *redactor;      /* (owned) */
  TlIo *io;                  /* (owned) */
  TlResolver *resolver;      /* (owned) */
  TlTlsTrust *trust;         /* (owned) */
  TlStepFunc func;
  gpointer func_data;
  TlLimits limits;
  TlReach reach;
  gint64 started_us;

  /* The step under way. */
  char *step; /* (owned, nullable) */
  char *target;
  double step_start_ms;

  gboolean refused; /* a negative reply stands recorded */
  TlWatch *watch;   /* (owned, nullable) of the way out, while the job runs */
  gint64 stood_us;  /* of the clock, when it began */
};

static const TlLimits usual_limits = {
    .dns = TL_LIMIT_DNS,
    .connect = TL_LIMIT_CONNECT,
    .greeting = TL_LIMIT_GREETING,
    .reply = TL_LIMIT_REPLY,
    .tls = TL_LIMIT_TLS,
    .data = TL_LIMIT_DATA,
    .quit = TL_LIMIT_QUIT,
    .first_connect = 3000,
    .siblings = 7000,
    .silence = 300,
    .retry_wait = 1000,
};

/* ---------------------------------------------------------------- what a step is given */

TlSettings *
tl_run_get_settings (TlRun *run)
{
  return run->settings;
}

TlIo *
tl_run_get_io (TlRun *run)
{
  return run->io;
}

TlResolver *
tl_run_get_resolver (TlRun *run)
{
  return run->resolver;
}

TlTlsTrust *
tl_run_get_trust (TlRun *run)
{
  return run->trust;
}

TlEvidenceBuilder *
tl_run_get_builder (TlRun *run)
{
  return run->builder;
}

gboolean
tl_run_is_cancelled (TlRun *run)
{
  return g_cancellable_is_cancelled (run->cancellable);
}

static char *
dup_changes (TlRun *run)
{
  const TlAddress *peer = run->reach.peer.length > 0 ? &run->reach.peer : NULL;

  return run->watch != NULL ? tl_watch_dup_changes (run->watch, peer) : NULL;
}

gboolean
tl_run_is_disturbed (TlRun *run)
{
  g_autofree char *changes = dup_changes (run);

  return changes != NULL;
}

const TlLimits *
tl_run_get_limits (TlRun *run)
{
  return &run->limits;
}

TlReach *
tl_run_get_reach (TlRun *run)
{
  return &run->reach;
}

/* ---------------------------------------------------------------- steps */

static void
tell (TlRun *run, const char *id, const char *target, TlOutcome outcome, double start_ms,
      double elapsed_ms)
{
  TlStepRecord record = {
      .id = (char *) id,
      .target = (char *) target,
      .attempt = tl_evidence_builder_get_attempt (run->builder),
      .outcome = outcome,
      .start_ms = start_ms,
      .elapsed_ms = elapsed_ms,
  };

  if (run->func != NULL)
    run->func (&record, run->func_data);
}

void
tl_run_add_step (TlRun *run, const char *id, const char *target, TlOutcome outcome, double start_ms,
                 double elapsed_ms)
{
  if (run->step != NULL && strcmp (run->step, id) == 0 && strcmp (run->target, target) == 0) {
    g_clear_pointer (&run->step, g_free);
    g_clear_pointer (&run->target, g_free);
  } else {
    tell (run, id, target, TL_OUTCOME_RUNNING, start_ms, 0);
  }
  tl_run_end_beside (run, id, target, outcome, start_ms, elapsed_ms);
}

void
tl_run_begin_beside (TlRun *run, const char *id, const char *target)
{
  tell (run, id, target, TL_OUTCOME_RUNNING, tl_io_now_ms (run->io), 0);
}

void
tl_run_end_beside (TlRun *run, const char *id, const char *target, TlOutcome outcome,
                   double start_ms, double elapsed_ms)
{
  tl_evidence_builder_add_step (run->builder, id, target, outcome, start_ms, elapsed_ms);
  tell (run, id, target, outcome, start_ms, elapsed_ms);
}

void
tl_run_begin (TlRun *run, const char *id, const char *target)
{
  g_return_if_fail (run->step == NULL);

  run->step = g_strdup (id);
  run->target = g_strdup (target != NULL ? target : "");
  run->step_start_ms = tl_io_now_ms (run->io);
  tell (run, run->step, run->target, TL_OUTCOME_RUNNING, run->step_start_ms, 0);
}

gboolean
tl_run_end (TlRun *run, TlOutcome outcome)
{
  g_autofree char *step = g_steal_pointer (&run->step);
  g_autofree char *target = g_steal_pointer (&run->target);
  double elapsed_ms = tl_io_now_ms (run->io) - run->step_start_ms;

  g_return_val_if_fail (step != NULL, FALSE);

  tl_evidence_builder_add_step (run->builder, step, target, outcome, run->step_start_ms,
                                elapsed_ms);
  tell (run, step, target, outcome, run->step_start_ms, elapsed_ms);
  return outcome == TL_OUTCOME_OK || outcome == TL_OUTCOME_WARNING;
}

gboolean
tl_run_fail_as (TlRun *run, const char *failure)
{
  tl_run_fact (run, "step.failure", failure);
  return tl_run_end (run, TL_OUTCOME_FAILED);
}

gboolean
tl_run_fail (TlRun *run, TlFailure failure)
{
  if (failure != TL_FAILURE_CANCELLED)
    return tl_run_fail_as (run, tl_failure_to_string (failure));

  tl_run_fact (run, "step.skipped", "cancelled");
  return tl_run_end (run, TL_OUTCOME_SKIPPED);
}

void
tl_run_skip (TlRun *run, const char *id, const char *reason)
{
  tl_run_begin (run, id, NULL);
  tl_run_fact (run, "step.skipped", reason);
  tl_run_end (run, TL_OUTCOME_SKIPPED);
}

/* ---------------------------------------------------------------- facts */

void
tl_run_fact_of (TlRun *run, const char *step, const char *target, const char *fact,
                const char *value)
{
  gsize length;
  g_autofree char *clean = NULL, *visible = NULL;

  if (value == NULL)
    return;
  /* A server may repeat what it was told: nothing is kept that was not scrubbed first. */
  clean = tl_redactor_scrub (run->redactor, value, strlen (value), &length);
  /* Replies are visible by now; records of the DNS and the like come as somebody wrote them. */
  visible = tl_text_make_visible_lines (clean, length, 0);
  tl_evidence_builder_add (run->builder, TL_SOURCE_PROBE, step, target, fact, visible);
}

void
tl_run_fact (TlRun *run, const char *fact, const char *value)
{
  tl_run_fact_of (run, run->step != NULL ? run->step : "", run->target != NULL ? run->target : "",
                  fact, value);
}

void
tl_run_factf (TlRun *run, const char *fact, const char *format, ...)
{
  g_autofree char *value = NULL;
  va_list args;

  va_start (args, format);
  value = g_strdup_vprintf (format, args);
  va_end (args);
  tl_run_fact (run, fact, value);
}

void
tl_run_fact_ms (TlRun *run, const char *fact, double ms)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  tl_run_fact (run, fact, g_ascii_formatd (number, sizeof number, "%.1f", ms));
}

void
tl_run_yes_no (TlRun *run, const char *fact, gboolean yes)
{
  tl_run_fact (run, fact, yes ? "yes" : "no");
}

void
tl_run_reply (TlRun *run, const char *stage, const TlReply *reply)
{
  gboolean smtp = run->settings->protocol == TL_PROTOCOL_SMTP;
  gboolean positive = tl_reply_is_positive (reply) || reply->code < 200;

  if (positive && run->refused)
    return;
  run->refused |= !positive;
  tl_run_fact (run, smtp ? "smtp.reply.stage" : "ftp.reply.stage", stage);
  tl_run_factf (run, smtp ? "smtp.reply.code" : "ftp.reply.code", "%u", reply->code);
  if (smtp)
    tl_run_fact (run, "smtp.reply.enhanced", reply->enhanced != NULL ? reply->enhanced : "");
  tl_run_fact (run, smtp ? "smtp.reply.text" : "ftp.reply.text", reply->text);
}

/* ---------------------------------------------------------------- the job */

/* Whoever gives the job more time than usual gives it to the server: greet pauses last a minute, and
 * RFC 5321 4.5.3.2 lets it take five. */
static void
stretch_limits (TlLimits *limits, guint timeout_s)
{
  guint most = MIN (timeout_s, TL_LIMIT_PATIENCE / 1000) * 1000 / 3 * 2;

  limits->greeting = MAX (limits->greeting, most);
  limits->reply = MAX (limits->reply, most);
}

TlRun *
tl_run_new (TlSettings *settings, TlEvidenceBuilder *builder, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TlRun) run = g_new0 (TlRun, 1);

  run->settings = g_object_ref (settings);
  run->builder = builder;
  run->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  run->limits = usual_limits;
  stretch_limits (&run->limits, settings->timeout_s);
  run->started_us = tl_clock_us ();
  run->redactor = tl_redactor_new ();
  if (settings->password != NULL)
    tl_redactor_add_secret (run->redactor, settings->password, settings->user);
  run->resolver = tl_resolver_new (settings->resolve, error);
  if (run->resolver == NULL)
    return NULL;
  /* Its certificates load while the name is looked up. */
  run->trust = tl_tls_trust_new (settings->ca_file, error);
  if (run->trust == NULL)
    return NULL;
  run->io =
      tl_io_new (run->cancellable, run->started_us + (gint64) settings->timeout_s * G_USEC_PER_SEC,
                 builder, run->redactor, run->started_us);
  return g_steal_pointer (&run);
}

TlIo *
tl_run_new_io (TlRun *run, GCancellable *own, TlEvidenceBuilder *recorder, guint limit_ms)
{
  return tl_io_new (own, tl_io_limit (run->io, limit_ms),
                    recorder != NULL ? recorder : run->builder, run->redactor, run->started_us);
}

void
tl_run_hide_user (TlRun *run, const char *user)
{
  if (run->settings->password != NULL)
    tl_redactor_add_secret (run->redactor, run->settings->password, user);
}

void
tl_run_free (TlRun *run)
{
  g_clear_pointer (&run->watch, tl_watch_free);
  g_clear_pointer (&run->io, tl_io_unref);
  g_clear_pointer (&run->resolver, tl_resolver_free);
  g_clear_pointer (&run->trust, tl_tls_trust_unref);
  g_clear_pointer (&run->redactor, tl_redactor_unref);
  g_clear_pointer (&run->reach.addresses, g_ptr_array_unref);
  g_clear_pointer (&run->reach.rest, tl_connect_rest_free);
  g_clear_pointer (&run->reach.way, tl_endpoint_free);
  g_clear_pointer (&run->reach.shown, g_ptr_array_unref);
  g_clear_object (&run->cancellable);
  g_clear_object (&run->settings);
  g_free (run->step);
  g_free (run->target);
  g_free (run);
}

void
tl_run_set_limits (TlRun *run, const TlLimits *limits)
{
  run->limits = *limits;
}

void
tl_run_set_step_func (TlRun *run, TlStepFunc func, gpointer user_data)
{
  run->func = func;
  run->func_data = user_data;
}

/* Whether a conversation came about, and with the one that was meant. */
static gboolean
met_server (const TlEvidence *evidence, const char *sign)
{
  const char *verify = tl_evidence_get (evidence, "tls.verify");

  return tl_evidence_get (evidence, sign) != NULL &&
         (verify == NULL || strcmp (verify, "ok") == 0 || strcmp (verify, "not-tested") == 0);
}

/* Where none did, the names are looked at again. */
static void
doubt_names (TlRun *run)
{
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (run->builder);
  gboolean met = met_server (evidence, "greeting.code");

  if (run->reach.asked && !met && !run->settings->no_environment && !tl_run_is_cancelled (run))
    tl_names_check (run, run->reach.outcome);
}

/* What all connections of the job together lost on the way. */
static void
record_losses (TlRun *run)
{
  guint sent, again;
  char number[16];

  if (!tl_io_get_segments (run->io, &sent, &again) || again == 0)
    return;
  g_snprintf (number, sizeof number, "%u", sent);
  tl_run_fact_of (run, "path.sample", "", "path.sent", number);
  g_snprintf (number, sizeof number, "%u", again);
  tl_run_fact_of (run, "path.sample", "", "path.again", number);
  g_snprintf (number, sizeof number, "%u", 100 * again / MAX (sent, 1));
  tl_run_fact_of (run, "path.sample", "", "path.lost_percent", number);
}

static void
end_local (TlRun *run, TlLocal *local)
{
  g_autoptr (TlEvidence) evidence = tl_evidence_builder_snapshot (run->builder);
  gboolean met = met_server (evidence, "greeting.code") || met_server (evidence, "http.status");

  tl_local_end (local, met && tl_evidence_get (evidence, "step.failure") == NULL);
}

/* What became of the job's surroundings while it ran. */
static void
record_disturbance (TlRun *run)
{
  g_autofree char *changes = dup_changes (run);
  double stopped_ms = tl_watch_get_slept_ms (run->watch) +
                      (double) (tl_clock_get_stood_us () - run->stood_us) / 1000;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  tl_run_fact_of (run, "local.route", "", "local.network_changed", changes);
  if (stopped_ms >= STOPPED_MS)
    tl_run_fact_of (run, "local.route", "", "local.stopped_ms",
                    g_ascii_formatd (number, sizeof number, "%.1f", stopped_ms));
}

/* This computer is looked at around the job: it asks nobody but this computer, and what it sees stands
 * beside what the network answers. */
static void
check (TlRun *run)
{
  TlLocal *local = NULL;
  TlDane *dane;

  if (tl_run_resolve (run))
    tl_watch_aim (run->watch, run->reach.addresses);
  dane = tl_dane_begin (run);
  if (!run->settings->no_environment && !tl_run_is_cancelled (run))
    local = tl_local_begin (run);
  if (run->settings->kind == TL_JOB_SURVEY)
    tl_survey_check (run);
  else if (run->settings->protocol == TL_PROTOCOL_FTP)
    tl_ftp_check (run);
  else if (run->settings->protocol == TL_PROTOCOL_HTTP)
    tl_web_check (run);
  else
    tl_smtp_check (run);
  record_losses (run);
  tl_dane_end (dane);
  if (!tl_run_is_disturbed (run)) {
    tl_ports_compare_certificate (run);
    tl_versions_ask (run);
    tl_pairing_say_nothing (run);
  }
  tl_run_settle_families (run);
  if (local != NULL)
    end_local (run, local);
  if (!tl_run_is_disturbed (run)) {
    doubt_names (run);
    tl_follow_up (run);
  }
}

/* The services of this computer have their time while others are asked for a page or the clock. */
static void
look_around (TlRun *run)
{
  TlLocal *local;

  if (run->settings->host[0] != '\0')
    tl_run_resolve (run);
  local = tl_local_begin (run);
  tl_local_ca_check (run);
  if (run->settings->host[0] == '\0' && !run->settings->no_environment)
    tl_names_look (run);
  doubt_names (run);
  tl_follow_up (run);
  tl_local_end (local, FALSE);
}

gboolean
tl_run_go (TlRun *run, GError **error)
{
  TlSettings *settings = run->settings;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *started = g_date_time_format_iso8601 (now);
  gboolean known = settings->kind == TL_JOB_ENVIRONMENT || settings->kind == TL_JOB_DOMAIN ||
                   settings->kind == TL_JOB_CHECK ||
                   (settings->kind == TL_JOB_SURVEY && settings->protocol != TL_PROTOCOL_HTTP);

  if (!known) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, "no such job");
    return FALSE;
  }
  tl_evidence_builder_set_started (run->builder, started);
  run->watch = tl_watch_new ();
  run->stood_us = tl_clock_get_stood_us ();
  tl_clock_watch ();
  if (settings->kind == TL_JOB_DOMAIN) {
    tl_domain_check (run);
  } else if (settings->kind != TL_JOB_ENVIRONMENT) {
    check (run);
  } else {
    look_around (run);
  }
  record_disturbance (run);
  tl_clock_unwatch ();
  tl_evidence_builder_set_elapsed (run->builder, tl_io_now_ms (run->io));
  tl_evidence_builder_set_cancelled (run->builder, tl_run_is_cancelled (run));
  return !g_cancellable_set_error_if_cancelled (run->cancellable, error);
}

gboolean
tl_run_job (TlSettings *settings, TlEvidenceBuilder *builder, TlStepFunc func, gpointer user_data,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (TlRun) run = tl_run_new (settings, builder, cancellable, error);

  if (run == NULL)
    return FALSE;
  tl_run_set_step_func (run, func, user_data);
  return tl_run_go (run, error);
}

static const char *const steps[] = {
    "dns.resolve",
    "dns.names",
    "tcp.connect",
    "ports.siblings",
    "detour.nobody",
    "survey.port",
    "tls.handshake",
    "tls.versions",
    "pairing.other",
    "pairing.silent",
    "host.echo",
    "host.reference",
    "host.other-family",
    "path.small-packets",
    "path.small-text",
    "path.sample",
    "smtp.greeting",
    "smtp.ehlo",
    "smtp.starttls",
    "smtp.ehlo.tls",
    "smtp.auth",
    "smtp.mail",
    "smtp.rcpt",
    "smtp.data",
    "smtp.message",
    "smtp.rset",
    "smtp.quit",
    "smtp.sessions",
    "smtp.greylist",
    "ftp.greeting",
    "ftp.auth-tls",
    "ftp.feat",
    "ftp.login",
    "ftp.login.other-form",
    "ftp.protection",
    "ftp.pwd",
    "ftp.data.passive",
    "ftp.data.active",
    "ftp.list",
    "ftp.channels",
    "ftp.upload",
    "ftp.sessions",
    "ftp.quit",
    "http.proxy",
    "http.request",
    "http.auth",
    "http.compare.fresh",
    "http.compare.direct",
    "http.compare.address",
    "http.compare.unknown",
    "http.compare.name",
    "http.compare.shared",
    "http.compare.frames",
    "http.compare.http1",
    "local.route",
    "local.connections",
    "local.links",
    "local.services",
    "local.vpn",
    "local.vpn.beside",
    "local.portal",
    "local.proxy",
    "local.proxy.connect",
    "local.ca",
    "local.clock",
    "local.clock.compare",
    "local.firewall",
    "local.antivirus",
    "local.sandbox",
    "domain.lookup",
    "domain.mx",
    "domain.mx.reach",
    "domain.spf",
    "domain.dkim",
    "domain.dmarc",
    "domain.mta-sts",
    "domain.tls-rpt",
    "domain.dane",
    "domain.ptr",
    "domain.dnsbl",
    NULL,
};

const char *const *
tl_run_list_steps (void)
{
  return steps;
}
