/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-next-step.h"

#include "tl-kb.h"
#include "tl-practice.h"

static void
run_out (TlSession *session)
{
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (tl_session_get_running (session)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Whatever the knowledge proposes can be pressed. */
static void
test_all_have_one (void)
{
  gsize n;
  const TlKbNextTest *tests = tl_kb_get_next_tests (&n);

  for (gsize i = 0; i < n; i++) {
    const TlNextStep *step = tl_next_step_find (tests[i].id);

    g_assert_nonnull (step);
    g_assert_true (step->kind != TL_NEXT_ASK || step->question != NULL);
    /* Whatever switches something off is undone. */
    g_assert_true (step->kind != TL_NEXT_ASK || step->argument == NULL || step->way_back != NULL);
    g_assert_true (step->kind != TL_NEXT_WAIT || step->seconds > 0);
    g_assert_true ((step->kind != TL_NEXT_GO && step->kind != TL_NEXT_TEST) ||
                   step->argument != NULL);
  }
  g_assert_null (tl_next_step_find ("no-such-test"));
}

/* One test alone is made otherwise, and what the person vouches for stands in its evidence. */
static void
test_once (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSession *session = tl_wizard_get_session (wizard);
  TlEvidence *evidence;

  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  tl_next_step_prepare (tl_next_step_find ("other-family"), wizard);
  tl_wizard_begin_try (wizard, "user.vpn_off", "Connect the VPN again now.");
  tl_wizard_run_test (wizard);
  run_out (session);
  evidence = tl_session_get_evidence (session);
  g_assert_cmpint (tl_evidence_get_settings (evidence)->family, ==, TL_FAMILY_IPV4);
  g_assert_cmpint (tl_wizard_get_settings (wizard)->family, ==, TL_FAMILY_ANY);
  g_assert_cmpstr (tl_evidence_get (evidence, "user.vpn_off"), ==, "yes");
  tl_wizard_run_test (wizard);
  run_out (session);
  evidence = tl_session_get_evidence (session);
  g_assert_cmpint (tl_evidence_get_settings (evidence)->family, ==, TL_FAMILY_ANY);
  g_assert_null (tl_evidence_get_at (evidence, "user.vpn_off", 2));
}

/* The way back stays until it is gone, and there is something to compare with only where a test of the
 * same place went wrong. */
static void
test_try (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autofree char *during = NULL;
  g_autofree char *after = NULL;
  guint port;

  g_assert_true (tl_wizard_practise (wizard, "wrong-password"));
  g_assert_false (tl_wizard_has_failed (wizard));
  tl_wizard_run_test (wizard);
  run_out (tl_wizard_get_session (wizard));
  g_assert_true (tl_wizard_has_failed (wizard));
  port = tl_wizard_get_settings (wizard)->port;
  g_object_set (tl_wizard_get_settings (wizard), "port", port == 1 ? 2 : 1, NULL);
  g_assert_false (tl_wizard_has_failed (wizard));
  g_object_set (tl_wizard_get_settings (wizard), "port", port, NULL);
  tl_wizard_begin_try (wizard, NULL, "Connect the VPN again now.");
  tl_wizard_run_test (wizard);
  run_out (tl_wizard_get_session (wizard));
  g_object_get (wizard, "way-back", &during, NULL);
  g_assert_cmpstr (during, ==, "Connect the VPN again now.");
  tl_wizard_end_try (wizard);
  g_object_get (wizard, "way-back", &after, NULL);
  g_assert_cmpstr (after, ==, "");

  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  tl_wizard_run_test (wizard);
  run_out (tl_wizard_get_session (wizard));
  g_assert_false (tl_wizard_has_failed (wizard));
}

static void
count (TlWizard *wizard, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_wait (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autofree char *words = NULL;
  g_autofree char *after = NULL;
  guint due = 0;

  g_signal_connect (wizard, "due", G_CALLBACK (count), &due);
  tl_wizard_wait_and_test (wizard, 3600);
  g_object_get (wizard, "waiting", &words, NULL);
  g_assert_cmpstr (words, ==, "Testing again in 60:00");
  tl_wizard_stop_waiting (wizard);
  g_object_get (wizard, "waiting", &after, NULL);
  g_assert_cmpstr (after, ==, "");
  g_assert_false (tl_wizard_take_waited (wizard));

  tl_wizard_wait_and_test (wizard, 1);
  while (due == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (due, ==, 1);
  g_assert_true (tl_wizard_take_waited (wizard));
  g_assert_false (tl_wizard_take_waited (wizard));
}

/* The survey has no login, and tells what it saw while it runs. */
static void
test_survey (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSession *survey = tl_wizard_get_survey (wizard);
  guint seen = 0;

  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  tl_wizard_survey_ports (wizard);
  while (tl_session_get_running (survey)) {
    g_main_context_iteration (NULL, TRUE);
    seen += tl_session_get_so_far (survey) != NULL;
  }
  g_assert_cmpuint (seen, >, 0);
  g_assert_null (tl_session_get_so_far (survey));
  g_assert_cmpint (tl_diagnosis_get_verdict (tl_session_get_diagnosis (survey)), ==, TL_VERDICT_OK);
  g_assert_cmpstr (tl_evidence_get (tl_session_get_evidence (survey), "smtp.auth.outcome"), ==,
                   "not-tested");
  g_assert_nonnull (tl_evidence_get (tl_session_get_evidence (survey), "survey.recommended.port"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gui/next-step/all-have-one", test_all_have_one);
  g_test_add_func ("/gui/next-step/once", test_once);
  g_test_add_func ("/gui/next-step/try", test_try);
  g_test_add_func ("/gui/next-step/wait", test_wait);
  g_test_add_func ("/gui/next-step/survey", test_survey);
  return g_test_run ();
}
