/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody who clicks four thousand times on next, back, start and cancel, faster than anything can end:
 * one job at a time, nothing stuck, nothing of what was typed lost. Needs a display. */
#include "tl-window.h"

#include "tl-practice.h"

#define CLICKS 4000
#define PATIENCE_US (120 * G_TIME_SPAN_SECOND)

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
settle (TlWizard *wizard)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (tl_session_get_running (tl_wizard_get_session (wizard)) ||
         tl_session_get_running (tl_wizard_get_environment (wizard))) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Clicks in an order of their own; now and then what waits gets a turn, as it does between two clicks. */
static void
click (TlWindow *window, const char *scenario, guint32 seed, guint *starts)
{
  static const char *const buttons[] = {"next", "back", "run-test", "cancel"};
  g_autoptr (GRand) order = g_rand_new_with_seed (seed);
  TlWizard *wizard = tl_window_get_wizard (window);

  for (guint i = 0; i < CLICKS; i++) {
    const char *button = buttons[g_rand_int_range (order, 0, G_N_ELEMENTS (buttons))];
    gboolean running = tl_session_get_running (tl_wizard_get_session (wizard));

    /* Where a test is practised and ended, the little server goes, and with it what was filled in. */
    if (!running && i % 20 == 0)
      g_assert_true (tl_wizard_practise (wizard, scenario));
    g_action_group_activate_action (G_ACTION_GROUP (window), button, NULL);
    *starts += !running && tl_session_get_running (tl_wizard_get_session (wizard));
    for (guint turns = (guint) g_rand_int_range (order, 0, 4); turns > 0; turns--)
      g_main_context_iteration (NULL, FALSE);
    /* A hand that rests for a moment. */
    for (guint turns = i % 50 == 0 ? 500 : 0; turns > 0; turns--) {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (200);
    }
  }
}

static void
test_four_thousand (gconstpointer scenario)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlWindow *window = tl_window_new (NULL, wizard, NULL);
  TlSettings *settings = tl_wizard_get_settings (wizard);
  g_autofree char *host = NULL;
  guint before, starts = 0;

  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (tl_wizard_practise (wizard, scenario));
  settle (wizard);
  host = g_strdup (settings->host);
  before = count_descriptors ();

  click (window, scenario, 421, &starts);
  g_action_group_activate_action (G_ACTION_GROUP (window), "cancel", NULL);
  settle (wizard);
  g_test_message ("%u tests were begun", starts);
  g_assert_cmpuint (starts, >, 10);
  g_assert_cmpstr (settings->host, ==, host);
  /* Every connection has been closed again. */
  g_assert_cmpuint (count_descriptors (), <=, before + 16);

  /* And the next test runs to its end, as if nothing had been. */
  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  tl_wizard_run_test (wizard);
  settle (wizard);
  g_assert_false (
      tl_evidence_get_cancelled (tl_session_get_evidence (tl_wizard_get_session (wizard))));
  g_assert_cmpint (
      tl_diagnosis_get_verdict (tl_session_get_diagnosis (tl_wizard_get_session (wizard))), ==,
      TL_VERDICT_OK);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/gui/clicks/silent", "silent-server", test_four_thousand);
  return g_test_run ();
}
