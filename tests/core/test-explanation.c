/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-explanation.h"

static void
test_value (void)
{
  g_autoptr (TlExplanation) explanation = tl_explanation_new ("ar");
  g_autoptr (TlExplanation) same = tl_explanation_ref (explanation);
  TlCauseText *cause = tl_cause_text_new ();

  g_assert_cmpint (cause->retry_after_s, ==, -1);
  tl_cause_text_add_fix (cause, "wait", "Wait.", TL_ACTOR_WAIT);
  g_ptr_array_add (explanation->causes, cause);
  tl_explanation_add_step (explanation, "tcp.connect", "Connect", "");
  tl_explanation_add_next_test (explanation, "other-network", "Try another network.");
  tl_explanation_add_change (explanation, "tcp.state", "refused", NULL);
  tl_explanation_add_change (explanation, "tls.version", NULL, "TLS1.3");

  g_assert_cmpstr (same->language, ==, "ar");
  g_assert_cmpstr (same->summary, ==, "");
  g_assert_cmpstr (((TlFixText *) cause->fixes->pdata[0])->id, ==, "wait");
  g_assert_cmpint (((TlFixText *) cause->fixes->pdata[0])->actor, ==, TL_ACTOR_WAIT);
  g_assert_cmpstr (((TlStepText *) same->steps->pdata[0])->title, ==, "Connect");
  g_assert_cmpstr (((TlNextTest *) same->next_tests->pdata[0])->id, ==, "other-network");
  g_assert_cmpstr (((TlChange *) same->changes->pdata[0])->after, ==, "");
  g_assert_cmpstr (((TlChange *) same->changes->pdata[1])->before, ==, "");
}

static void
test_cause_alone (void)
{
  TlCauseText *cause = tl_cause_text_new ();

  tl_cause_text_add_fix (cause, "a", "A.", TL_ACTOR_USER);
  tl_cause_text_free (cause);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/explanation/value", test_value);
  g_test_add_func ("/core/explanation/cause-alone", test_cause_alone);
  return g_test_run ();
}
