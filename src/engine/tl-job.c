/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-engine"

#include "tl-job.h"

#include "tl-filezilla.h"

#include "tl-diagnose.h"

struct _TlJob {
  TlSettings *settings;
  TlEvidenceBuilder *builder;
  TlDiscovery *discovery;
  TlDiagnosis *diagnosis;
  TlEvidence *evidence;
};

typedef struct {
  TlStepFunc func;
  gpointer user_data;
} Reporter;

TlJob *
tl_job_new (TlSettings *settings, const TlEvidence *before)
{
  TlJob *job = g_new0 (TlJob, 1);

  job->settings = tl_settings_copy (settings);
  job->builder = before != NULL ? tl_evidence_builder_new_attempt (settings, before)
                                : tl_evidence_builder_new (settings);
  return job;
}

void
tl_job_free (TlJob *job)
{
  g_object_unref (job->settings);
  tl_evidence_builder_unref (job->builder);
  g_clear_pointer (&job->discovery, tl_discovery_free);
  g_clear_pointer (&job->diagnosis, tl_diagnosis_unref);
  g_clear_pointer (&job->evidence, tl_evidence_unref);
  g_free (job);
}

static gboolean
wants_discovery (const TlSettings *settings)
{
  return settings->kind == TL_JOB_DISCOVER ||
         (settings->kind == TL_JOB_CHECK && *settings->address != '\0' && *settings->host == '\0');
}

static void
adopt_offer (TlSettings *settings, const TlServerOffer *offer)
{
  g_object_set (settings, "protocol", offer->protocol, "host", offer->host, "port", offer->port,
                "security", offer->security, NULL);
  if (*settings->user == '\0' && settings->password != NULL)
    g_object_set (settings, "user", offer->user, NULL);
  if (*settings->from == '\0')
    g_object_set (settings, "from", settings->address, NULL);
}

/* For a mail address others are asked; file servers have no such thing, and a program that knows them
 * may be here. */
static TlDiscovery *
find_settings (TlJob *job, GCancellable *cancellable, GError **error)
{
  if (job->settings->protocol == TL_PROTOCOL_FTP && *job->settings->address == '\0')
    return tl_filezilla_discover (job->settings);
  return tl_discover_job (job->settings, job->builder, cancellable, error);
}

/* FALSE when there is nothing (more) to check. */
static gboolean
discover (TlJob *job, const Reporter *reporter, GCancellable *cancellable, GError **error)
{
  TlStepRecord record = {(char *) "account.discover",
                         job->settings->address,
                         tl_evidence_builder_get_attempt (job->builder),
                         TL_OUTCOME_RUNNING,
                         0,
                         0};
  gint64 begun = g_get_monotonic_time ();

  reporter->func (&record, reporter->user_data);
  job->discovery = find_settings (job, cancellable, error);
  record.elapsed_ms = (double) (g_get_monotonic_time () - begun) / 1000;
  record.outcome = job->discovery == NULL            ? TL_OUTCOME_SKIPPED
                   : job->discovery->offers->len > 0 ? TL_OUTCOME_OK
                                                     : TL_OUTCOME_FAILED;
  tl_evidence_builder_add_step_record (job->builder, &record);
  tl_evidence_builder_set_elapsed (job->builder, record.elapsed_ms);
  reporter->func (&record, reporter->user_data);
  if (job->discovery == NULL || job->discovery->offers->len == 0 ||
      job->settings->kind == TL_JOB_DISCOVER)
    return FALSE;
  /* RFC 6186 6: DNS alone may not decide where a password goes. */
  if (job->discovery->needs_consent)
    g_object_set (job->settings, "password", NULL, "user", "", NULL);
  adopt_offer (job->settings, job->discovery->offers->pdata[0]);
  tl_evidence_builder_set_settings (job->builder, job->settings);
  return TRUE;
}

void
tl_job_announce (TlSettings *settings, TlAnnouncement *plan)
{
  const char *domain = tl_discover_published_domain (settings);
  g_autofree char *own = domain != NULL ? g_strconcat ("autoconfig.", domain, NULL) : NULL;
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  if (domain == NULL)
    return;
  g_strv_builder_add_many (hosts, own, domain, NULL);
  if (settings->public_database)
    g_strv_builder_add (hosts, "autoconfig.thunderbird.net");
  plan->after = g_strv_builder_end (hosts);
}

static gboolean
is_among (const TlEvidence *evidence, const char *fact, const char *const *values)
{
  const char *value = tl_evidence_get (evidence, fact);

  return value != NULL && g_strv_contains (values, value);
}

/* Whether the settings may be to blame for how the check ended: only then the provider is asked. */
static gboolean
doubts_settings (const TlEvidence *evidence, const TlDiagnosis *diagnosis)
{
  static const char *const names[] = {"no-such-name", "no-address", NULL};
  static const char *const states[] = {"refused", "filtered", NULL};
  static const char *const logins[] = {"rejected", "not-offered", "no-common-mechanism", "not-sent",
                                       NULL};
  static const char *const failed[] = {"failed", NULL};
  static const char *const mismatch[] = {"name-mismatch", NULL};
  const char *open = tl_evidence_get (evidence, "ports.open");
  const char *refused = tl_evidence_get (evidence, "ports.refused");
  /* A host that answers, if only to say no on every port of mail: perhaps another one is meant. */
  gboolean others =
      (open != NULL && strcmp (open, "0") != 0) || (refused != NULL && strcmp (refused, "0") != 0);

  if (tl_diagnosis_get_verdict (diagnosis) == TL_VERDICT_OK ||
      tl_evidence_is (evidence, "local.portal", "yes"))
    return FALSE;
  return is_among (evidence, "dns.outcome", names) ||
         (others && is_among (evidence, "tcp.state", states)) ||
         is_among (evidence, "tls.state", failed) || is_among (evidence, "tls.verify", mismatch) ||
         is_among (evidence, "smtp.auth.outcome", logins);
}

/* What the provider publishes, after a check that failed in such a way. */
static void
compare_published (TlJob *job, const Reporter *reporter, GCancellable *cancellable)
{
  const char *domain = tl_discover_published_domain (job->settings);
  TlStepRecord record = {(char *) "account.published",
                         (char *) domain,
                         tl_evidence_builder_get_attempt (job->builder),
                         TL_OUTCOME_RUNNING,
                         0,
                         0};
  gint64 begun = g_get_monotonic_time ();

  if (domain == NULL || g_cancellable_is_cancelled (cancellable) ||
      !doubts_settings (job->evidence, job->diagnosis))
    return;
  record.start_ms = tl_evidence_get_elapsed_ms (job->evidence);
  reporter->func (&record, reporter->user_data);
  record.outcome = tl_discover_published (job->settings, job->builder, cancellable)
                       ? TL_OUTCOME_OK
                       : TL_OUTCOME_WARNING;
  record.elapsed_ms = (double) (g_get_monotonic_time () - begun) / 1000;
  tl_evidence_builder_add_step_record (job->builder, &record);
  tl_evidence_builder_set_elapsed (job->builder, record.start_ms + record.elapsed_ms);
  reporter->func (&record, reporter->user_data);
  tl_evidence_unref (job->evidence);
  tl_diagnosis_unref (job->diagnosis);
  job->evidence = tl_evidence_builder_snapshot (job->builder);
  job->diagnosis = tl_diagnose (job->evidence);
}

gboolean
tl_job_run (TlJob *job, TlStepFunc func, gpointer user_data, GCancellable *cancellable,
            GError **error)
{
  const Reporter reporter = {func, user_data};
  g_autoptr (GError) local = NULL;
  gboolean go_on = TRUE;

  if (wants_discovery (job->settings))
    go_on = discover (job, &reporter, cancellable, &local);
  else
    tl_discover_compare (job->settings, job->builder);
  tl_filezilla_look (job->settings, job->builder);
  if (go_on)
    tl_run_job (job->settings, job->builder, func, user_data, cancellable, &local);

  if (local != NULL && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (local != NULL)
    tl_evidence_builder_set_cancelled (job->builder, TRUE);
  job->evidence = tl_evidence_builder_snapshot (job->builder);
  job->diagnosis = tl_diagnose (job->evidence);
  if (go_on && local == NULL)
    compare_published (job, &reporter, cancellable);
  return TRUE;
}

TlEvidence *
tl_job_dup_evidence (TlJob *job)
{
  return tl_evidence_builder_snapshot (job->builder);
}

TlEvidence *
tl_job_get_evidence (TlJob *job)
{
  return job->evidence;
}

TlDiagnosis *
tl_job_get_diagnosis (TlJob *job)
{
  return job->diagnosis;
}

const TlDiscovery *
tl_job_get_discovery (TlJob *job)
{
  return job->discovery;
}
