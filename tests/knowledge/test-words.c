/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Placeholders, the sentence that stands alone, and what was left untested. */
#include "tl-words.h"

#include <string.h>

#include "knowledge-fixture.h"
#include "tl-knowledge.h"

static TlCatalog *english;

static void
check (const TlEvidence *evidence, const char *sentence, const char *expected)
{
  g_autoptr (TlView) view = evidence != NULL ? tl_view_new (evidence) : NULL;
  TlWords words;
  g_autofree char *text = NULL;

  tl_words_init (&words, view, english);
  text = tl_words_fill (&words, sentence, NULL);
  tl_words_clear (&words);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_values (void)
{
  static const char *const lines[] = {"smtp.rcpt failed",
                                      "smtp.reply.code=450",
                                      "smtp.reply.enhanced=4.7.1",
                                      "tls.names=a.example b.example",
                                      "tcp.connect_ms=12.3456",
                                      "greeting.ms=0.44",
                                      NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = NULL;

  g_object_set (settings, "to", "bob@there.example, carol@x.example", NULL);
  evidence = make_evidence (settings, lines);
  check (evidence, "{host} {port} {user} {security}",
         "mail.example.org 587 user@example.org STARTTLS");
  check (evidence, "{domain} {sender} {sender_domain} {address}",
         "example.org user@example.org example.org user@example.org");
  check (evidence, "{recipient} {recipient_domain}", "bob@there.example there.example");
  check (evidence, "{code} {enhanced} {tls.names}", "450 4.7.1 a.example b.example");
  check (evidence, "{tcp.connect_ms} {greeting.ms}", "12 0.4");
  check (evidence, "{program} {dns.near_name}", "your program not known");
}

/* Without evidence, words that fit everywhere. */
static void
test_general (void)
{
  check (NULL, "Ask the people who run {host}.", "Ask the people who run the server.");
  check (NULL, "{recipient} at {recipient_domain}", "the recipient at the recipient’s domain");
  check (NULL, "{tls.names}", "not known");
  check (NULL, "{security}", "the encryption you chose");
}

static void
check_security (TlSecurity security, TlProtocol protocol, const char *expected)
{
  static const char *const lines[] = {"tcp.connect ok", NULL};
  g_autoptr (TlSettings) settings = make_settings (protocol);
  g_autoptr (TlEvidence) evidence = NULL;

  g_object_set (settings, "security", security, NULL);
  evidence = make_evidence (settings, lines);
  check (evidence, "{security}", expected);
}

static void
test_security (void)
{
  check_security (TL_SECURITY_TLS, TL_PROTOCOL_SMTP, "TLS");
  check_security (TL_SECURITY_STARTTLS, TL_PROTOCOL_FTP, "AUTH TLS");
  check_security (TL_SECURITY_NONE, TL_PROTOCOL_SMTP, "no encryption");
}

static void
test_text_values (void)
{
  g_autoptr (TlEvidence) evidence = digest (
      "host mx.example.net[192.0.2.5] said: 550 5.1.1 <bob@there.example> no (in reply to RCPT TO "
      "command)",
      TL_PROTOCOL_SMTP, NULL);

  tl_knowledge_get_default ();
  check (evidence, "{host} {recipient} {program} {port}",
         "mx.example.net bob@there.example postfix …");
}

/* ------------------------------------------------------------------ the summary */

static void
check_summary (TlJobKind kind, TlProtocol protocol, const char *const *lines, const char *expected)
{
  g_autoptr (TlSettings) settings = make_settings (protocol);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;
  g_autoptr (TlView) view = NULL;
  g_autofree char *summary = NULL;
  TlWords words;

  g_object_set (settings, "kind", kind, NULL);
  evidence = make_evidence (settings, lines);
  diagnosis = tl_diagnose (evidence);
  view = tl_view_new (evidence);
  tl_words_init (&words, view, english);
  summary = tl_words_summary (&words, diagnosis);
  tl_words_clear (&words);
  g_assert_cmpstr (summary, ==, expected);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
test_summary_ok (void)
{
  check_summary (TL_JOB_CHECK, TL_PROTOCOL_SMTP, LINES ("smtp.ehlo ok"),
                 "Sending mail through mail.example.org on port 587 works: every step that was "
                 "tested went well.");
  check_summary (TL_JOB_CHECK, TL_PROTOCOL_FTP, LINES ("ftp.login ok"),
                 "File transfer with mail.example.org on port 21 works: every step that was tested "
                 "went well.");
  check_summary (TL_JOB_CHECK, TL_PROTOCOL_HTTP, LINES ("tls.handshake ok"),
                 "The web address on mail.example.org answers as it should.");
  check_summary (TL_JOB_DISCOVER, TL_PROTOCOL_SMTP,
                 LINES ("account.discover ok", "account.offer.0=smtp a 587 starttls"),
                 "Settings for user@example.org were found.");
  check_summary (TL_JOB_ENVIRONMENT, TL_PROTOCOL_SMTP, LINES ("local.route ok"),
                 "Nothing was seen that stands in the way.");
}

static void
test_summary_survey (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;
  TlAlternative row = {465,
                       TL_SECURITY_TLS,
                       TL_FAMILY_IPV4,
                       (char *) "192.0.2.1",
                       (char *) "open",
                       TL_OUTCOME_OK,
                       (char *) "",
                       TRUE};

  g_object_set (settings, "kind", TL_JOB_SURVEY, NULL);
  builder = tl_evidence_builder_new (settings);
  tl_evidence_builder_add_alternative (builder, &row);
  evidence = tl_evidence_builder_snapshot (builder);
  diagnosis = tl_diagnose (evidence);
  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), ==, TL_VERDICT_OK);
}

static void
test_summary_failed (void)
{
  check_summary (TL_JOB_CHECK, TL_PROTOCOL_SMTP, LINES ("smtp.ehlo failed"),
                 "Inconclusive: the test of mail.example.org on port 587 failed at the step "
                 "“Asking what the server can do”, and nothing that was seen tells why.");
  check_summary (TL_JOB_CHECK, TL_PROTOCOL_SMTP, LINES ("tcp.connect skipped"),
                 "Inconclusive: the test of mail.example.org did not go through, and nothing tells "
                 "why.");
}

static void
test_summary_cancelled (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new (settings);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;
  g_autoptr (TlView) view = NULL;
  g_autofree char *summary = NULL;
  TlWords words;

  tl_evidence_builder_set_cancelled (builder, TRUE);
  evidence = tl_evidence_builder_snapshot (builder);
  diagnosis = tl_diagnose (evidence);
  view = tl_view_new (evidence);
  tl_words_init (&words, view, english);
  summary = tl_words_summary (&words, diagnosis);
  tl_words_clear (&words);
  g_assert_cmpstr (summary, ==,
                   "The test of mail.example.org was stopped before its end, so nothing is "
                   "certain.");
}

/* A title of a cause stands inside the sentence, whatever the confidence. */
static void
check_text_summary (const char *text, const char *beginning)
{
  g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlView) view = tl_view_new (evidence);
  g_autofree char *summary = NULL;
  TlWords words;

  tl_words_init (&words, view, english);
  summary = tl_words_summary (&words, diagnosis);
  tl_words_clear (&words);
  g_test_message ("%s", summary);
  g_assert_true (g_str_has_prefix (summary, beginning));
}

static void
test_summary_text (void)
{
  check_text_summary ("550 5.1.1 User unknown", "The text means: ");
  check_text_summary ("535 xyzzy", "The text most likely means: ");
  check_text_summary ("530 xyzzy", "The text perhaps means: ");
  check_text_summary ("550 xyzzy", "Inconclusive: the text does not tell enough; it may mean: ");
  check_text_summary ("xyzzy", "Inconclusive: nothing in this text");
}

/* ------------------------------------------------------------------ the rest */

static void
check_not_tested (const char *const *lines, const char *user, const char *expected)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlView) view = NULL;
  g_autofree char *text = NULL;

  g_object_set (settings, "user", user, NULL);
  evidence = make_evidence (settings, lines);
  tl_words_prepare ();
  view = tl_view_new (evidence);
  text = tl_words_not_tested (view, english);
  if (expected == NULL)
    g_assert_null (text);
  else
    g_assert_nonnull (strstr (text, expected));
}

static void
test_not_tested (void)
{
  check_not_tested (LINES ("smtp.ehlo ok", "smtp.rcpt.outcome=ok"), "bob", NULL);
  check_not_tested (LINES ("smtp.ehlo ok", "smtp.rcpt.outcome=ok"), "", "login was not tested");
  check_not_tested (LINES ("smtp.auth failed", "smtp.auth.outcome=not-sent"), "bob",
                    "password was not sent");
  check_not_tested (LINES ("smtp.ehlo failed", "smtp.auth.outcome=not-tested"), "bob",
                    "as far as the login");
  check_not_tested (LINES ("smtp.ehlo ok", "smtp.rcpt.outcome=not-tested"), "bob",
                    "recipient is accepted was not tested");
  check_not_tested (LINES ("smtp.message failed", "smtp.message.outcome=uncertain"), "bob",
                    "may have been accepted");
}

static void
test_quote (void)
{
  g_autoptr (TlEvidence) web = digest ("HTTP/1.1 503 Service Unavailable", TL_PROTOCOL_HTTP, NULL);
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) nothing = make_evidence (settings, LINES ("tcp.connect ok"));
  g_autoptr (TlView) view = tl_view_new (web);
  g_autoptr (TlView) empty = tl_view_new (nothing);
  g_autofree char *quote = tl_words_dup_quote (view, english);

  g_assert_cmpstr (quote, ==, "503 Service Unavailable");
  g_assert_null (tl_words_dup_quote (empty, english));
}

/* Of a reply without end the beginning and the end are read, and how much is missing. */
static void
test_long_quote (void)
{
  g_autoptr (GString) reply = g_string_new (NULL);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlView) view = NULL;
  g_autofree char *quote = NULL;

  for (guint i = 1; i < 40; i++)
    g_string_append_printf (reply, "550-5.7.1 line %u\r\n", i);
  g_string_append (reply, "550 5.7.1 line 40\r\n");
  evidence = digest (reply->str, TL_PROTOCOL_SMTP, NULL);
  view = tl_view_new (evidence);
  quote = tl_words_dup_quote (view, english);
  g_test_message ("%s", quote);
  g_assert_true (g_str_has_prefix (quote, "550 5.7.1 line 1\nline 2\n"));
  g_assert_nonnull (strstr (quote, "line 7\n… 30 more lines …\n"));
  g_assert_true (g_str_has_suffix (quote, "line 39\nline 40"));
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  english = tl_catalog_new ("en");
  tl_knowledge_get_default ();
  g_test_add_func ("/knowledge/words/values", test_values);
  g_test_add_func ("/knowledge/words/general", test_general);
  g_test_add_func ("/knowledge/words/security", test_security);
  g_test_add_func ("/knowledge/words/text-values", test_text_values);
  g_test_add_func ("/knowledge/words/quote", test_quote);
  g_test_add_func ("/knowledge/words/long-quote", test_long_quote);
  g_test_add_func ("/knowledge/explain-plan/not-tested", test_not_tested);
  g_test_add_func ("/knowledge/explain-summary/ok", test_summary_ok);
  g_test_add_func ("/knowledge/explain-summary/survey", test_summary_survey);
  g_test_add_func ("/knowledge/explain-summary/failed", test_summary_failed);
  g_test_add_func ("/knowledge/explain-summary/cancelled", test_summary_cancelled);
  g_test_add_func ("/knowledge/explain-summary/text", test_summary_text);
  result = g_test_run ();
  tl_catalog_unref (english);
  return result;
}
