/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody who clicks four thousand times on next, back, start and cancel, faster than anything can end:
 * one job at a time, nothing stuck, nothing of what was typed lost. A silent server is left in the middle;
 * one that works lets tests end well, so that clicks fall on the page of a success, too. Needs a display. */
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

static gboolean
has_worked (TlWizard *wizard)
{
  TlSession *session = tl_wizard_get_session (wizard);
  TlDiagnosis *diagnosis = tl_session_get_diagnosis (session);

  return diagnosis != NULL && !tl_evidence_get_cancelled (tl_session_get_evidence (session)) &&
         tl_diagnosis_get_verdict (diagnosis) == TL_VERDICT_OK;
}

static void
push (TlWindow *window, const char *button)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), button, NULL);
}

typedef struct {
  guint starts;    /* tests begun */
  guint successes; /* clicks that fell on the page of a success */
} Clicked;

/* Clicks in an order of their own; now and then what waits gets a turn, as it does between two clicks. */
static void
click (TlWindow *window, const char *scenario, guint32 seed, Clicked *clicked)
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
    clicked->successes +=
        !running && has_worked (wizard) && g_str_equal (tl_wizard_get_page (wizard), "explanation");
    push (window, button);
    clicked->starts += !running && tl_session_get_running (tl_wizard_get_session (wizard));
    for (guint turns = (guint) g_rand_int_range (order, 0, 4); turns > 0; turns--)
      g_main_context_iteration (NULL, FALSE);
    /* One that waits for the end, where there is one, and reads what came of it. */
    if (i % 100 == 0 && g_str_equal (scenario, "healthy")) {
      push (window, "run-test");
      settle (wizard);
      push (window, "next");
      continue;
    }
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
  Clicked clicked = {0};
  guint before;

  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (tl_wizard_practise (wizard, scenario));
  settle (wizard);
  host = g_strdup (settings->host);
  before = count_descriptors ();

  click (window, scenario, 421, &clicked);
  push (window, "cancel");
  settle (wizard);
  g_test_message ("%u tests were begun, a success was clicked at %u times", clicked.starts,
                  clicked.successes);
  g_assert_cmpuint (clicked.starts, >, 10);
  if (g_str_equal (scenario, "healthy"))
    g_assert_cmpuint (clicked.successes, >, 10);
  g_assert_cmpstr (settings->host, ==, host);
  /* Every connection has been closed again. */
  g_assert_cmpuint (count_descriptors (), <=, before + 16);

  /* And the next test runs to its end, as if nothing had been. */
  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  tl_wizard_run_test (wizard);
  settle (wizard);
  g_assert_true (has_worked (wizard));
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
  g_test_add_data_func ("/gui/clicks/healthy", "healthy", test_four_thousand);
  return g_test_run ();
}
