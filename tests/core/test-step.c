/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-step.h"

static void
count (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_properties (void)
{
  g_autoptr (TlStep) step = tl_step_new ("tcp.connect", "192.0.2.1:587", 2, 1.5);
  g_autofree char *id = NULL;
  g_autofree char *target = NULL;
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;
  guint attempt;
  int outcome;
  double start, elapsed;

  tl_step_finish (step, TL_OUTCOME_FAILED, 12.5);
  tl_step_set_words (step, "Connect", "refused");
  g_object_get (step, "id", &id, "target", &target, "attempt", &attempt, "outcome", &outcome,
                "start-ms", &start, "elapsed-ms", &elapsed, "title", &title, "detail", &detail,
                NULL);
  g_assert_cmpstr (id, ==, tl_step_get_id (step));
  g_assert_cmpstr (target, ==, "192.0.2.1:587");
  g_assert_cmpstr (target, ==, tl_step_get_target (step));
  g_assert_cmpuint (attempt, ==, 2);
  g_assert_cmpuint (tl_step_get_attempt (step), ==, 2);
  g_assert_cmpint (outcome, ==, TL_OUTCOME_FAILED);
  g_assert_cmpint (tl_step_get_outcome (step), ==, TL_OUTCOME_FAILED);
  g_assert_cmpfloat (start, ==, 1.5);
  g_assert_cmpfloat (tl_step_get_start_ms (step), ==, 1.5);
  g_assert_cmpfloat (elapsed, ==, 12.5);
  g_assert_cmpfloat (tl_step_get_elapsed_ms (step), ==, 12.5);
  g_assert_cmpstr (title, ==, tl_step_get_title (step));
  g_assert_cmpstr (detail, ==, tl_step_get_detail (step));
}

static void
test_notify (void)
{
  g_autoptr (TlStep) step = tl_step_new ("tcp.connect", NULL, 1, 0);
  guint n = 0;

  g_signal_connect (step, "notify", G_CALLBACK (count), &n);
  g_assert_cmpint (tl_step_get_outcome (step), ==, TL_OUTCOME_RUNNING);
  g_assert_cmpstr (tl_step_get_target (step), ==, "");
  tl_step_finish (step, TL_OUTCOME_OK, 1);
  g_assert_cmpuint (n, ==, 2);
  tl_step_set_words (step, "a", "b");
  tl_step_set_words (step, "a", "b");
  tl_step_set_words (step, "a", "c");
  g_assert_cmpuint (n, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/step/properties", test_properties);
  g_test_add_func ("/core/step/notify", test_notify);
  return g_test_run ();
}
