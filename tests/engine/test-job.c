/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-job.h"

#include <glib/gstdio.h>

static guint steps_seen;

static void
count_step (const TlStepRecord *record, gpointer user_data)
{
  steps_seen++;
}

/* A provider of the built-in table is found without asking anybody. */
static void
test_discover (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlJob) job = NULL;
  g_autoptr (GError) error = NULL;
  const TlServerOffer *first;

  g_object_set (settings, "kind", TL_JOB_DISCOVER, "address", "ann@gmail.com", NULL);
  job = tl_job_new (settings, NULL);
  steps_seen = 0;
  g_assert_true (tl_job_run (job, count_step, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (steps_seen, ==, 2); /* begun and ended */
  first = tl_job_get_discovery (job)->offers->pdata[0];
  g_assert_cmpstr (first->host, ==, "smtp.gmail.com");
  g_assert_cmpstr (first->user, ==, "ann@gmail.com");
  g_assert_cmpstr (tl_evidence_get (tl_job_get_evidence (job), "account.source"), ==,
                   "provider-table");
}

/* For a file server there is no address to look up: FileZilla's own sites are offered. */
static void
test_discover_sites (void)
{
  static const char text[] = "<FileZilla3><Servers><Server><Host>ftp.example.net</Host>"
                             "<Port>21</Port><Protocol>4</Protocol><User>carol</User>"
                             "</Server></Servers></FileZilla3>";
  g_autofree char *folder = g_dir_make_tmp ("throughline-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "sitemanager.xml", NULL);
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlJob) job = NULL;
  g_autoptr (GError) error = NULL;
  const TlServerOffer *first;

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  g_object_set (settings, "kind", TL_JOB_DISCOVER, "protocol", TL_PROTOCOL_FTP, "filezilla", file,
                NULL);
  job = tl_job_new (settings, NULL);
  g_assert_true (tl_job_run (job, count_step, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tl_job_get_discovery (job)->offers->len, ==, 1);
  first = tl_job_get_discovery (job)->offers->pdata[0];
  g_assert_cmpstr (first->host, ==, "ftp.example.net");
  g_assert_cmpint (first->security, ==, TL_SECURITY_STARTTLS);
  g_assert_cmpstr (first->user, ==, "carol");
  g_unlink (file);
  g_rmdir (folder);
}

static void
test_bad_input (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlJob) job = NULL;
  g_autoptr (GError) error = NULL;
  const char *const resolve[] = {"nonsense", NULL};

  g_object_set (settings, "host", "localhost", "resolve", resolve, NULL);
  job = tl_job_new (settings, NULL);
  g_assert_false (tl_job_run (job, count_step, NULL, NULL, &error));
  g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
}

/* Cancelled before anything was done: a result all the same, and it says so. */
static void
test_cancelled (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TlJob) job = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (settings, "host", "127.0.0.1", NULL);
  g_cancellable_cancel (cancellable);
  job = tl_job_new (settings, NULL);
  g_assert_true (tl_job_run (job, count_step, NULL, cancellable, &error));
  g_assert_no_error (error);
  g_assert_true (tl_evidence_get_cancelled (tl_job_get_evidence (job)));
  g_assert_cmpint (tl_diagnosis_get_verdict (tl_job_get_diagnosis (job)), ==,
                   TL_VERDICT_INCONCLUSIVE);
}

/* Settings that differ from what the provider publishes are noted without contacting anybody. */
static void
test_compare (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TlJob) job = NULL;

  g_object_set (settings, "host", "smtp.elsewhere.invalid", "from", "ann@gmail.com", NULL);
  g_cancellable_cancel (cancellable);
  job = tl_job_new (settings, NULL);
  g_assert_true (tl_job_run (job, count_step, NULL, cancellable, NULL));
  g_assert_nonnull (tl_evidence_get (tl_job_get_evidence (job), "account.differs"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/job/discover", test_discover);
  g_test_add_func ("/engine/job/discover/sites", test_discover_sites);
  g_test_add_func ("/engine/job/bad-input", test_bad_input);
  g_test_add_func ("/engine/job/cancelled", test_cancelled);
  g_test_add_func ("/engine/job/compare", test_compare);
  return g_test_run ();
}
