/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-domain-question.h"

#include "knowledge-fixture.h"

/* What a pasted text leads to: domain, address and key, or "" where it says nothing of one. */
static TlSettings *
ask (const char *text)
{
  g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlSettings) found = tl_digest_settings (evidence, text, strlen (text));
  TlSettings *question = tl_settings_new ();

  tl_domain_question (evidence, diagnosis, found, question);
  return question;
}

#define REPORT(returned)                                                                           \
  "From: MAILER-DAEMON@mx.example.net\nTo: anna@example.org\nSubject: Undelivered\n"               \
  "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; "               \
  "boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nSorry.\n--b\n"                               \
  "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"                \
  "Final-Recipient: rfc822; bob@example.com\nAction: failed\nStatus: 5.7.1\n"                      \
  "Diagnostic-Code: smtp; " returned

static void
test_report (void)
{
  g_autoptr (TlSettings) question =
      ask (REPORT ("550 5.7.1 Service unavailable, Client host [44.128.9.10] blocked using "
                   "list.example.com\n--b\nContent-Type: message/rfc822\n\n"
                   "DKIM-Signature: v=1; a=rsa-sha256; d=example.org;\n s=mail2026; bh=s=no;\n"
                   "From: anna@example.org\nTo: bob@example.com\n\nHello\n--b--\n"));

  g_assert_cmpstr (question->host, ==, "example.org");
  g_assert_cmpstr (question->sender_ip, ==, "44.128.9.10");
  g_assert_cmpstr (question->selector, ==, "mail2026");
}

/* A signature of somebody else (a list, a provider) names a key of theirs. */
static void
test_foreign_key (void)
{
  g_autoptr (TlSettings) question =
      ask (REPORT ("550 5.7.1 SPF check failed\n--b\nContent-Type: message/rfc822\n\n"
                   "DKIM-Signature: v=1; d=provider.example; s=theirs; bh=x;\n"
                   "From: anna@example.org\n\nHello\n--b--\n"));

  g_assert_cmpstr (question->host, ==, "example.org");
  g_assert_cmpstr (question->selector, ==, "");
  g_assert_cmpstr (question->sender_ip, ==, "");
}

static void
test_recipient (void)
{
  g_autoptr (TlSettings) question =
      ask (REPORT ("556 5.1.10 Recipient address has null MX [44.128.9.10]\n--b--\n"));

  g_assert_cmpstr (question->host, ==, "example.com");
  g_assert_cmpstr (question->sender_ip, ==, "");
}

/* The address under which a program's own server sees the program does not send the domain's mail. */
static void
test_handing_over (void)
{
  static const struct {
    const char *port;
    const char *address;
  } cases[] = {{"587", ""}, {"25", "44.128.9.10"}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlSettings) settings = tl_settings_new ();
    g_autoptr (TlSettings) question = tl_settings_new ();
    g_autoptr (TlEvidenceBuilder) builder = NULL;
    g_autoptr (TlEvidence) evidence = NULL;
    g_autoptr (TlDiagnosis) diagnosis = NULL;

    g_object_set (settings, "from", "anna@example.org", "host", "mail.example.org", NULL);
    builder = tl_evidence_builder_new (settings);
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "tcp.connect", "", "tcp.port",
                             cases[i].port);
    tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "smtp.ehlo", "", "smtp.seen_address",
                             "44.128.9.10");
    evidence = tl_evidence_builder_snapshot (builder);
    diagnosis = tl_diagnose (evidence);
    g_assert_true (tl_domain_question (evidence, diagnosis, NULL, question));
    g_assert_cmpstr (question->host, ==, "example.org");
    g_assert_cmpstr (question->sender_ip, ==, cases[i].address);
  }
}

static void
test_nobody (void)
{
  g_autoptr (TlSettings) question = ask ("550 5.7.1 SPF check failed");

  g_assert_cmpstr (question->host, ==, "");
  g_assert_true (tl_domain_question_helps ("spf-fail"));
  g_assert_true (tl_domain_question_helps ("dane-mismatch"));
  g_assert_true (tl_domain_question_helps ("mta-sts-mismatch"));
  g_assert_false (tl_domain_question_helps ("wrong-password"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/domain-question/report", test_report);
  g_test_add_func ("/knowledge/domain-question/foreign-key", test_foreign_key);
  g_test_add_func ("/knowledge/domain-question/recipient", test_recipient);
  g_test_add_func ("/knowledge/domain-question/handing-over", test_handing_over);
  g_test_add_func ("/knowledge/domain-question/nobody", test_nobody);
  return g_test_run ();
}
