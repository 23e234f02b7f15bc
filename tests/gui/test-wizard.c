/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-wizard.h"

#include "tl-practice.h"

#include <glib/gstdio.h>

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
  g_assert_true (tl_wizard_adopt (wizard, "mode=eprt"));
  g_assert_cmpint (tl_wizard_get_settings (wizard)->ftp_mode, ==, TL_FTP_MODE_EPRT);
  g_assert_false (tl_wizard_adopt (wizard, "mode=rot13"));
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

/* The third path asks for a web address and for nothing else. */
static void
test_web (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *settings = tl_wizard_get_settings (wizard);
  g_autofree char *announcement = NULL;

  g_object_set (settings, "protocol", TL_PROTOCOL_HTTP, NULL);
  g_assert_cmpstr (tl_wizard_get_account_problem (wizard), !=, "");
  g_object_set (settings, "url", "www.example.org", NULL);
  g_assert_cmpstr (tl_wizard_get_account_problem (wizard), !=, "");
  g_object_set (settings, "url", "https://ann:geheim@www.example.org:8443/x", NULL);
  g_assert_cmpstr (tl_wizard_get_account_problem (wizard), ==, "");
  g_object_get (wizard, "announcement", &announcement, NULL);
  g_assert_nonnull (strstr (announcement, "www.example.org"));
  g_assert_true (tl_wizard_normalise (wizard));
  g_assert_cmpstr (settings->url, ==, "https://www.example.org:8443/x");
  g_assert_cmpstr (settings->host, ==, "www.example.org");
  g_assert_cmpuint (settings->port, ==, 8443);
  /* Consent for one address is none for another. */
  g_object_set (settings, "allow-plaintext", TRUE, NULL);
  g_object_set (settings, "url", "http://www.example.net/", NULL);
  g_assert_false (settings->allow_plaintext);
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

/* ------------------------------------------------------------------ files and messages */

static void
note_opened (TlWizard *wizard, const char *page, const char *language, gpointer user_data)
{
  char **last = user_data;

  g_free (*last);
  *last = g_strdup (page);
}

static void
read_out (TlWizard *wizard)
{
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (tl_wizard_get_reading (wizard)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
read_text (TlWizard *wizard, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  tl_wizard_read_message (wizard, bytes);
  read_out (wizard);
}

static const char *
first_cause (TlSession *session)
{
  const TlFinding *first = tl_diagnosis_get_first (tl_session_get_diagnosis (session));

  return first != NULL ? first->id : "unknown";
}

/* Writes a file, opens it; the page that is gone to, or NULL where it was refused. (transfer full) */
static char *
open_contents (TlWizard *wizard, const char *name, const char *bytes, gsize length)
{
  g_autofree char *folder = g_dir_make_tmp ("tl-wizard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *refused = NULL;
  char *page = NULL;
  gulong opened = g_signal_connect (wizard, "opened", G_CALLBACK (note_opened), &page);
  gulong refusal = g_signal_connect (wizard, "refused", G_CALLBACK (note_message), &refused);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  tl_wizard_open_file (wizard, file);
  g_assert_true (tl_wizard_get_reading (wizard));
  read_out (wizard);
  g_assert_true ((page == NULL) == (refused != NULL));
  g_signal_handler_disconnect (wizard, opened);
  g_signal_handler_disconnect (wizard, refusal);
  g_remove (path);
  g_rmdir (folder);
  return page;
}

static void
test_files (void)
{
  static const char session[] = "{\"schema\": 1, \"session\": {\"protocol\": \"ftp\", \"host\": "
                                "\"ftp.example.org\", \"port\": 990, \"security\": \"tls\"}}";
  static const char bounce[] = "Diagnostic-Code: smtp; 550 5.1.1 <x@example.org>: no such user";
  static const char wide[] = "\xff\xfe"
                             "5\0003\0005\000 \000p\000a\000s\000s\000w\000o\000r\000d\000"
                             " \000w\000r\000o\000n\000g\000";
  static const char binary[] = "\177ELF\002\001\001\000\000\000\000\000\000\000\000\000\003\000";
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autofree char *settings = open_contents (wizard, "a.throughline", session, strlen (session));
  g_autofree char *broken = NULL;
  g_autofree char *text = NULL;
  g_autofree char *utf16 = NULL;
  g_autofree char *program = NULL;

  g_assert_cmpstr (settings, ==, "account");
  g_assert_cmpuint (tl_wizard_get_settings (wizard)->port, ==, 990);
  g_assert_cmpint (tl_wizard_get_settings (wizard)->protocol, ==, TL_PROTOCOL_FTP);

  broken = open_contents (wizard, "a.json", "{\"a\":", 5);
  g_assert_null (broken);
  g_assert_cmpuint (tl_wizard_get_settings (wizard)->port, ==, 990);

  text = open_contents (wizard, "a.eml", bounce, strlen (bounce));
  g_assert_cmpstr (text, ==, "message");
  g_assert_cmpstr (first_cause (tl_wizard_get_message (wizard)), ==, "no-such-mailbox");
  g_assert_cmpstr (tl_wizard_get_message_name (wizard), ==, "a.eml");
  g_assert_null (tl_session_get_explanation (tl_wizard_get_session (wizard)));

  utf16 = open_contents (wizard, "error.txt", wide, sizeof wide - 1);
  g_assert_cmpstr (utf16, ==, "message");
  g_assert_cmpstr (first_cause (tl_wizard_get_message (wizard)), ==, "auth-failed");
  program = open_contents (wizard, "program", binary, sizeof binary - 1);
  g_assert_null (program);
}

/* A pipe would never end. */
static void
test_no_ordinary_file (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (GFile) nothing = g_file_new_for_path ("/dev/zero");
  g_autoptr (GFile) folder = g_file_new_for_path ("/");
  g_autofree char *message = NULL;

  g_signal_connect (wizard, "refused", G_CALLBACK (note_message), &message);
  tl_wizard_open_file (wizard, nothing);
  read_out (wizard);
  g_assert_nonnull (message);
  g_clear_pointer (&message, g_free);
  tl_wizard_open_file (wizard, folder);
  read_out (wizard);
  g_assert_nonnull (message);
}

static void
test_latest_message_wins (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (GString) much = g_string_new (NULL);
  g_autoptr (GBytes) long_text = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (much, "550 5.1.1 no such user here\n");
  long_text = g_string_free_to_bytes (g_steal_pointer (&much));
  tl_wizard_read_message (wizard, long_text);
  read_text (wizard, "535 5.7.8 Error: authentication failed");
  g_assert_cmpstr (first_cause (tl_wizard_get_message (wizard)), ==, "auth-failed");
  tl_wizard_read_message (wizard, long_text);
  tl_wizard_cancel (wizard);
  g_assert_false (tl_wizard_get_reading (wizard));
  read_out (wizard);
  g_assert_cmpstr (first_cause (tl_wizard_get_message (wizard)), ==, "auth-failed");
  read_text (wizard, " \n");
  g_assert_null (tl_session_get_explanation (tl_wizard_get_message (wizard)));
}

/* What a mail program wrote fills in the account; what was entered before stays. */
static void
test_on_with_a_test (void)
{
  static const char outlook[] =
      "The message could not be sent. Account: 'anna@example.org', Server: 'smtp.example.org', "
      "Protocol: SMTP, Server Response: '535 5.7.8 Authentication failed', Port: 465, "
      "Secure(SSL): Yes, Server Error: 535, Error Number: 0x800CCC78";
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *settings = tl_wizard_get_settings (wizard);
  g_autoptr (GPtrArray) clashes = NULL;

  g_assert_false (tl_wizard_continue_from_message (wizard, FALSE));
  read_text (wizard, outlook);
  g_assert_true (tl_wizard_can_test_message (wizard));
  clashes = tl_wizard_list_clashes (wizard);
  g_assert_cmpuint (clashes->len, ==, 0);
  g_clear_pointer (&clashes, g_ptr_array_unref);
  g_assert_true (tl_wizard_continue_from_message (wizard, FALSE));
  g_assert_cmpstr (settings->host, ==, "smtp.example.org");
  g_assert_cmpstr (settings->user, ==, "anna@example.org");
  g_assert_cmpuint (settings->port, ==, 465);

  g_object_set (settings, "host", "mine.example.net", "port", 587, NULL);
  clashes = tl_wizard_list_clashes (wizard);
  g_assert_cmpuint (clashes->len, ==, 2);
  g_assert_true (tl_wizard_continue_from_message (wizard, FALSE));
  g_assert_cmpstr (settings->host, ==, "mine.example.net");
  g_assert_cmpuint (settings->port, ==, 587);
  g_assert_true (tl_wizard_continue_from_message (wizard, TRUE));
  g_assert_cmpstr (settings->host, ==, "smtp.example.org");
  g_assert_cmpuint (settings->port, ==, 465);
}

/* The message counts in the diagnosis of the test that follows it. */
static void
test_message_and_test_together (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSession *session = tl_wizard_get_session (wizard);
  TlDiagnosis *diagnosis;
  const GPtrArray *findings;
  gboolean told = FALSE;

  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  read_text (wizard, "554 5.7.1 Message rejected: your address 192.0.2.7 is listed at "
                     "zen.spamhaus.org, see https://www.spamhaus.org/query/ip/192.0.2.7");
  g_assert_true (tl_wizard_continue_from_message (wizard, FALSE));
  tl_wizard_run_test (wizard);
  run_out (session);
  diagnosis = tl_session_get_diagnosis (session);
  findings = tl_diagnosis_get_findings (diagnosis);
  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), ==, TL_VERDICT_WARNING);
  g_assert_cmpstr (first_cause (session), ==, "ip-blocklisted");
  for (guint i = 0; i < findings->len; i++) {
    const TlFinding *finding = findings->pdata[i];

    for (guint k = 0; k < finding->because->len; k++)
      told |= g_str_equal (((TlBecause *) finding->because->pdata[k])->fact, "text.earlier");
    /* The test itself saw nothing of it. */
    g_assert_cmpfloat (finding->confidence, <, 0.8);
  }
  g_assert_true (told);
  g_assert_cmpuint (tl_session_get_explanation (session)->changes->len, ==, 0);
  /* And again, behind an attempt that did not know it. */
  tl_wizard_run_test (wizard);
  run_out (session);
  g_assert_cmpstr (first_cause (session), ==, "ip-blocklisted");
  tl_wizard_start_over (wizard);
  g_assert_true (tl_wizard_practise (wizard, "healthy"));
  tl_wizard_run_test (wizard);
  run_out (tl_wizard_get_session (wizard));
  g_assert_cmpint (
      tl_diagnosis_get_verdict (tl_session_get_diagnosis (tl_wizard_get_session (wizard))), ==,
      TL_VERDICT_OK);
}

static void
test_language (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  const char *const *languages = tl_catalog_list_languages ();

  read_text (wizard, "535 5.7.8 authentication failed");
  for (guint i = 0; languages[i] != NULL; i++) {
    tl_wizard_set_language (wizard, languages[i]);
    g_assert_cmpstr (tl_session_get_explanation (tl_wizard_get_message (wizard))->language, ==,
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
  TlSettings *settings = tl_wizard_get_settings (wizard);
  TlSession *session = tl_wizard_get_message (wizard);
  g_autofree char *page = NULL;

  tl_wizard_set_language (wizard, "en");
  read_text (wizard, "535 5.7.8 authentication failed");
  g_object_set (settings, "program", "thunderbird", NULL);
  g_assert_cmpstr (tl_evidence_get_settings (tl_session_get_evidence (session))->program, ==,
                   "thunderbird");
  tl_wizard_start_over (wizard);
  g_assert_cmpstr (settings->program, ==, "thunderbird");
  page = open_contents (wizard, "report.json", report, strlen (report));
  g_assert_cmpstr (page, ==, "explanation");
  g_assert_cmpstr (settings->program, ==, "winscp");
}

/* The message to a help desk hides names as a report does, and can be had in English. */
static void
test_contact (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (TlContact) before = tl_wizard_make_contact (wizard, "ip-blocklisted", FALSE);
  g_autoptr (TlContact) own = NULL;
  g_autoptr (TlContact) english = NULL;
  g_autoptr (GError) error = NULL;
  const char *reply = "550 5.7.1 Client host blocked using zen.spamhaus.org";

  g_assert_null (before);
  tl_wizard_set_language (wizard, "ru");
  g_object_set (tl_wizard_get_settings (wizard), "from", "ann.other@example.org", NULL);
  g_assert_true (tl_session_explain_text (tl_wizard_get_session (wizard),
                                          tl_wizard_get_settings (wizard), reply, strlen (reply),
                                          NULL, &error));
  g_assert_no_error (error);
  own = tl_wizard_make_contact (wizard, "ip-blocklisted", FALSE);
  english = tl_wizard_make_contact (wizard, "ip-blocklisted", TRUE);
  g_assert_nonnull (strstr (own->text, "Здравствуйте"));
  g_assert_nonnull (strstr (english->text, "Hello,"));
  g_assert_nonnull (strstr (english->text, "zen.spamhaus.org"));
  g_assert_null (strstr (english->text, "ann.other"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gui/wizard/adopt", test_adopt);
  g_test_add_func ("/gui/wizard/consent-is-for-one-host", test_consent_is_for_one_host);
  g_test_add_func ("/gui/wizard/password-needed", test_password_needed);
  g_test_add_func ("/gui/wizard/web", test_web);
  g_test_add_func ("/gui/wizard/practice/to-the-end", test_practice_to_the_end);
  g_test_add_func ("/gui/wizard/practice/unknown", test_unknown_practice);
  g_test_add_func ("/gui/wizard/cancel", test_cancel);
  g_test_add_func ("/gui/wizard/start-over-in-the-middle", test_starting_over_in_the_middle);
  g_test_add_func ("/gui/wizard/files", test_files);
  g_test_add_func ("/gui/wizard/no-ordinary-file", test_no_ordinary_file);
  g_test_add_func ("/gui/wizard/latest-message-wins", test_latest_message_wins);
  g_test_add_func ("/gui/wizard/on-with-a-test", test_on_with_a_test);
  g_test_add_func ("/gui/wizard/message-and-test-together", test_message_and_test_together);
  g_test_add_func ("/gui/wizard/language", test_language);
  g_test_add_func ("/gui/wizard/program", test_program);
  g_test_add_func ("/gui/wizard/contact", test_contact);
  g_test_add_func ("/gui/wizard/ticks", test_ticks);
  return g_test_run ();
}
