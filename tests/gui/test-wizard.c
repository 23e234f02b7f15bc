/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-wizard.h"

#include "tl-practice.h"

static void
note_message (TlWizard *wizard, const char *message, gpointer user_data)
{
  char **last = user_data;

  g_free (*last);
  *last = g_strdup (message);
}

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

static void
test_adopt (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *settings = tl_wizard_get_settings (wizard);

  g_assert_true (tl_wizard_adopt (wizard, "465/tls"));
  g_assert_cmpuint (settings->port, ==, 465);
  g_assert_cmpint (settings->security, ==, TL_SECURITY_TLS);
  g_assert_true (tl_wizard_adopt (wizard, "host=smtp.example.org"));
  g_assert_cmpstr (settings->host, ==, "smtp.example.org");
  g_assert_false (tl_wizard_adopt (wizard, "0/tls"));
  g_assert_false (tl_wizard_adopt (wizard, "465/rot13"));
  g_assert_false (tl_wizard_adopt (wizard, ""));
  g_assert_false (tl_wizard_adopt (wizard, "465"));
  g_assert_cmpuint (settings->port, ==, 465);
}

static void
test_consent_is_for_one_host (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *settings = tl_wizard_get_settings (wizard);

  g_object_set (settings, "host", "a.example.org", NULL);
  g_object_set (settings, "allow-plaintext", TRUE, NULL);
  g_object_set (settings, "host", "b.example.org", NULL);
  g_assert_false (settings->allow_plaintext);
}

static void
test_password_needed (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();

  g_assert_false (tl_wizard_get_password_needed (wizard));
  g_object_set (tl_wizard_get_settings (wizard), "user", "anna", NULL);
  g_assert_true (tl_wizard_get_password_needed (wizard));
  g_object_set (wizard, "sign-in", FALSE, NULL);
  g_assert_false (tl_wizard_get_password_needed (wizard));
  g_object_set (wizard, "sign-in", TRUE, NULL);
  tl_wizard_set_password (wizard, "secret word");
  g_assert_false (tl_wizard_get_password_needed (wizard));
}

static void
test_practice_to_the_end (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSession *session = tl_wizard_get_session (wizard);
  g_autofree char *announcement = NULL;

  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  g_object_get (wizard, "announcement", &announcement, NULL);
  g_assert_nonnull (strstr (announcement, "127.0.0.1"));
  tl_wizard_run_test (wizard);
  g_assert_true (tl_session_get_running (session));
  tl_wizard_run_test (wizard); /* one at a time */
  run_out (session);
  g_assert_true (tl_wizard_get_tested (wizard));
  g_assert_cmpint (tl_diagnosis_get_verdict (tl_session_get_diagnosis (session)), ==,
                   TL_VERDICT_OK);
  g_assert_null (tl_wizard_get_settings (wizard)->password);

  tl_wizard_run_test (wizard);
  run_out (session);
  g_assert_cmpuint (tl_evidence_get_attempts (tl_session_get_evidence (session)), ==, 2);
}

static void
test_unknown_practice (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autofree char *message = NULL;

  g_signal_connect (wizard, "message", G_CALLBACK (note_message), &message);
  g_assert_false (tl_wizard_practise (wizard, "no-such-thing"));
  g_assert_nonnull (message);
}

static void
test_cancel (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSession *session = tl_wizard_get_session (wizard);

  g_assert_true (tl_wizard_practise (wizard, "silent-server"));
  tl_wizard_run_test (wizard);
  tl_wizard_cancel (wizard);
  run_out (session);
  g_assert_true (tl_evidence_get_cancelled (tl_session_get_evidence (session)));
  /* And another test can begin. */
  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  tl_wizard_run_test (wizard);
  run_out (tl_wizard_get_session (wizard));
  g_assert_false (
      tl_evidence_get_cancelled (tl_session_get_evidence (tl_wizard_get_session (wizard))));
}

static void
test_starting_over_in_the_middle (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (TlSession) before = g_object_ref (tl_wizard_get_session (wizard));

  g_assert_true (tl_wizard_practise (wizard, "silent-server"));
  tl_wizard_run_test (wizard);
  tl_wizard_start_over (wizard);
  g_assert_true (tl_wizard_get_session (wizard) != before);
  g_assert_null (tl_session_get_explanation (tl_wizard_get_session (wizard)));
  run_out (before);
  g_assert_null (tl_session_get_explanation (tl_wizard_get_session (wizard)));
  g_assert_false (tl_wizard_get_tested (wizard));
}

static void
test_files (void)
{
  static const char session[] = "{\"schema\": 1, \"session\": {\"protocol\": \"ftp\", \"host\": "
                                "\"ftp.example.org\", \"port\": 990, \"security\": \"tls\"}}";
  static const char bounce[] = "Diagnostic-Code: smtp; 550 5.1.1 <x@example.org>: no such user";
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *language = NULL;

  g_assert_cmpstr (
      tl_wizard_take_file (wizard, session, strlen (session), FALSE, &language, &error), ==,
      "account");
  g_assert_no_error (error);
  g_assert_cmpuint (tl_wizard_get_settings (wizard)->port, ==, 990);
  g_assert_cmpint (tl_wizard_get_settings (wizard)->protocol, ==, TL_PROTOCOL_FTP);

  g_assert_null (tl_wizard_take_file (wizard, "{\"a\":", 5, FALSE, &language, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (tl_wizard_get_settings (wizard)->port, ==, 990);

  g_clear_error (&error);
  g_assert_cmpstr (tl_wizard_take_file (wizard, bounce, strlen (bounce), TRUE, &language, &error),
                   ==, "explanation");
  g_assert_no_error (error);
  g_assert_nonnull (tl_session_get_explanation (tl_wizard_get_session (wizard)));
}

static void
test_language (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  const char *const *languages = tl_catalog_list_languages ();

  g_object_set (wizard, "pasted-text", "535 5.7.8 authentication failed", NULL);
  g_assert_true (tl_wizard_explain (wizard));
  for (guint i = 0; languages[i] != NULL; i++) {
    tl_wizard_set_language (wizard, languages[i]);
    g_assert_cmpstr (tl_session_get_explanation (tl_wizard_get_session (wizard))->language, ==,
                     languages[i]);
  }
}

static void
test_ticks (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();

  g_assert_false (tl_wizard_get_ticked (wizard, "auth-failed", "retype"));
  tl_wizard_set_ticked (wizard, "auth-failed", "retype", TRUE);
  g_assert_true (tl_wizard_get_ticked (wizard, "auth-failed", "retype"));
  g_assert_false (tl_wizard_get_ticked (wizard, "auth-required", "retype"));
  tl_wizard_start_over (wizard);
  g_assert_false (tl_wizard_get_ticked (wizard, "auth-failed", "retype"));
}

/* A change of program changes the advice at hand, and one that a report names comes along. */
static void
test_program (void)
{
  static const char report[] = "{\"job\":{\"protocol\":\"ftp\",\"program\":\"winscp\"},"
                               "\"started\":\"\",\"facts\":{},\"steps\":[]}";
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (GError) error = NULL;
  TlSettings *settings = tl_wizard_get_settings (wizard);
  TlSession *session = tl_wizard_get_session (wizard);
  g_autofree char *language = NULL;

  tl_wizard_set_language (wizard, "en");
  g_object_set (wizard, "pasted-text", "535 5.7.8 authentication failed", NULL);
  g_assert_true (tl_wizard_explain (wizard));
  g_object_set (settings, "program", "thunderbird", NULL);
  g_assert_cmpstr (tl_evidence_get_settings (tl_session_get_evidence (session))->program, ==,
                   "thunderbird");
  tl_wizard_start_over (wizard);
  g_assert_cmpstr (settings->program, ==, "thunderbird");
  g_assert_cmpstr (tl_wizard_take_file (wizard, report, strlen (report), FALSE, &language, &error),
                   ==, "explanation");
  g_assert_no_error (error);
  g_assert_cmpstr (settings->program, ==, "winscp");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gui/wizard/adopt", test_adopt);
  g_test_add_func ("/gui/wizard/consent-is-for-one-host", test_consent_is_for_one_host);
  g_test_add_func ("/gui/wizard/password-needed", test_password_needed);
  g_test_add_func ("/gui/wizard/practice/to-the-end", test_practice_to_the_end);
  g_test_add_func ("/gui/wizard/practice/unknown", test_unknown_practice);
  g_test_add_func ("/gui/wizard/cancel", test_cancel);
  g_test_add_func ("/gui/wizard/start-over-in-the-middle", test_starting_over_in_the_middle);
  g_test_add_func ("/gui/wizard/files", test_files);
  g_test_add_func ("/gui/wizard/language", test_language);
  g_test_add_func ("/gui/wizard/program", test_program);
  g_test_add_func ("/gui/wizard/ticks", test_ticks);
  return g_test_run ();
}
