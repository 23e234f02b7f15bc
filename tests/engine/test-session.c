/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-session.h"

#include <string.h>

#include "tl-practice.h"

typedef struct {
  GMainLoop *loop;
  gboolean good;
  GError *error;
} Wait;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->good = tl_session_run_finish (TL_SESSION (source), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static gboolean
run (TlSession *session, TlSettings *settings, gboolean again, GCancellable *cancellable,
     GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = {.loop = loop};

  tl_session_run_async (session, settings, again, cancellable, on_done, &wait);
  g_assert_true (tl_session_get_running (session));
  g_main_loop_run (loop);
  g_assert_false (tl_session_get_running (session));
  if (wait.error != NULL)
    g_propagate_error (error, wait.error);
  return wait.good;
}

static TlPractice *
practice (const char *name, TlSettings *settings)
{
  g_autoptr (GError) error = NULL;
  TlPractice *server = tl_practice_start (name, &error);

  g_assert_no_error (error);
  tl_practice_fill (server, settings);
  return server;
}

static void
assert_first_cause (TlSession *session, const char *id)
{
  const TlFinding *first = tl_diagnosis_get_first (tl_session_get_diagnosis (session));

  g_assert_nonnull (first);
  g_assert_cmpstr (first->id, ==, id);
}

/* Every step that is listed has its end, a title and a place in the evidence. */
static void
assert_steps_match (TlSession *session)
{
  GListModel *steps = tl_session_get_steps (session);
  const GPtrArray *records = tl_evidence_get_steps (tl_session_get_evidence (session));
  guint of_attempt = 0;

  for (guint i = 0; i < records->len; i++)
    of_attempt += ((TlStepRecord *) records->pdata[i])->attempt ==
                  tl_evidence_get_attempts (tl_session_get_evidence (session));
  g_assert_cmpuint (g_list_model_get_n_items (steps), ==, of_attempt);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++) {
    g_autoptr (TlStep) step = g_list_model_get_item (steps, i);

    g_assert_cmpint (tl_step_get_outcome (step), !=, TL_OUTCOME_RUNNING);
    g_assert_cmpstr (tl_step_get_title (step), !=, "");
    g_assert_cmpstr (tl_step_get_title (step), !=, tl_step_get_id (step));
  }
}

static void
test_healthy (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlPractice) server = practice ("healthy", settings);
  g_autoptr (TlAnnouncement) announcement = tl_session_announce (session, settings);
  g_autoptr (GError) error = NULL;

  g_assert_true (run (session, settings, FALSE, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tl_diagnosis_get_verdict (tl_session_get_diagnosis (session)), ==,
                   TL_VERDICT_OK);
  assert_steps_match (session);
  g_assert_cmpuint (tl_practice_get_connections (server), <=, announcement->connections);
  g_assert_cmpuint (tl_practice_get_logins (server), <=, announcement->logins);
  g_assert_cmpuint (tl_practice_get_logins (server), ==, 1);
}

/* The second attempt stands beside the first, and what changed is told. */
static void
test_again (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) bad = tl_settings_new ();
  g_autoptr (TlSettings) good = tl_settings_new ();
  g_autoptr (TlPractice) first = practice ("wrong-password", bad);
  g_autoptr (TlPractice) second = practice ("healthy", good);

  g_assert_true (run (session, bad, FALSE, NULL, NULL));
  assert_first_cause (session, "auth-failed");
  g_assert_cmpuint (tl_session_get_explanation (session)->changes->len, ==, 0);
  g_assert_true (run (session, good, TRUE, NULL, NULL));
  g_assert_cmpuint (tl_evidence_get_attempts (tl_session_get_evidence (session)), ==, 2);
  g_assert_cmpint (tl_diagnosis_get_verdict (tl_session_get_diagnosis (session)), ==,
                   TL_VERDICT_OK);
  g_assert_cmpuint (tl_session_get_explanation (session)->changes->len, >, 0);
  assert_steps_match (session);
}

static gboolean
cancel_later (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* Cancelled in the middle of a wait of twenty seconds: the partial evidence is the result, at once. */
static void
test_cancel (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlPractice) server = practice ("silent-server", settings);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 begun = g_get_monotonic_time ();

  g_timeout_add (200, cancel_later, cancellable);
  g_assert_true (run (session, settings, FALSE, cancellable, NULL));
  g_assert_true (tl_evidence_get_cancelled (tl_session_get_evidence (session)));
  g_assert_cmpint (tl_diagnosis_get_verdict (tl_session_get_diagnosis (session)), ==,
                   TL_VERDICT_INCONCLUSIVE);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_USEC_PER_SEC);
  assert_steps_match (session);
}

static void
test_cancel_before (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlPractice) server = practice ("healthy", settings);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_true (run (session, settings, FALSE, cancellable, NULL));
  g_assert_true (tl_evidence_get_cancelled (tl_session_get_evidence (session)));
  g_assert_cmpuint (tl_practice_get_connections (server), ==, 0);
}

static void
expect_pending (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *seen = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (tl_session_run_finish (TL_SESSION (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  *seen = TRUE;
}

static void
test_one_at_a_time (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlPractice) server = practice ("healthy", settings);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = {.loop = loop};
  gboolean refused = FALSE;

  tl_session_run_async (session, settings, FALSE, NULL, on_done, &wait);
  tl_session_run_async (session, settings, FALSE, NULL, expect_pending, &refused);
  g_main_loop_run (loop);
  g_assert_true (wait.good);
  g_assert_true (refused);
}

/* Settings that are changed under a running job do not change the job. */
static void
test_settings_are_copied (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlPractice) server = practice ("healthy", settings);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *host = g_strdup (settings->host);
  Wait wait = {.loop = loop};

  tl_session_run_async (session, settings, FALSE, NULL, on_done, &wait);
  g_object_set (settings, "host", "elsewhere.invalid", "password", NULL, NULL);
  g_main_loop_run (loop);
  g_assert_cmpstr (tl_evidence_get_settings (tl_session_get_evidence (session))->host, ==, host);
  g_assert_cmpint (tl_diagnosis_get_verdict (tl_session_get_diagnosis (session)), ==,
                   TL_VERDICT_OK);
}

/* A change of language needs no new test. */
static void
test_language (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlCatalog) english = tl_catalog_new ("en");
  g_autoptr (TlCatalog) russian = tl_catalog_new ("ru");
  g_autoptr (GError) error = NULL;
  const char *reply = "535 5.7.8 Error: authentication failed";
  g_autofree char *before = NULL;

  tl_session_set_catalog (session, english);
  g_assert_true (tl_session_explain_text (session, settings, reply, strlen (reply), NULL, &error));
  g_assert_no_error (error);
  before = g_strdup (tl_session_get_explanation (session)->summary);
  tl_session_set_program (session, "thunderbird");
  g_assert_cmpstr (tl_evidence_get_settings (tl_session_get_evidence (session))->program, ==,
                   "thunderbird");
  tl_session_set_catalog (session, russian);
  g_assert_cmpstr (tl_session_get_explanation (session)->summary, !=, before);
  assert_first_cause (session, "auth-failed");
}

static void
test_explain_text_refused (void)
{
  g_autoptr (TlSession) session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (tl_session_explain_text (session, settings, "  ", 2, NULL, &error));
  g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
}

static void
test_take_evidence (void)
{
  g_autoptr (TlSession) live = tl_session_new ();
  g_autoptr (TlSession) other = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlPractice) server = practice ("busy", settings);

  g_assert_true (run (live, settings, FALSE, NULL, NULL));
  tl_session_take_evidence (other, tl_session_get_evidence (live));
  g_assert_cmpstr (tl_diagnosis_get_first (tl_session_get_diagnosis (other))->id, ==,
                   tl_diagnosis_get_first (tl_session_get_diagnosis (live))->id);
  assert_steps_match (other);
  tl_session_answer (other, "user.vpn_off", "yes");
  g_assert_cmpstr (tl_evidence_get (tl_session_get_evidence (other), "user.vpn_off"), ==, "yes");
  tl_session_reset (other);
  g_assert_null (tl_session_get_evidence (other));
  g_assert_null (tl_session_get_explanation (other));
}

/* Dropping the session in the middle of a test waits for nothing and touches nothing freed. */
static void
test_dropped_while_running (void)
{
  TlSession *session = tl_session_new ();
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (TlPractice) server = practice ("silent-server", settings);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = {.loop = loop};

  tl_session_run_async (session, settings, FALSE, cancellable, on_done, &wait);
  g_object_unref (session);
  g_timeout_add (100, cancel_later, cancellable);
  g_main_loop_run (loop);
  g_assert_true (wait.good);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/session/healthy", test_healthy);
  g_test_add_func ("/engine/session/again", test_again);
  g_test_add_func ("/engine/session/cancel", test_cancel);
  g_test_add_func ("/engine/session/cancel-before", test_cancel_before);
  g_test_add_func ("/engine/session/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/engine/session/settings-are-copied", test_settings_are_copied);
  g_test_add_func ("/engine/session/language", test_language);
  g_test_add_func ("/engine/session/explain-text-refused", test_explain_text_refused);
  g_test_add_func ("/engine/session/take-evidence", test_take_evidence);
  g_test_add_func ("/engine/session/dropped-while-running", test_dropped_while_running);
  return g_test_run ();
}
