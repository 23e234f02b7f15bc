/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "local-fixture.h"

#include <string.h>

/* Every step is there, goes through and says something, and all that it says is of source "local". */
static void
test_steps (void)
{
  static const char *const steps[] = {"local.route",    "local.links", "local.vpn",
                                      "local.proxy",    "local.clock", "local.firewall",
                                      "local.antivirus"};
  g_autoptr (TlEvidence) evidence = local_look ("192.0.2.7");
  const GPtrArray *facts = tl_evidence_get_facts (evidence);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    const TlStepRecord *step = tl_evidence_get_step (evidence, steps[i]);
    gboolean spoke = FALSE;

    g_assert_nonnull (step);
    g_assert_cmpint (step->outcome, ==, TL_OUTCOME_OK);
    for (guint k = 0; k < facts->len; k++)
      spoke |= strcmp (((TlFact *) g_ptr_array_index (facts, k))->step, steps[i]) == 0;
    g_assert_true (spoke);
  }
  for (guint k = 0; k < facts->len; k++) {
    const TlFact *fact = g_ptr_array_index (facts, k);

    if (g_str_has_prefix (fact->fact, "local."))
      g_assert_cmpint (fact->source, ==, TL_SOURCE_LOCAL);
  }
}

static void
test_clock (void)
{
  g_autoptr (TlEvidence) evidence = local_look ("");
  const char *word = tl_evidence_get (evidence, "local.clock_synchronised");

  g_assert_true (g_strv_contains ((const char *const[]){"yes", "no", "not-known", NULL}, word));
}

static void
test_sandbox (void)
{
  g_setenv ("SNAP", "/snap/throughline/1", TRUE);
  g_setenv ("SNAP_NAME", "throughline", TRUE);
  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_assert_cmpstr (tl_local_find_sandbox (), ==, "snap");
  g_unsetenv ("SNAP");
  g_unsetenv ("SNAP_NAME");
  g_assert_cmpstr (tl_local_find_sandbox (), !=, "snap");
}

/* Without a host nothing is said of the way to it. */
static void
test_no_host (void)
{
  g_autoptr (TlEvidence) evidence = local_look ("");

  g_assert_null (tl_evidence_get (evidence, "local.route.host"));
  g_assert_null (tl_evidence_get_step (evidence, "dns.resolve"));
}

static void
test_cancelled (void)
{
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (GError) error = NULL;

  settings->kind = TL_JOB_ENVIRONMENT;
  g_cancellable_cancel (cancellable);
  g_assert_false (tl_run_job (settings, builder, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_cmpint (tl_evidence_get_step (evidence, "local.route")->outcome, ==, TL_OUTCOME_SKIPPED);
  g_assert_null (tl_evidence_get (evidence, "local.vpn"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  local_enter_namespace ();
  g_test_add_func ("/probe/local/steps", test_steps);
  g_test_add_func ("/probe/local/clock", test_clock);
  g_test_add_func ("/probe/local/sandbox", test_sandbox);
  g_test_add_func ("/probe/local/no-host", test_no_host);
  g_test_add_func ("/probe/local/cancelled", test_cancelled);
  return g_test_run ();
}
