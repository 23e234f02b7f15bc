/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-survey-private.h"

#include "tl-domain-private.h"
#include "tl-follow-private.h"
#include "tl-local-ca.h"
#include "tl-names.h"
#include "tl-reply.h"

#include <string.h>

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
  g_autofree char *clean = NULL;

  if (value == NULL)
    return;
  /* A server may repeat what it was told: nothing is kept that was not scrubbed first. */
  clean = tl_redactor_scrub (run->redactor, value, strlen (value), &length);
  tl_evidence_builder_add (run->builder, TL_SOURCE_PROBE, step, target, fact, clean);
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
  run->started_us = g_get_monotonic_time ();
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

/* This computer is looked at around the job: it asks nobody but this computer, and what it sees stands
 * beside what the network answers. */
static void
check (TlRun *run)
{
  TlLocal *local = NULL;
  TlDane *dane;

  tl_run_resolve (run);
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
  tl_ports_compare_certificate (run);
  tl_versions_ask (run);
  tl_run_settle_families (run);
  if (local != NULL)
    end_local (run, local);
  doubt_names (run);
  tl_follow_up (run);
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
  if (settings->kind == TL_JOB_DOMAIN) {
    tl_domain_check (run);
  } else if (settings->kind != TL_JOB_ENVIRONMENT) {
    check (run);
  } else {
    look_around (run);
  }
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

/* ---------------------------------------------------------------- what it leads to */

/* One connection to each usual port of one address of each family, and to the job's own; two more
 * where a port starts the other way round than usual. */
static guint
count_survey (TlSettings *settings)
{
  const guint *ports = tl_ports_usual (settings->protocol);
  guint families = settings->family == TL_FAMILY_ANY ? 2 : 1;
  guint own =
      settings->kind == TL_JOB_CHECK ? tl_settings_effective_port (settings) : settings->port;
  guint n = own != 0;

  for (guint i = 0; ports[i] != 0; i++)
    n += ports[i] != own;
  return n * families + TL_SURVEY_SPARE_CONNECTIONS;
}

static gboolean
logs_in (TlSettings *settings)
{
  return settings->user[0] != '\0' && settings->auth != TL_AUTH_NONE;
}

/* Whether the login may go out with the envelope behind it; a server that minds that and does not look
 * at the login gets it once more, alone (docs/decisions/0009). */
static gboolean
may_log_in_twice (TlSettings *settings)
{
  return logs_in (settings) && !settings->send && settings->sessions <= 1 &&
         tl_settings_effective_security (settings) != TL_SECURITY_NONE &&
         (settings->auth == TL_AUTH_AUTO || settings->auth == TL_AUTH_PLAIN);
}

/* One conversation, and what was asked for beside it: the other form of the user name, the greylisted
 * triplet tried again, further sessions. Told apart: the other pairing, and a 421 or an unheard login tried
 * again (never both: after a 421 nothing goes out behind a login). */
static void
count_smtp (TlSettings *settings, TlAnnouncement *plan)
{
  gboolean waits = settings->retry_greylist_s > 0 && settings->to[0] != '\0';
  gboolean forms = settings->try_user_forms && logs_in (settings);
  guint further = settings->sessions > 1 ? settings->sessions - 1 : 0;

  /* Where the login fails, the other form may be tried; where it does not, what follows it. */
  plan->connections = 1 + MAX (forms ? 1 : 0, (waits ? 1 : 0) + further);
  plan->logins = logs_in (settings) ? 1 + (forms || waits ? 1 : 0) : 0;
  plan->once_more = 2;
  plan->login_once_more = may_log_in_twice (settings) ? 1 : 0;
  plan->other_ports = count_survey (settings);
  plan->or_no_tls = TRUE;
}

/* The check and, where its port stays silent, the other pairing; the other form of the user name, which
 * only a refused login leads to, or further sessions. */
static void
count_ftp (TlSettings *settings, TlAnnouncement *plan)
{
  gboolean pairing = tl_settings_effective_security (settings) != TL_SECURITY_TLS;
  gboolean forms = settings->try_user_forms && logs_in (settings);
  guint more = MAX (forms ? 1 : 0, settings->sessions > 1 ? settings->sessions - 1 : 0);

  plan->connections = 1 + (pairing ? 1 : 0) + more;
  plan->logins = logs_in (settings) ? 1 + more : 0;
  plan->other_ports = count_survey (settings);
  plan->or_no_tls = TRUE;
}

/* For each mode one data connection, the announced address of PASV and that of the server apart, the
 * whole once more unprotected, and two for the file that is stored and fetched. Where a mode fails, the
 * others may need at most two logins more (tl-ftp-matrix.c). */
static void
count_data (TlSettings *settings, TlAnnouncement *plan)
{
  TlFtpMode mode = settings->ftp_mode;
  gboolean named = mode == TL_FTP_MODE_EPSV || mode == TL_FTP_MODE_PASV ||
                   mode == TL_FTP_MODE_EPRT || mode == TL_FTP_MODE_PORT;
  guint modes = named ? 1 : mode == TL_FTP_MODE_PASSIVE || mode == TL_FTP_MODE_ACTIVE ? 2 : 4;

  if (!logs_in (settings))
    return;
  if (!named && settings->pasv_announced)
    modes++;
  if (!named && settings->protect_clear)
    modes *= 2;
  plan->data_connections = modes + (settings->upload ? 2 : 0);
  plan->more_modes = named ? 0 : 2;
}

/* The exchanger is only found by the job itself; its domain stands for it. */
static TlAnnouncement *
announce_domain (TlSettings *settings)
{
  g_autofree char *policy_host = tl_domain_dup_policy_host (settings->host);
  const char *hosts[] = {settings->host, settings->no_environment ? NULL : policy_host, NULL};
  g_autoptr (GPtrArray) lists = tl_domain_list_lists (settings);
  TlAnnouncement *plan = tl_announcement_new (hosts, settings->no_environment ? 1 : 2, 0);

  plan->lists = g_new0 (char *, lists->len + 1);
  for (guint i = 0; i < lists->len; i++)
    plan->lists[i] = g_strdup (((TlReferenceList *) lists->pdata[i])->zone);
  return plan;
}

/* Our own handshake, the request and five redirects, a 421 repeated by libsoup and then compared with a
 * fresh connection, two other addresses, an unknown name and another one, or a look at the frames of who
 * gave no answer; the login, and once more where its answer leads. */
static void
count_http (TlSettings *settings, TlAnnouncement *plan)
{
  plan->logins = logs_in (settings) ? 2 : 0;
  plan->connections = 1 + 6 + 1 + 5 + plan->logins;
}

/* Whom a look for settings may ask, beside the name servers (src/accounts), and how often: once, and once
 * more where it sends on. */
static void
announce_lookups (TlSettings *settings, TlAnnouncement *plan)
{
  const char *at = strrchr (settings->address, '@');
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_autofree char *own = at != NULL ? g_strconcat ("autoconfig.", at + 1, NULL) : NULL;

  if (at == NULL || at[1] == '[' || *settings->host != '\0' || settings->no_environment)
    return;
  g_strv_builder_add_many (hosts, own, at + 1, NULL);
  if (settings->public_database)
    g_strv_builder_add (hosts, "autoconfig.thunderbird.net");
  plan->lookups = g_strv_builder_end (hosts);
  plan->lookup_connections = 2 * g_strv_length (plan->lookups);
}

/* Whether the job may come to a handshake of its own. */
static gboolean
may_encrypt (TlSettings *settings)
{
  if (settings->protocol == TL_PROTOCOL_HTTP)
    return g_ascii_strncasecmp (settings->url, "https:", strlen ("https:")) == 0;
  return tl_settings_effective_security (settings) != TL_SECURITY_NONE;
}

static void
announce_check (TlSettings *settings, TlAnnouncement *plan)
{
  if (settings->protocol == TL_PROTOCOL_HTTP) {
    count_http (settings, plan);
  } else if (settings->protocol == TL_PROTOCOL_SMTP) {
    count_smtp (settings, plan);
  } else {
    count_ftp (settings, plan);
    count_data (settings, plan);
  }
  plan->versions = may_encrypt (settings) ? TL_VERSIONS_CONNECTIONS : 0;
  plan->lists_versions = settings->tls_versions;
  plan->asks_nobody = settings->protocol == TL_PROTOCOL_SMTP && !settings->no_environment;
  plan->sends_message =
      settings->protocol == TL_PROTOCOL_SMTP && settings->send && settings->to[0] != '\0';
  plan->follows_redirects = settings->protocol == TL_PROTOCOL_HTTP;
  if (plan->follows_redirects)
    tl_web_proxy_announce (settings, plan);
  plan->uploads_file = settings->protocol == TL_PROTOCOL_FTP && settings->upload;
  plan->other_ways = !settings->no_environment;
  announce_lookups (settings, plan);
}

/* A look at this computer needs no server; it asks the references and the portal's page in any case. */
static TlAnnouncement *
announce_environment (TlSettings *settings)
{
  g_autofree char *portal = tl_follow_dup_portal_host (settings);
  g_auto (GStrv) references = tl_follow_dup_references (settings);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  TlAnnouncement *plan;

  if (references != NULL)
    g_strv_builder_addv (hosts, (const char **) references);
  if (portal != NULL)
    g_strv_builder_add (hosts, portal);
  list = g_strv_builder_end (hosts);
  plan = tl_announcement_new ((const char *const *) list, 0, 0);
  plan->looks_only = TRUE;
  return plan;
}

/* An address needs no looking up, as far as can be told without doing it. */
static gboolean
asks_names (TlSettings *settings)
{
  TlAddress literal;

  return !settings->no_environment && !tl_address_parse (settings->host, 0, &literal);
}

TlAnnouncement *
tl_plan_announce (TlSettings *settings)
{
  const char *named[] = {settings->host[0] != '\0' ? settings->host : NULL, NULL};
  TlAnnouncement *plan;

  if (settings->kind == TL_JOB_DOMAIN)
    return announce_domain (settings);
  if (settings->kind == TL_JOB_ENVIRONMENT)
    return announce_environment (settings);
  plan = tl_announcement_new (named, 0, 0);
  if (settings->kind == TL_JOB_DISCOVER) {
    announce_lookups (settings, plan);
    plan->looks_only = TRUE;
    return plan;
  }
  if (settings->kind == TL_JOB_CHECK) {
    announce_check (settings, plan);
  } else {
    plan->connections = count_survey (settings);
    plan->logins = logs_in (settings) ? 1 : 0;
  }
  plan->asks_names = asks_names (settings);
  plan->portal = tl_follow_dup_portal_host (settings);
  plan->references = tl_follow_dup_references (settings);
  return plan;
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
