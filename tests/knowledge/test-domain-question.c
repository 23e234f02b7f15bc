/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-domain-question.h"
#include "tl-explain.h"

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

/* Several signatures: the one of the address that people see counts, wherever it stands, and before
 * that of the report itself. */
static void
test_several_signatures (void)
{
  g_autoptr (TlSettings) question =
      ask ("DKIM-Signature: v=1; d=example.org; s=of-the-report; b=x\r\n" REPORT (
          "550 5.7.1 SPF check failed\n--b\nContent-Type: text/rfc822-headers\n\n"
          "DKIM-Signature: v=1; d=service.example; s=theirs; b=x\n"
          "DKIM-Signature: v=1;\r\n\td=news.example.org; q=dns/txt;\r\n s = k1 ; bh=; b=d=a;\n"
          "DKIM-Signature: v=1; d=example.org; s=k2; b=x\n"
          "From: \"a@b.example\" <anna@news.example.org>\n--b--\n"));

  g_assert_cmpstr (question->selector, ==, "");
  g_assert_cmpstr (question->host, ==, "example.org");
}

/* Where the signature is what failed, the domain that signed is looked at, though it is the one above
 * that of the sender. */
static void
test_domain_above (void)
{
  g_autoptr (TlSettings) question =
      ask (REPORT ("550 5.7.20 DKIM signature verification failed\n--b\n"
                   "Content-Type: message/rfc822\n\n"
                   "DKIM-Signature: v=1; d=example.org; s=k2; b=x\n"
                   "From: anna@mail.example.org\n\nHello\n--b--\n"));

  g_assert_cmpstr (question->host, ==, "example.org");
  g_assert_cmpstr (question->selector, ==, "k2");
}

/* The advice names the key of the message, where that is known, and no other. */
static void
test_key_in_advice (void)
{
  static const struct {
    const char *signature, *expected, *other;
  } cases[] = {
      {"d=example.org; s=k2", "k2._domainkey.example.org", "SELECTOR"},
      {"d=service.example; s=k2", "SELECTOR._domainkey.", "k2"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text =
        g_strdup_printf (REPORT ("550 5.7.20 DKIM signature verification failed\n--b\n"
                                 "Content-Type: message/rfc822\n\nDKIM-Signature: v=1; %s; b=x\n"
                                 "From: anna@example.org\n\nHello\n--b--\n"),
                         cases[i].signature);
    g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
    g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
    g_autoptr (TlCatalog) catalog = tl_catalog_new ("en");
    g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, catalog);
    const TlCauseText *cause = explanation->causes->pdata[0];
    guint expected = 0, other = 0;

    g_assert_cmpstr (first_id (diagnosis), ==, "dkim-fail");
    for (guint k = 0; k < cause->fixes->len; k++) {
      const char *fix = ((TlFixText *) cause->fixes->pdata[k])->text;

      expected += strstr (fix, cases[i].expected) != NULL;
      other += strstr (fix, cases[i].other) != NULL;
    }
    g_assert_cmpuint (expected, ==, 1);
    g_assert_cmpuint (other, ==, 0);
  }
}

/* What is no name of a key is not asked for, nor shown. */
static void
test_hostile_selector (void)
{
  static const char *const selectors[] = {
      "",
      "a..b",
      ".a",
      "a b",
      "../etc/passwd",
      "$(id)",
      "k1\x1b[31m",
      "k1\xff",
      "*",
      "a/b",
      "key\xd8\xa7",
      "0123456789012345678901234567890123456789012345678901234567890123456789",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (selectors); i++) {
    g_autofree char *text = g_strdup_printf (
        REPORT ("550 5.7.20 DKIM signature verification failed\n--b\n"
                "Content-Type: message/rfc822\n\nDKIM-Signature: v=1; d=example.org; s=%s; b=x\n"
                "From: anna@example.org\n\nHello\n--b--\n"),
        selectors[i]);
    g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
    g_autoptr (TlSettings) question = ask (text);

    g_test_message ("%s", selectors[i]);
    g_assert_cmpstr (tl_evidence_get (evidence, "text.signature.selector"), ==, NULL);
    g_assert_cmpstr (question->host, ==, "example.org");
    g_assert_cmpstr (question->selector, ==, "");
  }
}

/* Asked about the sender, whatever the report is about. */
static void
test_of_sender (void)
{
  const char *text = REPORT ("556 5.1.10 Recipient address has null MX [44.128.9.10]\n--b\n"
                             "Content-Type: message/rfc822\n\n"
                             "DKIM-Signature: v=1; d=example.org; s=k2; b=x\n"
                             "From: anna@example.org\n\nHello\n--b--\n");
  g_autoptr (TlEvidence) evidence = digest (text, TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlSettings) found = tl_digest_settings (evidence, text, strlen (text));
  g_autoptr (TlSettings) question = tl_settings_new ();
  g_autoptr (TlSettings) other = tl_settings_new ();

  g_assert_true (tl_domain_question_of_sender (evidence, found, question));
  g_assert_cmpstr (question->host, ==, "example.org");
  g_assert_cmpstr (question->selector, ==, "k2");
  g_object_set (other, "host", "example.net", NULL);
  g_assert_true (tl_domain_question_of_sender (evidence, found, other));
  g_assert_cmpstr (other->host, ==, "example.net");
  g_assert_cmpstr (other->selector, ==, "");
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
  g_test_add_func ("/knowledge/domain-question/several-signatures", test_several_signatures);
  g_test_add_func ("/knowledge/domain-question/domain-above", test_domain_above);
  g_test_add_func ("/knowledge/domain-question/key-in-advice", test_key_in_advice);
  g_test_add_func ("/knowledge/domain-question/hostile-selector", test_hostile_selector);
  g_test_add_func ("/knowledge/domain-question/of-sender", test_of_sender);
  g_test_add_func ("/knowledge/domain-question/recipient", test_recipient);
  g_test_add_func ("/knowledge/domain-question/handing-over", test_handing_over);
  g_test_add_func ("/knowledge/domain-question/nobody", test_nobody);
  return g_test_run ();
}
