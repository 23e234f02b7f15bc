/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificates of a report: which one is at fault, dates in the report's language, and names that
 * somebody hostile wrote into them. */
#include "tl-report.h"

#include <string.h>

#include "knowledge-fixture.h"
#include "tl-explain.h"

#define HEX "ab00cd11ef22ab00cd11ef22ab00cd11ef22ab00cd11ef22ab00cd11ef22abff"

static const char *const chain[] = {
    "tls.handshake failed",
    "tls.state=ok",
    "tls.verify=expired",
    "tls.chain.length=2",
    "tls.fault=1",
    "tls.fault.subject=CN=Middle <b>\033]0;x\a",
    "tls.fault.not_after=2026-03-05T10:20:30Z",
    "tls.chain.0.subject=CN=<script>alert(1)</script>\033[2J\xe2\x80\xae&amp;",
    "tls.chain.0.issuer=CN=Middle <b>",
    "tls.chain.0.not_before=2026-01-02T03:04:05Z",
    "tls.chain.0.not_after=2027-01-02T03:04:05Z",
    "tls.chain.0.sha256=" HEX,
    "tls.chain.0.key=RSA 2048",
    "tls.chain.0.signature=RSA-SHA256",
    "tls.chain.1.subject=CN=Middle <b>",
    "tls.chain.1.issuer=CN=Root",
    "tls.chain.1.not_before=2020-01-02T03:04:05Z",
    "tls.chain.1.not_after=2026-03-05T10:20:30Z",
    "tls.ocsp=none",
    NULL,
};

static char *
write_report (const char *language, TlFormat format)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, chain);
  g_autoptr (TlCatalog) catalog = tl_catalog_new (language);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, catalog);
  TlReportStyle style = {.format = format};

  return tl_report_write (evidence, diagnosis, explanation, catalog, &style);
}

static TlExplanation *
explain (const char *language)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, chain);
  g_autoptr (TlCatalog) catalog = tl_catalog_new (language);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);

  return tl_explain (evidence, diagnosis, catalog);
}

static void
test_fault (void)
{
  g_autoptr (TlExplanation) explanation = explain ("en");
  const TlCertificateText *own, *middle;
  const TlCauseText *cause = explanation->causes->pdata[0];
  gboolean told = FALSE;

  g_assert_cmpuint (explanation->certificates->len, ==, 2);
  own = explanation->certificates->pdata[0];
  middle = explanation->certificates->pdata[1];
  g_assert_null (own->fault);
  g_assert_cmpstr (middle->fault, ==, "This one has expired.");
  g_assert_cmpstr (middle->title, ==, "Intermediate certificate");
  /* The message to the provider names the one that ended, not the server's own. */
  g_assert_cmpstr (cause->id, ==, "certificate-expired");
  for (guint i = 0; i < cause->fixes->len; i++) {
    const char *text = ((TlFixText *) cause->fixes->pdata[i])->text;

    told |= strstr (text, "5 March 2026, 10:20 UTC") != NULL;
    g_assert_null (strstr (text, "2027"));
  }
  g_assert_true (told);
}

static void
test_dates (void)
{
  g_autoptr (TlCatalog) russian = tl_catalog_new ("ru");
  g_autoptr (TlCatalog) arabic = tl_catalog_new ("ar");
  g_autofree char *ru = tl_explain_date ("2026-03-05T10:20:30Z", russian);
  g_autofree char *ar = tl_explain_date ("2026-03-05T10:20:30Z", arabic);

  g_assert_cmpstr (ru, ==, "5 марта 2026 г., 10:20 UTC");
  g_assert_nonnull (strstr (ar, "مارس"));
  /* Nothing in it that a sentence around it would have to make visible. */
  g_assert_null (strstr (ar, "\u2068"));
  g_assert_null (tl_explain_date ("yesterday", russian));
  g_assert_null (tl_explain_date (NULL, russian));
}

static void
test_formats (void)
{
  g_autofree char *text = write_report ("en", TL_FORMAT_TEXT);
  g_autofree char *html = write_report ("ru", TL_FORMAT_HTML);
  g_autofree char *json = write_report ("ar", TL_FORMAT_JSON);

  g_assert_nonnull (strstr (text, "AB:00:CD:11"));
  g_assert_nonnull (strstr (text, "Key: RSA 2048; signature: RSA-SHA256"));
  g_assert_nonnull (strstr (text, "nobody else was asked"));
  g_assert_nonnull (strstr (html, "AB:00:CD:11"));
  g_assert_nonnull (strstr (html, "&lt;script&gt;alert(1)"));
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "Middle <b>"));
  g_assert_nonnull (strstr (json, "\"certificates\""));
  for (guint i = 0; i < 3; i++) {
    const char *report = (const char *[]){text, html, json}[i];

    g_assert_null (strchr (report, '\033'));
    g_assert_null (strstr (report, "\xe2\x80\xae"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/chain/fault", test_fault);
  g_test_add_func ("/knowledge/chain/dates", test_dates);
  g_test_add_func ("/knowledge/chain/formats", test_formats);
  return g_test_run ();
}
