/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The three printers, also over evidence of a hostile server. */
#include "tl-report.h"

#include <string.h>

#include "knowledge-fixture.h"
#include "tl-digest.h"
#include "tl-evidence-json.h"
#include "tl-explain.h"

static TlEvidence *
make_hostile (void)
{
  static const char *const lines[] = {
      "tcp.connect ok",
      "tcp.state=open",
      "smtp.rcpt failed",
      "smtp.reply.stage=rcpt",
      "smtp.reply.code=550",
      "smtp.reply.enhanced=5.1.1",
      "smtp.reply.text=User unknown <b onclick=x>&amp;</b> \033]52;c;eA==\a \xe2\x80\xae %s%n",
      "smtp.rset ok",
      "smtp.reply.stage=rset",
      "smtp.reply.code=250",
      NULL,
  };
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new_attempt (settings, evidence);
  TlAlternative row = {465,
                       TL_SECURITY_TLS,
                       TL_FAMILY_IPV4,
                       (char *) "192.0.2.1",
                       (char *) "open",
                       TL_OUTCOME_OK,
                       (char *) "PLAIN LOGIN",
                       TRUE};
  TlDataChannel channel = {(char *) "epsv", (char *) "private", TL_OUTCOME_FAILED,
                           (char *) "refused", FALSE};

  tl_evidence_builder_add_step (builder, "smtp.rcpt", "", TL_OUTCOME_FAILED, 1, 2);
  for (guint i = 3; lines[i] != NULL && lines[i][0] != '\0' && strchr (lines[i], '=') != NULL;
       i++) {
    g_auto (GStrv) parts = g_strsplit (lines[i], "=", 2);

    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "smtp.rcpt", "", parts[0], parts[1]);
  }
  tl_evidence_builder_add_line (builder, FALSE, 3, "550 5.1.1 \033[2J <script>");
  tl_evidence_builder_add_alternative (builder, &row);
  tl_evidence_builder_add_data_channel (builder, &channel);
  return tl_evidence_builder_snapshot (builder);
}

static char *
write_report (const TlEvidence *evidence, const char *language, TlFormat format, gboolean colour)
{
  g_autoptr (TlCatalog) catalog = tl_catalog_new (language);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, catalog);
  TlReportStyle style = {format, colour, TRUE};

  return tl_report_write (evidence, diagnosis, explanation, catalog, &style);
}

static void
assert_harmless (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_assert_true (c >= ' ' || c == '\n');
    g_assert_false (c >= 0x7f && c < 0xa0);
    g_assert_false (c == 0x202e);
  }
  g_assert_true (g_str_has_suffix (text, "\n"));
}

static void
test_text (void)
{
  g_autoptr (TlEvidence) evidence = make_hostile ();
  g_autofree char *text = write_report (evidence, "en", TL_FORMAT_TEXT, FALSE);
  g_autofree char *coloured = write_report (evidence, "en", TL_FORMAT_TEXT, TRUE);
  const char *end = strchr (text, '\n');

  assert_harmless (text);
  g_assert_true (g_str_has_prefix (text, "The test of mail.example.org on port 587 failed"));
  g_assert_true (end > text && end[-1] == '.');
  g_assert_nonnull (strstr (text, "%s%n"));
  g_assert_nonnull (strstr (text, "Port 465, TLS, 192.0.2.1: open, ok (recommended)"));
  g_assert_nonnull (strstr (text, "EPSV, encrypted: The port was refused."));
  g_assert_true (g_str_has_prefix (coloured, "\033[1;31m"));
}

static JsonObject *
parse (const char *text, JsonNode **root)
{
  g_autoptr (GError) error = NULL;

  *root = tl_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return json_node_get_object (*root);
}

/* The names and their order are the contract's; two more stand between. */
static void
test_json_members (void)
{
  static const char expected[] =
      "schema tool job started elapsed_ms verdict summary not_tested causes facts steps transcript "
      "alternatives data_channels evidence next_tests changes cancelled";
  g_autoptr (TlEvidence) evidence = make_hostile ();
  g_autofree char *text = write_report (evidence, "en", TL_FORMAT_JSON, FALSE);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = parse (text, &root);
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (GString) names = g_string_new (NULL);

  assert_harmless (text);
  for (GList *m = members; m != NULL; m = m->next)
    g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", (char *) m->data);
  g_assert_cmpstr (names->str, ==, expected);
  g_assert_cmpstr (json_object_get_string_member (object, "verdict"), ==, "problem");
}

static void
test_json_facts (void)
{
  g_autoptr (TlEvidence) evidence = make_hostile ();
  g_autofree char *text = write_report (evidence, "en", TL_FORMAT_JSON, FALSE);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *facts = json_object_get_object_member (parse (text, &root), "facts");

  g_assert_cmpstr (json_object_get_string_member (facts, "smtp.reply.code"), ==, "550");
  g_assert_cmpstr (json_object_get_string_member (facts, "smtp.reply.stage"), ==, "rcpt");
  g_assert_cmpstr (json_object_get_string_member (facts, "smtp.reply.enhanced"), ==, "5.1.1");
}

/* A saved report is an evidence file: diagnosed anew, it gives the same causes. */
static void
test_json_again (void)
{
  g_autoptr (TlEvidence) evidence = make_hostile ();
  g_autofree char *text = write_report (evidence, "en", TL_FORMAT_JSON, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TlEvidence) again = tl_evidence_from_json (text, strlen (text), &error);
  g_autoptr (TlDiagnosis) before = tl_diagnose (evidence);
  g_autoptr (TlDiagnosis) after = NULL;

  g_assert_no_error (error);
  after = tl_diagnose (again);
  g_assert_cmpstr (first_id (after), ==, first_id (before));
  g_assert_cmpint (tl_diagnosis_get_verdict (after), ==, tl_diagnosis_get_verdict (before));
}

static void
test_json_spans (void)
{
  g_autoptr (TlEvidence) evidence = digest ("550 5.1.1 User unknown", TL_PROTOCOL_SMTP, NULL);
  g_autofree char *text = write_report (evidence, "en", TL_FORMAT_JSON, FALSE);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *spans = json_object_get_array_member (parse (text, &root), "spans");

  g_assert_cmpuint (json_array_get_length (spans), >=, 3);
}

static void
test_html (void)
{
  g_autoptr (TlEvidence) evidence = make_hostile ();
  g_autofree char *text = write_report (evidence, "en", TL_FORMAT_HTML, FALSE);
  g_autofree char *arabic = write_report (evidence, "ar", TL_FORMAT_HTML, FALSE);

  assert_harmless (text);
  g_assert_true (g_str_has_prefix (text, "<!DOCTYPE html>"));
  g_assert_nonnull (strstr (text, "<html lang=\"en\" dir=\"ltr\">"));
  g_assert_nonnull (strstr (arabic, "<html lang=\"ar\" dir=\"rtl\">"));
  g_assert_null (strstr (text, "<b onclick"));
  g_assert_null (strstr (text, "<script"));
  g_assert_null (strstr (text, "http://"));
  g_assert_null (strstr (text, "src="));
  g_assert_null (strstr (text, "href="));
}

/* What changed is told in words, and foreign ones stay harmless. */
static void
test_changes (void)
{
  static const char *const lines[] = {"tcp.connect failed", "tcp.state=filtered", "path.sent=7",
                                      NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) first = make_evidence (settings, lines);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new_attempt (settings, first);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autofree char *text = NULL, *html = NULL, *russian = NULL;

  tl_evidence_builder_add_step (builder, "tcp.connect", "", TL_OUTCOME_OK, 1, 2);
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", "", "tcp.state", "open");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", "", "path.sent", "9");
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "smtp.greeting", "", "greeting.text",
                           "<b>hi</b>");
  evidence = tl_evidence_builder_snapshot (builder);
  text = write_report (evidence, "en", TL_FORMAT_TEXT, FALSE);
  html = write_report (evidence, "en", TL_FORMAT_HTML, FALSE);
  russian = write_report (evidence, "ru", TL_FORMAT_TEXT, FALSE);
  g_assert_nonnull (strstr (text, "What changed since the attempt before"));
  g_assert_null (strstr (text, "filtered →"));
  g_assert_null (strstr (text, "7 → 9"));
  g_assert_null (strstr (html, "<td>filtered</td>"));
  g_assert_null (strstr (html, "<b>hi"));
  g_assert_null (strstr (russian, ": filtered"));
  assert_harmless (text);
  assert_harmless (html);
}

static TlEvidence *
read_two_recipients (void)
{
  static const char bounce[] =
      "From: MAILER-DAEMON@mx.example.net\n"
      "Subject: Undelivered Mail Returned to Sender\n"
      "MIME-Version: 1.0\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"
      "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
      "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
      "Final-Recipient: rfc822; bert@example.com\nAction: failed\nStatus: 5.1.1\n"
      "Diagnostic-Code: smtp; 550 5.1.1 <bert@example.com>: User unknown\n\n"
      "Final-Recipient: rfc822; <b>@example.net\nAction: failed\nStatus: 5.2.2\n"
      "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n--b--\n";
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);

  return tl_digest_text (settings, bounce, strlen (bounce), TL_TEXT_AUTO, NULL, NULL);
}

/* Each recipient stands with a cause of its own, and a name is never markup. */
static void
test_recipients (void)
{
  g_autoptr (TlEvidence) evidence = read_two_recipients ();
  g_autofree char *text = write_report (evidence, "en", TL_FORMAT_TEXT, FALSE);
  g_autofree char *html = write_report (evidence, "ar", TL_FORMAT_HTML, FALSE);
  const char *list = strstr (text, "\nRecipients\n");

  g_assert_nonnull (list);
  g_assert_nonnull (strstr (list, "- bert@example.com: That address does not exist there (S-18)"));
  g_assert_nonnull (strstr (list, "550 5.1.1"));
  g_assert_nonnull (strstr (list, "mailbox is full"));
  assert_harmless (text);
  g_assert_nonnull (strstr (html, "bert@example.com"));
  g_assert_null (strstr (html, "<b>@"));
}

static void
test_times (void)
{
  g_autoptr (TlEvidence) evidence = make_hostile ();
  g_autofree char *english = write_report (evidence, "en", TL_FORMAT_TEXT, FALSE);
  g_autofree char *russian = write_report (evidence, "ru", TL_FORMAT_TEXT, FALSE);

  g_assert_nonnull (strstr (english, "2.0 ms"));
  g_assert_nonnull (strstr (russian, "2,0 мс"));
  g_assert_null (strstr (russian, " ms"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/report/text", test_text);
  g_test_add_func ("/knowledge/report/json-members", test_json_members);
  g_test_add_func ("/knowledge/report/json-facts", test_json_facts);
  g_test_add_func ("/knowledge/report/json-again", test_json_again);
  g_test_add_func ("/knowledge/report/json-spans", test_json_spans);
  g_test_add_func ("/knowledge/report/html", test_html);
  g_test_add_func ("/knowledge/report/changes", test_changes);
  g_test_add_func ("/knowledge/report/recipients", test_recipients);
  g_test_add_func ("/knowledge/report/times", test_times);
  return g_test_run ();
}
